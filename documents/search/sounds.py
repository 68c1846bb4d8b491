"""How a word of a name is read aloud, from the letters of its script to a line of sounds. Pure.

Sounds: b d f g h k l m n p r s t v y z and the vowels as they stand; C church, J judge and measure, S ship,
T ts, D dz, G gh, X kh. Cyrillic, Armenian and Georgian have a letter for each; a word in Latin letters is
read by every convention of which it bears a mark.
"""

import re
import unicodedata
from collections.abc import Iterator

from anyascii import anyascii

Pairs = tuple[tuple[str, str], ...]


# Letters that are more than a letter with a mark.
_MARKED_LETTERS = "çčğşšśžżźä"
_OWN = {unicodedata.normalize("NFD", letter): letter for letter in f"{_MARKED_LETTERS}йёїў"}
_COMPOSED = re.compile("|".join(_OWN))


def letters_of(word: str) -> str:
    """The letters and figures of a word without regard to case (Unicode 3.13) and without accents."""
    letters = unicodedata.normalize("NFD", word).casefold()
    if letters.isascii() and letters.isalnum():
        return letters
    letters = _COMPOSED.sub(lambda found: _OWN[found[0]], unicodedata.normalize("NFD", letters))
    return "".join(letter for letter in letters if letter.isalnum() and not "ʰ" <= letter <= "˿").replace(
        "ı", "i"
    )


def in_latin(letters: str) -> str:
    """The word in plain Latin letters and figures."""
    if letters.isascii():
        return letters
    return "".join(filter(str.isalnum, anyascii(letters).lower()))


def readings(letters: str) -> Iterator[str]:
    """The lines of sounds that these letters can be, the likeliest first."""
    if letters.isascii():
        return _latin(letters)
    scripts = [_script(letter) for letter in letters]
    script = max(_READERS, key=scripts.count)
    if "Cyrillic" in scripts and "Latin" in scripts:
        letters = "".join(in_latin(each) if each in _MARKED_LETTERS else each for each in letters)
        letters = letters.translate(_TO_CYRILLIC if script == "Cyrillic" else _TO_LATIN)
    return map(_without_marks, _READERS[script](letters))


def _script(letter: str) -> str:
    if "Ѐ" <= letter <= "ԯ":
        return "Cyrillic"
    if "ա" <= letter <= "ֈ":
        return "Armenian"
    return "Georgian" if "ა" <= letter <= "ჿ" else "Latin"


def _without_marks(letters: str) -> str:
    return letters if letters.isascii() else "".join(filter(str.isalnum, anyascii(letters)))


def _put(letters: str, pairs: Pairs) -> str:
    for written, sound in pairs:
        if written in letters:
            letters = letters.replace(written, sound)
    return letters


# --- Cyrillic: Russian of before and after 1918, Ukrainian, Azerbaijani ---

_CYRILLIC = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцчшыэ", "abvgdeJziyklmnoprstufXTCSie", strict=True))
    | {"щ": "SC", "ю": "yu", "я": "ya", "ё": "e", "ь": "", "ъ": "", "ѣ": "e", "і": "i", "ї": "i", "ѳ": "f"}
    | {"ѵ": "i", "є": "e", "ґ": "g", "ў": "u", "ә": "a", "ҹ": "J", "ҝ": "g", "ғ": "G", "һ": "h", "ө": "o"}
    | {"ү": "u", "ј": "y", "џ": "J", "қ": "k", "ң": "n", "ұ": "u", "ћ": "C", "ђ": "J", "љ": "l", "њ": "n"}
)
# Russian declines most names: Чичерину, Нариманова, Микояном, Троцкого.
_CASE = re.compile(
    "(?<=..[оеё]в)(?:а|у|ым|е|ой|ых|ы)$|(?<=...ин)(?:а|у|ым|е|ой|ых|ы)$|(?<=...ян)(?:а|у|ом|е|ы)$"
)
_ADJECTIVE = re.compile("(?<=..[сц]к)(?:ого|аго|ому|им|ом)$")
# Letters of the other script that look the same and slip in.
_ALIKE = ("aceiopxykmt", "асеіорхукмт")
_TO_CYRILLIC = str.maketrans(*_ALIKE)
_TO_LATIN = str.maketrans(*reversed(_ALIKE))


def _cyrillic(letters: str) -> Iterator[str]:
    sound = letters.translate(_CYRILLIC)
    yield sound
    if "г" in letters:  # Russian has no h: Гусейн, Ваган
        yield letters.replace("г", "һ").translate(_CYRILLIC)
    nominative = _ADJECTIVE.sub("ий", _CASE.sub("", letters.removesuffix("ъ")))
    if len(nominative) < len(letters.removesuffix("ъ")):
        yield nominative.translate(_CYRILLIC)
    if "ё" in letters:
        yield letters.replace("ё", "ьо").translate(_CYRILLIC)


# --- Armenian, by its Eastern and its Western pronunciation ---

