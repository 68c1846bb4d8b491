"""The markup of texts and notes: one grammar (`docs/markup.md`), one reader, and what is made of its blocks.

Pure Python: text → blocks → HTML, plain text, lists. Nothing here knows of Django or of the database.
"""

from .blocks import (
    Block,
    Emphasis,
    Heading,
    Inline,
    Item,
    LineBreak,
    MarkupError,
    Mention,
    Note,
    Page,
    Paragraph,
    Quote,
    Supplied,
    Table,
    Text,
    walk,
)
from .html import NoteTarget, backlinks, html, page_id
from .marks import LONGEST, anchor, escape
from .memory import once, remembered
from .parse import parse
from .plain import Mentioned, Words, anchors, mentions, mentions_in, pages, plain, words
from .problems import Problem, footnote_problems, problems
from .turns import Sought, Standing, Turns, reading

__all__ = [
    "LONGEST",
    "Block",
    "Emphasis",
    "Heading",
    "Inline",
    "Item",
    "LineBreak",
    "MarkupError",
    "Mention",
    "Mentioned",
    "Note",
    "NoteTarget",
    "Page",
    "Paragraph",
    "Problem",
    "Quote",
    "Sought",
    "Standing",
    "Supplied",
    "Table",
    "Text",
    "Turns",
    "Words",
    "anchor",
    "anchors",
    "backlinks",
    "escape",
    "footnote_problems",
    "html",
    "mentions",
    "mentions_in",
    "once",
    "page_id",
    "pages",
    "parse",
    "plain",
    "problems",
    "reading",
    "remembered",
    "walk",
    "words",
]
