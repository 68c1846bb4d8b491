"""What is written of a text: its blocks, and the paragraph that is being written."""

from dataclasses import dataclass, field

from documents.exchange.importing.dialects.lines import Line

# Stands before an anchor that goes on the block before it; no XML can hold this character.
JOINED = "\x04"


@dataclass(slots=True)
class Page:
    """The blocks written so far, the paragraph being written, and the label of an item that begins."""

    blocks: list[str] = field(default_factory=list)
    run: Line = field(default_factory=Line)
    label: str = ""

    def end_paragraph(self) -> None:
        words = self.run.written() if self.run else ""
        if words:
            self.blocks.append(f"{self.label} {words}" if self.label else words)
            self.label = ""
        if self.run:
            self.run = Line()

    def goes_on_with(self, words: str | None) -> None:
        """Words that stand among the blocks; blanks between two blocks are none."""
        if words and (self.run or not words.isspace()):
            self.run.words(words)

    def goes_on(self, line: Line) -> None:
        """What a note leaves between two paragraphs: its anchor belongs to the one before."""
        mark = line.written()
        if not mark:
            return
        if self.blocks[-1].startswith(("| ", "[[page:", "> ")):
            self.blocks.append(mark)
        else:
            self.blocks.append(JOINED + mark)

    def written(self) -> str:
        blocks = [*self.blocks, self.label] if self.label else self.blocks
        return "\n\n".join(blocks).replace(f"\n\n{JOINED}", "")
