"""Volumes of documents for tests: they name each other's documents, forth and back, and their people."""

from pathlib import Path

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="{name}">
<teiHeader><fileDesc><titleStmt><title type="complete">Papers of Valley, {name}</title></titleStmt>
<publicationStmt><publisher>Valley Press</publisher><date>1932</date></publicationStmt></fileDesc></teiHeader>
<text><front><div type="section" xml:id="persons"><list>
{people}
</list></div></front><body><div type="chapter"><head>Grain</head>
{documents}
</div></body></text></TEI>"""

PERSON = '<item><persName xml:id="p_{n}">Lind, Viktor {n}</persName>, Consul at Lindau, {born}–{died}.</item>'

DOCUMENT = """<div type="document" xml:id="d{n}" n="{n}"><pb n="{n}"/>
<head>The Consul to the Secretary, No. {n}<note n="1" xml:id="d{n}fn1" type="source">Source: Ford Library,
RG 59, Box {n}. Secret.</note></head>
<dateline><placeName>Lindau</placeName>, <date when="19{year:02}-05-15">May 15, 19{year:02}</date></dateline>
<p>To <persName corresp="#p_{person}">him</persName>, see <ref target="#d{forward}">the next</ref>, <ref
target="{other}#d{n}">the other volume</ref> and <ref target="elsewhere#d1">what is not here</ref>.<note n="2"
xml:id="d{n}fn2">See <ref target="#d{back}">above</ref>.</note></p>
<p>{words}</p>
<closer><signed>VIKTOR LIND {person},<lb/><hi rend="italic">Consul</hi></signed></closer>
{enclosure}</div>"""

ENCLOSURE = "<frus:attachment><head>Mr. X to Mr. Y</head><p>Enclosed with {n}.</p></frus:attachment>"


def volumes(folder: Path, each: int, names: str = "abc") -> None:
    """Writes a volume for each name, of so many documents and a tenth as many enclosures and people."""
    for place, name in enumerate(names):
        other = names[(place + 1) % len(names)]
        (folder / f"{name}.xml").write_text(volume(f"vol{name}", f"vol{other}", each), encoding="utf-8")


def volume(name: str, other: str, each: int) -> str:
    """The XML of one volume that refers to another."""
    people = [PERSON.format(n=n, born=1850 + n, died=1900 + n) for n in range(1, max(each // 10, 2))]
    documents = [_document(n, each, other) for n in range(1, each + 1)]
    return VOLUME.format(name=name, people="\n".join(people), documents="\n".join(documents))


def _document(n: int, each: int, other: str) -> str:
    return DOCUMENT.format(
        n=n,
        year=n % 90,
        person=n % max(each // 10 - 1, 1) + 1,
        forward=(n + each // 2) % each + 1,
        back=max(n - 1, 1),
        other=other,
        words=f"The harvest of the year {n} was in by October, and the granaries are full. " * 20,
        enclosure=ENCLOSURE.format(n=n) if n % 10 == 0 else "",
    )
