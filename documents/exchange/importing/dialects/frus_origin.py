"""What the source notes of a volume say: where the exemplar lies, what is marked on it, what kind it is."""

import re
from collections import Counter

from documents.exchange.importing.dialects.fitting import cut
from documents.exchange.importing.dialects.frus_volume import Volume
from documents.exchange.importing.sources import LOCAL, Named
from documents.snapshot import ArchivalPart, ArchivalReference

_SENTENCE_ENDS = re.compile(r"(?<!\b[A-Z])(?<!\bNo)(?<!\bU\.S)\.\s+(?=[A-Z\[“(])")
_INLINE = re.compile(r"File No\.|Paris Peace Conf\.|\d{3}[\w.]*[ \w]*[./]\S|.{3,60} Papers\b")
_KIND_AFTER = re.compile(r":\s*\w+\.?$")
_FILED = re.compile(r"(?P<prefix>File No\.|Paris Peace Conf\.)?\s*(?P<number>\S.*)?")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_LEVELS = (
    (re.compile(r"(?:RG|Record Group) (.+)"), "record-group"),
    (re.compile(r"Box (.+)"), "box"),
    (re.compile(r"(Folder .+)"), "file"),
    (re.compile(r"(Job.+)"), "series"),
    (re.compile(r"(Entry .+)"), "inventory"),
)
_MARKED = re.compile(
    r"(Top Secret|Secret|Confidential|Limited Official Use|Official Use Only|Restricted|Unclassified)"
    r"(?:[;,] [^.]{1,120})?(?=\.)"
)
_MARKED_ABOVE = re.compile(
    r"[\[(]((?:\w+ (?:and )?)?(?:[Cc]onfidential|[Ss]ecret|[Pp]rivate|[Pp]ersonal))\.?[\])]"
)
_CODES = {"top secret": "top-secret", "secret": "secret", "confidential": "confidential"}
_HEADS = (
    (re.compile(r"Memorandum of (?:a |an )?(?:\w+ )?Conversation"), "conversation"),
    (re.compile(r"(?:\w+ )?Memorandum\b"), "memorandum"),
    (re.compile(r"(?:\w+ )?Telegram\b"), "telegram"),
    (re.compile(r"Minutes\b"), "minutes"),
    (re.compile(r"(?:Draft )?Letter\b"), "letter"),
    (re.compile(r"(?:\w+ )?(?:Report)\b"), "report"),
    (re.compile(r"Treaty\b"), "treaty"),
    (re.compile(r"Agreement\b"), "agreement"),
    (re.compile(r"Diary\b"), "diary"),
    (re.compile(r"Editorial Note\b"), None),
    (re.compile(r"Note (?:From|from)\b"), "note"),
)
STEP = "A step of an archival reference"
_NUMBERED = re.compile(r"(?:\[?\d+\]?\. |No\. \d+\.? )")


def is_archival(words: str) -> bool:
    """Whether a line printed above a document says where it is kept, such as “File No. 861.51/146”."""
    return bool(_INLINE.match(words))


def sentence(words: str) -> str:
    """The first sentence of a source note: “Source: Ford Library, Box 6. Secret.” → “Ford Library, Box 6”."""
    return _SENTENCE_ENDS.split(words.removeprefix("Source:").strip(), maxsplit=1)[0].rstrip(".")


def archival(words: str, key: str, volume: Volume, told: Counter[str]) -> ArchivalReference:
    """The reference with its steps, as far as they can be told; `as_printed` has all of it.

    What does not fit is `told`.
    """
    as_printed = cut(words, 2000, "An archival reference", told)
    if is_archival(words):
        return ArchivalReference(key=key, parts=_filed(words, told), as_printed=as_printed)
    kept = repository(words, volume)
    return ArchivalReference(
        key=key,
        repository=f"{LOCAL}{kept.local}" if kept else None,
        parts=_steps(_divided(words)[1:], told) if kept else (),
        as_printed=as_printed,
    )


def repository(words: str, volume: Volume) -> Named | None:
    """The archive or library that a reference names first; None where it has no steps."""
    name, *steps = _divided(words)
    if not steps or is_archival(words) or not 0 < len(name) <= 100:
        return None
    local = "repository-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Named(kind="repository", local=local, name=name, language=volume.language)


def _divided(words: str) -> list[str]:
    """The steps between commas; not those in dates and lists: “October 11, 1976”, “Canada, and Ocean”."""
    steps: list[str] = []
    for step in (each.strip() for each in words.split(",")):
        if steps and ((_YEAR.match(step) and steps[-1][-1:].isdigit()) or step.startswith("and ")):
            steps[-1] = f"{steps[-1]}, {step}"
        else:
            steps.append(step)
    return steps


def _filed(words: str, told: Counter[str]) -> tuple[ArchivalPart, ...]:
    filed = _FILED.fullmatch(_KIND_AFTER.sub("", words))
    if not filed or not filed["number"]:
        return ()
    value = cut(filed["number"], 200, STEP, told)
    if filed["number"].endswith("Papers"):
        return (ArchivalPart(level="fonds", value=value),)
    number = ArchivalPart(level="file", value=value)
    if filed["prefix"] == "Paris Peace Conf.":
        return (ArchivalPart(level="fonds", value="Paris Peace Conf."), number)
    return (number,)


def _steps(steps: list[str], told: Counter[str]) -> tuple[ArchivalPart, ...]:
    """From the top down; what has no name of its own is a series, and below a box a file."""
    parts: list[ArchivalPart] = []
    below = "fonds"
    for step in steps:
        level, value = below, step
        for pattern, named in _LEVELS:
            if found := pattern.fullmatch(step):
                level, value = named, found[1]
        if value:
            parts.append(ArchivalPart(level=level, value=cut(value, 200, STEP, told)))
        below = "file" if level in ("box", "file") or below == "file" else "series"
    return tuple(parts)


def classification(words: str) -> tuple[str, str | None]:
    """The marking as written and its code: “… Box 67. Secret; Sensitive. …” → “Secret; Sensitive”, secret."""
    if words.startswith("Source:"):
        for said in _SENTENCE_ENDS.split(words)[1:4]:
            if found := _MARKED.match(said + "."):
                return found[0], _CODES.get(found[1].lower())
    if found := _MARKED_ABOVE.search(words):
        code = next((code for name, code in _CODES.items() if name in found[1].lower()), None)
        return found[1], "personal" if found[1] == "Personal" else code
    return "", None


def document_type(title: str, wordings: list[str]) -> str | None:
    """The code of the type that the head or the lines above it name; None where they name none."""
    for words in wordings:
        if re.match(r"\[Telegram\b", words) or words.endswith(": Telegram"):
            return "telegram"
    bare = _NUMBERED.sub("", title, count=1).lstrip()
    return next((code for pattern, code in _HEADS if pattern.match(bare)), None)