_EASTERN_SOUNDS = dict(
    zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "abgdezeitJilXTkhDGCmynSoCpJrsvtrTvpkof", strict=True)
)
_WESTERN_SOUNDS = _EASTERN_SOUNDS | dict(zip("բգդձջպկտծճ", "pktTCbgdDJ", strict=True))
_EASTERN, _WESTERN = str.maketrans(_EASTERN_SOUNDS), str.maketrans(_WESTERN_SOUNDS)
# Two letters for one sound; եա, իւ and յ at the beginning are of the spelling of before 1922.
_TOGETHER = (("ու", "u"), ("իւ", "yu"), ("եա", "ya"))


def _armenian(letters: str) -> Iterator[str]:
    if letters[0] == "յ":
        letters = f"հ{letters[1:]}"
    elif letters[0] == "ո" and letters[1:2] not in ("ւ", "վ"):
        letters = f"վ{letters}"
    letters = _put(letters, _TOGETHER)
    yield letters.translate(_EASTERN)
    yield letters.translate(_WESTERN)
    if "հ" in letters:  # as Russian writes it: Акоп, Ваагн
        yield letters.replace("հ", "").translate(_EASTERN)


# --- Georgian ---

_GEORGIAN = str.maketrans("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჲ", "abgdevztiklmnopJrstupkGkSCTDTCXJhy")

_NOMINATIVE = re.compile("(?<=[^აეიოუ])ი$")


def _georgian(letters: str) -> Iterator[str]:
    sound = letters.translate(_GEORGIAN)
    yield sound
    if _NOMINATIVE.search(letters):  # ბათუმი, Batum; ერევანი, Yerevan
        yield sound[:-1]
    if "ფ" in letters:  # the only letter there is for f
        yield letters.replace("ფ", "f").translate(_GEORGIAN)


# --- Latin: what is read together by each convention, in this order ---


def _pairs(table: str) -> Pairs:
    return tuple((written, sound) for written, _, sound in (pair.partition("=") for pair in table.split()))


_ENGLISH = _pairs(
    "schtsch=SC shch=SC chtch=SC szcz=SC dsch=J tsch=C sch=S tch=C dzh=J dj=J kh=X gh=G zh=J sh=S ch=C cz=C"
    " sz=S tz=T ph=f th=t ck=k ou=u oo=u que=ke qui=ki x=ks q=k w=v j=J ce=se ci=si cy=sy c=k"
)
_FRENCH = _pairs("chtch=SC tch=C sch=S ch=S gue=ge gui=gi")
_TURKIC = _pairs("ch=C sh=S kh=X c=J x=X zada=zade")
_SLAVIC = _pairs("szcz=SC cz=C sz=S ch=X ck=Tk c=T dj=J j=y")
_GERMAN = _pairs(
    "schtsch=SC tsch=C dsch=J sch=S ch=X tz=T ck=k dj=J ds=D ss=ß z=T j=y"
    " sa=za se=ze si=zi so=zo su=zu sy=zy sn=zn ß=s"
)
_GERMAN_J = _pairs("schtsch=SC tsch=C dsch=J sch=J") + _GERMAN
_MARKED = str.maketrans("çčşšśžżźğəä", "CCSSSJJzGae")
# By what marks a word may be of a convention; almost any may be English.
_IS_ANY = re.compile("[cjwxqzçčşšśžżźğəł]|sch|dse|ss|gu[ei]")
_IS_FRENCH = re.compile("(?<![ts])ch.*(?:ou|i?ne$)|(?:ou|dj|tch).*(?<![ts])ch|gu[ei]")
_IS_TURKIC = re.compile("[xqçşğə]|c(?![hkz])")
_IS_SLAVIC = re.compile("j|cz|sz|(?<![ts])ch|c(?![hkz])|ck|[čšśžżźł]")
_IS_GERMAN = re.compile("sch|w.*[sz]|[sz].*w|[sz].*j|j.*[sz]|^z(?!h)|z.*ch|ch.*z|dse|ss")
_HAS_CH = re.compile("(?<![ts])ch")
# Armenian names that Russian writes without their h: Акоп, Амазасп, Арутюн, Ованес.
_SILENT_H = re.compile("h(?:a[kg]o[bp]|amb|amp|amaz|ar[ou]|ov|r|a[iy]k)")


def _latin(letters: str) -> Iterator[str]:
    plain = in_latin(letters)
    english = _put(plain, _ENGLISH)
    yield english
    if _IS_ANY.search(letters):
        yield from (_put(read, _ENGLISH) for read in _foreign(letters, plain))
    if _SILENT_H.match(english):
        yield english[1:]


def _foreign(letters: str, plain: str) -> Iterator[str]:
    marked = _without_marks(letters.translate(_MARKED))
    if _IS_FRENCH.search(plain):
        yield _put(plain, _FRENCH)
    if _IS_TURKIC.search(letters):
        turkic = _put(marked, _TURKIC)
        yield turkic
        if "q" in turkic:  # Qazax: Gazakh, Kazakh
            yield turkic.replace("q", "g")
    if _IS_SLAVIC.search(letters):
        yield _put(marked, _SLAVIC)
    if _IS_GERMAN.search(letters):
        yield _put(marked, _GERMAN)
        if "sch" in letters:
            yield _put(marked, _GERMAN_J)
    if _HAS_CH.search(plain):
        yield _put(plain, _FRENCH)


_READERS = {"Latin": _latin, "Cyrillic": _cyrillic, "Armenian": _armenian, "Georgian": _georgian}
