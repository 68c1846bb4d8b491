"""Volumes of invented letters in TEI, where real ones are not at hand."""

from pathlib import Path
from random import Random

from tests.benchmarks import vocabulary

A_FILE, PEOPLE = 330, 80

VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{volume}"><teiHeader><fileDesc>
<titleStmt><title>Papers, volume {volume}</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><front><div type="section" xml:id="persons"><head>Persons</head><list>{people}</list></div></front>
<body><div type="compilation" xml:id="comp1">{documents}</div></body></text></TEI>"""
PERSON = '<item><hi><persName xml:id="p_{n}">{name}</persName></hi>, official</item>'
DOCUMENT = """<div type="document" xml:id="d{n}" n="{n}"><head>{n}. {title}</head>
<note type="source">Source: National Archive, RG 59, Central Files, {n}.</note>
<opener><dateline><placeName>Here</placeName>, <date when="{year}-07-01">July 1</date>.</dateline></opener>
{paragraphs}<closer>{signed}</closer></div>"""


def written(folder: Path, documents: int) -> Path:
    """Writes files with so many documents into a folder, the same every time; gives the folder."""
    folder.mkdir()
    for number, first in enumerate(range(1, documents + 1, A_FILE)):
        volume = f"invented{number}"
        words = _volume(Random(volume), volume, range(first, min(first + A_FILE, documents + 1)))
        folder.joinpath(f"{volume}.xml").write_text(words, "utf-8")
    return folder


def _volume(random: Random, volume: str, numbers: range) -> str:
    people = "".join(PERSON.format(n=n, name=_words(random, 2).title()) for n in range(PEOPLE))
    documents = "\n".join(_document(random, n) for n in numbers)
    return VOLUME.format(volume=volume, people=people, documents=documents)


def _document(random: Random, number: int) -> str:
    paragraphs = [_words(random, 90) for _ in range(10)]
    for n in range(1, 6):
        paragraphs[n] += f'.<note n="{n}" xml:id="d{number}fn{n}">{_words(random, 20).capitalize()}.</note>'
        paragraphs[n] += f' <persName corresp="#p_{random.randrange(PEOPLE)}">Somebody</persName> agrees.'
    signed = "".join(
        f'<signed><persName corresp="#p_{random.randrange(PEOPLE)}">N. N.</persName></signed>' for _ in "abc"
    )
    return DOCUMENT.format(
        n=number,
        title=_words(random, 8).capitalize(),
        year=random.randrange(1910, 1930),
        paragraphs="\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        signed=signed,
    )


def _words(random: Random, number: int) -> str:
    return " ".join(random.choices(vocabulary.words("en"), k=number))
