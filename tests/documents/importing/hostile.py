"""Files that mean harm, or might: each is refused with a sentence, a line and a column."""

VOLUME = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" '
    'xml:id="vol9">'
    "<teiHeader><fileDesc><titleStmt><title>Volume 9</title></titleStmt></fileDesc></teiHeader><text><body>\n"
    "{}\n</body></text></TEI>"
)
LETTER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title level="a">A letter'
    "</title></titleStmt><publicationStmt><idno>o:x.1</idno></publicationStmt></fileDesc><profileDesc><correspDesc/>"
    "</profileDesc></teiHeader>{}<text><body><div>\n{}</div></body></text></TEI>"
)


def document(inner: str, number: int = 1) -> str:
    """A document of a volume; what stands in it begins on a line of its own."""
    return f'<div type="document" xml:id="d{number}" n="{number}"><head>A letter</head>\n{inner}</div>'


def volume(*documents: str) -> bytes:
    """A volume of these documents."""
    return VOLUME.format("\n".join(documents)).encode()


def letter(inner: str, register: str = "") -> bytes:
    """A letter in a file of its own, with a register before its text."""
    return LETTER.format(register, inner).encode()


def notes(number: int) -> str:
    """A paragraph with as many notes."""
    return "<p>" + "".join(f'word<note n="{n}">Note.</note> ' for n in range(number)) + "</p>"


def cells(number: int) -> str:
    """A table of a hundred columns with as many cells."""
    return "<table>" + f"<row>{'<cell>1</cell>' * 100}</row>" * (number // 100) + "</table>"


def elements(number: int) -> str:
    """As many elements."""
    return "<p>word</p>" * number


def people(number: int, names: int = 0) -> str:
    """A register of as many people, each with as many other names."""
    others = "".join(f'<persName type="alt">Ada {m}</persName>' for m in range(names))
    told = "".join(
        f'<person xml:id="p{n}"><persName>Bo {n}</persName>{others}</person>' for n in range(number)
    )
    return f"<standOff><listPerson>{told}</listPerson></standOff>"
