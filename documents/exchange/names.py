"""How names are told from the other words of a signature: by capitals, initials and what they are not."""

import re

# Words of a body's name: a name of a person does not begin before the last of them.
BODY_WORDS = re.compile(
    r"(?:council|committee|bureau|soviet|commission|congress|party|army|front|fleet|union|government|republic"
    r"|ministry|department|assembly|commissariat|board|office|society|league|mission|delegation|staff|division"
    r"|regiment|brigade|station|section|branch|university|academy|church|bank|railway|district|province|region"
    r"|city|affairs|war|justice|finance|council's|revkom|sovnarkom|revonsul|kavburo|cheka|guard|militia|legation|embassy|presidium"
    r"|совет\w*|комитет\w*|бюро|\w*ком(?:а|у|ом|е)?|съезд\w*|парти\w*|арми\w*|фронт\w*|флот\w*|союз\w*|правительств\w*"
    r"|республик\w*|министерств\w*|отдел\w*|собрани\w*|комисси\w*|комиссариат\w*|управлени\w*|общества?|штаб\w*"
    r"|дивизи\w*|полк\w?|бригад\w*|район\w*|губерни\w*|област\w*|уезд\w*|\w*бюро|реввоенсовет\w*|\w*совет\w*|чека|миссии|делегации|президиум\w*)",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:[A-ZА-ЯЁҐІЇЄ][a-zа-яё]?\.-?)+")
_WORD = re.compile(r"[^\W\d_]['’ʼ\w-]*[.]?")
_PARTICLES = {"von", "van", "de", "der", "den", "di", "da", "ibn", "bin", "al", "el", "zu", "af", "ter",
              "la", "le",
              "оглы", "оглу", "заде", "бек", "хан", "паша", "кызы", "фон", "де", "эль", "аль",
              "oghlu", "oglu", "bey", "khan", "pasha", "zade", "effendi", "efendi"}  # fmt: skip
_ROMAN = re.compile(r"[IVXLC]+")
_PREPOSITIONS = {
    "of",
    "the",
    "in",
    "for",
    "at",
    "on",
    "to",
    "and",
    "по",
    "в",
    "на",
    "при",
    "от",
    "для",
    "и",
    "из",
}


# What offices are of: no names, either.
_PORTFOLIOS = re.compile(
    r"labour|labor|trade|roads|agriculture|education|health|interior|supply|communications|industry|culture"
    r"|communication|security|food|posts|telegraphs|navy|transport|agitation|propaganda",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?<!\w)[A-ZА-ЯЁ]{2,}(?!\w)")


def is_body(words: str) -> bool:
    """Whether the words of a capacity name a body: “Harvest Council” and “RCP” do, “Labour” does not."""
    return bool(_ACRONYM.search(words)) or any(
        BODY_WORDS.fullmatch(each.strip("[](),.")) for each in words.split()
    )


def is_initial(word: str) -> bool:
    return bool(_INITIAL.fullmatch(word))


def is_name_word(word: str) -> bool:
    """Whether a word could be of a person's name: capitalised, no abbreviation, no number, no body."""
    if is_initial(word) or word.lower().rstrip(",") in _PARTICLES:
        return True
    if not _WORD.fullmatch(word) or not word[0].isupper() or _ROMAN.fullmatch(word):
        return False
    letters = word.rstrip(".")
    if len(letters) <= 5 and letters.isupper() and len(letters) > 1:
        return False
    return not (BODY_WORDS.fullmatch(letters) or _PORTFOLIOS.fullmatch(letters))


def is_name(words: list[str]) -> bool:
    """Whether these words are a name and nothing else."""
    real = [word for word in words if not is_initial(word) and word.lower() not in _PARTICLES]
    return bool(words) and len(words) <= 6 and bool(real) and len(real) <= 3 and all(map(is_name_word, words))


def name_begins(words: list[str]) -> int:
    """At which of the words the name at the end of “capacity and name” begins; their number if none does."""
    first = len(words)
    while first > 0 and is_name_word(words[first - 1]):
        first -= 1
    run = words[first:]
    for at, word in enumerate(run):
        if is_initial(word):  # A. Weber; but in Russian also: Вебер А. К.
            is_last = all(is_initial(each) for each in run[at:])
            return first + (max(at - 1, 0) if is_last else at)
    if first > 0 and words[first - 1].lower() in _PREPOSITIONS and run:
        first += 1  # “of Baku Narimanov”: the first word is the body's
    real = [word for word in words[first:] if word.lower() not in _PARTICLES]
    return first if real else len(words)
