"""The words of invented archives: made of syllables, drawn by Zipf, always the same."""

from functools import cache
from itertools import accumulate
from random import Random

# Language → the letters that syllables are made of: beginnings, vowels, ends.
SOUNDS = {
    "en": ("b c d f g h l m n p r s t v w th st br pr", "a e i o u ea ou", "n r s t l nd st"),
    "ru": ("б в г д ж з к л м н п р с т ч ст пр", "а е и о у ы я", "н р т л в й ст"),
    "fr": ("b c d f g j l m n p r s t v ch pl tr", "a e i o u é è ou ai", "n r s t x"),
    "de": ("b d f g h k l m n p r s t w z sch st", "a e i o u ä ö ü ei au", "n r s t l ng cht"),
    "tr": ("b c ç d f g h k l m n p r s ş t y z", "a e ı i o ö u ü", "n r k l m z"),
    "az": ("b c ç d f g h k q l m n p r s ş t x y", "a e ə ı i o ö u ü", "n r k l m d"),
    "hy": ("բ գ դ զ թ լ կ հ մ ն պ ս վ տ ր", "ա ե ի ո է", "ն ր ս կ լ մ"),
    "ka": ("ბ გ დ ვ ზ თ კ ლ მ ნ პ რ ს ტ შ ხ", "ა ე ი ო უ", "ნ რ ს ლ მ"),
}
LANGUAGES = tuple(SOUNDS)
WORDS = 20_000  # of each language
# What is asked for is put into the texts on purpose, and comes from nowhere else.
ASKED = ("acidif", "conferen", "constan", "govern", "peace")


def zipf(values: int, offset: float = 0) -> list[float]:
    """Cumulative weights of so many values, for `random.choices`: the n-th weighs 1 / (n + offset)."""
    return list(accumulate(1 / (n + offset) for n in range(1, values + 1)))


@cache
def words(language: str) -> tuple[str, ...]:
    """All words of a language, the most frequent first; frequent ones are short."""
    random, found = Random(f"words {language}"), dict[str, None]()
    while len(found) < WORDS:
        syllables = 1 + (len(found) > 100) + (len(found) > 1_000) + random.randrange(2)
        found[word(random, language, syllables)] = None
    return tuple(found)


def word(random: Random, language: str, syllables: int) -> str:
    """One word of so many syllables that holds nothing that is asked for."""
    beginnings, vowels, ends = (sounds.split() for sounds in SOUNDS[language])
    made = "".join(random.choice(beginnings) + random.choice(vowels) for _ in range(syllables))
    made += random.choice(ends)
    return word(random, language, syllables + 1) if any(stem in made for stem in ASKED) else made


def name(random: Random, language: str = "en") -> str:
    """A proper name of two or three syllables."""
    return word(random, language, random.choice((2, 2, 3))).capitalize()
