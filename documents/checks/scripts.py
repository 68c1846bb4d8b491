"""Letters that look like those of another script."""

import re
import unicodedata
from collections.abc import Iterator

from documents.checks.findings import Finding, numbered
from documents.snapshot import Document, Snapshot

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
# Letters with a twin in one of the other scripts; the confusables of Unicode TR 39 that print uses.
LOOK_ALIKES = frozenset(
    "ABCEHIJKLMNOPSTUXYZacdeghijnopqsuvxy"
    "АВЕЅІЈКМНОРСТУХЗЬавгеѕіјкорсухһԁԛ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ"
    "ՍՏՕԼաոսհցզօքյլ"
)


def look_alike_letters(snapshot: Snapshot) -> Iterator[Finding]:
    """Letters of two scripts in one word of a code or name, such as a Cyrillic А in a Latin word."""
    for where, text in _codes_and_names(snapshot.document):
        for word in re.findall(r"\w+", text):
            scripts = {letter: script for letter in word if (script := _script(letter))}
            if len(set(scripts.values())) > 1 and not LOOK_ALIKES.isdisjoint(scripts):
                rare = min(scripts.values(), key=[*map(_script, word)].count)
                odd = ", ".join(letter for letter, script in scripts.items() if script == rare)
                sentence = (
                    f"“{word}” mixes scripts: {odd} is {rare.title()}. Type the word anew in one script."
                )
                yield Finding("mixed-scripts", where, sentence, blocks=False)


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script if script in SCRIPTS else ""


def _codes_and_names(document: Document) -> Iterator[tuple[str, str]]:
    for where, row in numbered("Signatory", document.signatories):
        yield where, row.name_as_signed
    for where, row in numbered("Sender or recipient", document.correspondents):
        yield where, row.as_written
    for where, row in numbered("Archival reference", document.archival_references):
        yield where, " ".join([*(part.value for part in row.parts), row.leaves])
    for name, part in (("Printing", document.printings), ("Reference", document.references)):
        for where, row in numbered(name, part):
            yield where, row.number
