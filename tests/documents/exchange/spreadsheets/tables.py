"""Sheets before an editor: exported, changed by column names, planned, taken in."""

from dataclasses import dataclass, field

from documents.exchange.spreadsheets import read, write
from documents.exchange.spreadsheets.carrying_out import take_in
from documents.exchange.spreadsheets.exporting import export
from documents.exchange.spreadsheets.kinds import KINDS
from documents.exchange.spreadsheets.mapping import understand
from documents.exchange.spreadsheets.planning import Plan, plan
from tests.documents import builders


@dataclass
class Table:
    """A sheet as a list of rows by column, as an editor would change it, and what would come of it."""

    kind: str
    head: tuple[str, ...]
    rows: list[dict[str, str]]
    chosen: dict[str, str] = field(default_factory=dict)

    def data(self, form: str = "csv") -> bytes:
        return write(self.head, [[row.get(name, "") for name in self.head] for row in self.rows], form)

    def plan(self, form: str = "csv") -> Plan:
        sheet, kind = read(self.data(form)), KINDS[self.kind]
        return plan(kind, sheet, understand(kind, sheet, self.chosen))

    def take_in(self, user: str = "editor", form: str = "csv"):
        return take_in(self.plan(form), builders.user(user), "sheet.csv")


def exported(kind: str, *records: str, form: str = "csv") -> Table:
    """The sheet of these records."""
    sheet = read(export(KINDS[kind], records, form))
    return Table(kind, sheet.head, [dict(zip(sheet.head, cells, strict=True)) for _, cells in sheet.rows])


def empty(kind: str, *rows: dict[str, str]) -> Table:
    """A sheet with the columns that its rows have."""
    head = dict.fromkeys(name for row in rows for name in row)
    return Table(kind, tuple(head), list(rows))


def faults(found: Plan) -> list[tuple[int, str, str]]:
    """Row, column and sentence of everything that is wrong."""
    return [
        (line.number, column, sentence)
        for line in found.lines
        for column, sentences in line.faults.items()
        for sentence in sentences
    ]
