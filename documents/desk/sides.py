"""How the page on which two states of a document are put together calls the two."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sides:
    """How the page calls the two between whom one chooses."""

    title: str
    mine: str
    theirs: str
    both: str
    one: str
    things: str
    saved: str


TWO_EDITORS = Sides(
    title="Yours and theirs",
    mine="Yours",
    theirs="Theirs",
    both="You both changed",
    one="Only one of you changed",
    things="that you both changed",
    saved="Both are saved: yours and theirs, as you chose.",
)
FILE_AND_DESK = Sides(
    title="The file and the desk",
    mine="In the file",
    theirs="At the desk",
    both="Changed in the file and at the desk",
    one="Changed in one of the two only",
    things="that both the file and the desk changed",
    saved="It is saved as you chose. The file as it is now changes nothing here any more.",
)
