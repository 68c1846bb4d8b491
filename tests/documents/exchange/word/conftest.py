"""Word files, written by hand: only what the format asks for."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)
INNER = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATION}/footnotes" Target="footnotes.xml"/></Relationships>'
)


def paragraph(words: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def call(note: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'


def word_file(body: str, notes: dict[int, str] | None = None, **more: str) -> bytes:
    """A .docx; `more` are further parts under word/, by name without ending."""
    inner = "".join(
        f'<w:footnote w:id="{n}">{paragraph(words)}</w:footnote>' for n, words in (notes or {}).items()
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "word/_rels/document.xml.rels": INNER,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {W}>{inner}</w:footnotes>",
        **{f"word/{name}.xml": part for name, part in more.items()},
    }
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


@pytest.fixture
def docx() -> Callable[..., bytes]:
    return word_file
