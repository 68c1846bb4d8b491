"""What fits its own document badly: quotations, references, bodies that nothing names."""

import re
import unicodedata
from collections.abc import Iterator

from documents import markup
from documents.checks.findings import Finding, Passage, numbered
from documents.snapshot import Document, Footnote, Snapshot

_QUOTED = re.compile(r'“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"')
_LEFT_OUT = re.compile(r"\[?(?:\.\.\.|…)\]?")
FEWEST_WORDS = 3


def quotations_not_in_the_text(snapshot: Snapshot) -> Iterator[Finding]:
    """Words that a note on a text quotes, which no text of the document has."""
    document = snapshot.document
    notes = [each for each in numbered("Footnote", document.footnotes) if _is_on_a_text(each[1], document)]
    if not notes:
        return
    texts = [_folded(markup.plain(Passage("", "", text.content).blocks())) for text in document.texts]
    for where, note in notes:
        for words in _quotations(note.content):
            wanted = [_folded(piece) for piece in _LEFT_OUT.split(words) if _folded(piece).strip()]
            if not any(all(piece in text for piece in wanted) for text in texts):
                sentence = (
                    f"The note quotes “{words}”, but the text has no such words. Compare it with the source."
                )
                yield Finding("quotation", where, sentence, blocks=False)


def _is_on_a_text(note: Footnote, document: Document) -> bool:
    return note.owner in {text.key for text in document.texts}


def _quotations(note: str) -> Iterator[str]:
    for paragraph in markup.plain(Passage("", "", note).blocks()).split("\n\n"):
        for found in _QUOTED.finditer(paragraph):
            words = next(group for group in found.groups() if group)
            if len(_folded(words).split()) >= FEWEST_WORDS:
                yield words


def _folded(text: str) -> str:
    """The words as a reader would compare them: without case, accents, punctuation and line ends."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return f" {' '.join(letters.split())} "


def references_to_no_collection(snapshot: Snapshot) -> Iterator[Finding]:
    """A reference by number that does not say in which collection."""
    for where, reference in numbered("Reference", snapshot.document.references):
        if reference.by == "number" and not reference.collection and not reference.target:
            sentence = (
                f"Number {reference.number} of which collection? Without it the reference stays unresolved."
            )
            yield Finding("reference-collection", where, sentence, blocks=False)


def bodies_that_the_heading_does_not_name(snapshot: Snapshot) -> Iterator[Finding]:
    """A signatory's body that is neither named in the heading, nor marked there, nor a correspondent."""
    document = snapshot.document
    if not document.heading.strip():
        return
    blocks = Passage("", "", document.heading).blocks()
    heading = _folded(markup.plain(blocks))
    named = {m.id for m in markup.mentions(blocks)} | {row.body for row in document.correspondents}
    for where, row in numbered("Signatory", document.signatories, "name_as_signed"):
        name = snapshot.name("body", row.body)
        if name and row.body not in named and _folded(name.label) not in heading:
            sentence = (
                f"The heading does not name {name.label}. Check the body, or name it among the senders."
            )
            yield Finding("body-heading", where, sentence, blocks=False)
