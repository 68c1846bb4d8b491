"""Languages as a reader knows them: from a tag of BCP 47 to its English name, its HTML and its direction."""

import re
from functools import lru_cache

from django.conf.locale import LANG_INFO

UNKNOWN = ("", "und", "mis", "zxx")

# What Django's list does not have: the tags of older texts. Names after ISO 639-3 and the IANA registry.
NAMES = {
    "ab": "Abkhaz",
    "av": "Avar",
    "axm": "Middle Armenian",
    "ce": "Chechen",
    "chu": "Church Slavonic",
    "cu": "Church Slavonic",
    "grc": "Ancient Greek",
    "hyw": "Western Armenian",
    "kmr": "Northern Kurdish",
    "ku": "Kurdish",
    "la": "Latin",
    "lez": "Lezgian",
    "mul": "several languages",
    "oge": "Old Georgian",
    "os": "Ossetian",
    "ota": "Ottoman Turkish",
    "ps": "Pashto",
    "syr": "Syriac",
    "tly": "Talysh",
    "xcl": "Classical Armenian",
    "yi": "Yiddish",
}
SCRIPTS = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Cyrl": "Cyrillic",
    "Geor": "Georgian",
    "Grek": "Greek",
    "Hebr": "Hebrew",
    "Latn": "Latin",
    "Syrc": "Syriac",
}
VARIANTS = {"petr1708": "before the spelling reform", "luna1918": "after the spelling reform"}

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ota", "ps", "sd", "syr", "ug", "ur", "yi"}
RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Syrc"}

_TAG = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)


def tag(language: str) -> str:
    """The value of an HTML `lang` attribute; "" (which says "unknown") for what is no tag of BCP 47."""
    return language if _TAG.fullmatch(language) and language not in UNKNOWN else ""


@lru_cache(maxsize=500)
def name_of(language: str) -> str:
    """The English name, such as "Azerbaijani (Cyrillic script)"; "" when the language is not stated."""
    if language in UNKNOWN:
        return ""
    primary, *rest = language.split("-")
    notes = [note for part in rest if (note := _note(part))]
    name = (
        NAMES.get(primary.lower())
        or LANG_INFO.get(primary.lower(), {}).get("name")
        or f"language “{language}”"
    )
    return f"{name} ({', '.join(notes)})" if notes else name


def _note(part: str) -> str:
    if script := SCRIPTS.get(part.title()):
        return f"{script} script"
    return VARIANTS.get(part.lower(), "")


def direction_of(language: str) -> str:
    """The direction in which a language is written: "ltr" or "rtl"."""
    primary, *rest = language.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary.lower() in RIGHT_TO_LEFT else "ltr"
