"""The examples of the help page. Words in braces are borrowed from the archive at hand: see borrowed.py.

What an example means is not written here: the page says how the search itself understands it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Section(NamedTuple):
    """A piece of the page: what it is about, the rule, and searches that show it."""

    title: str
    rule: str
    examples: tuple[str, ...]


# What stands in an example as long as the archive has nothing for it.
STAND_INS: Mapping[str, str] = MappingProxyType(
    {
        "word": "appeal",
        "other": "council",
        "stranger": "harvest",
        "phrase": "provisional council",
        "beginning": "provi",
        "misspelt": "provsional",
        "doubtful": "provsinal",
        "said": "inhabitants",
        "supplied": "illegible",
        "noted": "manuscript",
        "edited": "introduction",
        "name": "Miller",
        "shelf": "f. 1",
        "reference": "f. 609, op. 1, d. 21, l. 110",
        "number": "367",
        "day": "10 July 1920",
    }
)

SECTIONS = (
    Section(
        "Words",
        "All words must be there, in any order, anywhere in the document, and in any of their forms. "
        "Capitals, accents and square brackets make no difference.",
        ("{word}", "{word} {other}"),
    ),
    Section(
        "Phrases",
        "Words in quotation marks are found in this order and in just these forms. Quotation marks of "
        "every kind will do, if they come in pairs.",
        ('"{phrase}"', '"{phrase}" {word}'),
    ),
    Section(
        "Names",
        "A name is found in other spellings and scripts as well, and by the other names that the "
        "archive knows of the same person, body or place. The result says which name was found. In "
        "quotation marks a name is found only as you spell it.",
        ("{name}", '"{name}"'),
    ),
    Section(
        "One or the other, and without",
        "OR, AND and NOT are written in capitals; | and & do as well. A minus sign right before a word, "
        "a phrase or a parenthesis means “without”; within a word it is a hyphen. What is in "
        "parentheses is read first; without them, OR binds least.",
        (
            "{word} OR {stranger}",
            "{word} AND {other}",
            "{word} -{stranger}",
            '{stranger} NOT "{phrase}"',
            "-{word}",
            "({word} OR {stranger}) -title:{other}",
        ),
    ),
    Section(
        "Beginnings, and words you are not sure of",
        "An asterisk after two or more letters finds every word that begins so. A tilde after four or "
        "more letters finds words that differ by one letter; with a 2 after it, by two.",
        ("{beginning}*", "{misspelt}~", "{doubtful}~2"),
    ),
    Section(
        "Where to look",
        "A prefix with a colon looks for the word, the phrase or the parenthesis right after it in one "
        "part of the documents only. Any other word before a colon is only a word: 10:30.",
        (
            "title:{word}",
            "text:{said}",
            "supplied:{supplied}",
            "note:{noted}",
            "editor:{edited}",
            "name:{name}",
            "signed:{name}",
            'ref:"{shelf}"',
            "no:{number}",
            "title:({word} OR {stranger})",
            "-note:{noted}",
        ),
    ),
    Section(
        "Dates, references and numbers",
        "Words that look like a date, an archival reference, the number of a document in a printed "
        "collection or the id of a record are searched as words; above the results a link offers what "
        "they look like. Documents of a printed number stand first. A date in numbers is read day first.",
        ("{day}", "{reference}", "doc. No. {number}"),
    ),
)
