"""The text of a Word file and its notes, and in words what of the file is not in them."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.exchange.word import leaving
from documents.exchange.word.ignoring import ignored
from documents.exchange.word.safety import Refused, parts_of, repacked
from documents.exchange.word.unwrapping import unwrapped
from documents.exchange.word.writing import Writer
from documents.markup import LONGEST
from documents.markup.parse import too_long

# Without a word on what it looks like: underlined and struck words are told of, not lost.
STYLES = "u => u\nstrike => s\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: its label in the text (1, 2, 3 …), and its words in the markup."""

    label: str
    content: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a Word file says, and sentences on what it holds besides."""

    content: str
    notes: tuple[Note, ...]
    told: tuple[str, ...]


def take(data: bytes) -> Taken:
    """Reads a .docx. Raises Refused with a sentence for whoever chose the file."""
    parts, without = unwrapped(parts_of(data))
    made = _converted(parts)
    told = (*leaving.told(parts), *without, *ignored((each.message for each in made.messages), parts))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    writer = Writer(etree.fromstring(f"<div>{made.value}</div>", parser))
    content, notes = writer.text(), writer.notes()
    for each in (content, *(words for _, words in notes)):
        if len(each) > LONGEST:
            raise Refused(too_long(each))
    if not content and not notes:
        raise Refused("There are no words in this file.")
    return Taken(content, tuple(Note(label, words) for label, words in notes), (*told, *writer.told()))


def _converted(parts: dict[str, bytes]) -> Any:
    """The file as HTML (`value`), and what mammoth has to say of it (`messages`)."""
    import mammoth  # here, for it takes long to load and few processes ever read such a file

    try:
        return mammoth.convert_to_html(
            repacked(parts),
            style_map=STYLES,
            id_prefix="w-",
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": "", "alt": image.alt_text or ""}),
        )
    except Exception as error:  # a file that is sound XML and still not what Word writes fails anywhere
        raise Refused(
            "This Word file could not be read. Open it in Word, save it as .docx and try again."
        ) from error
