"""Foreign XML is read, or refused with a sentence, a line and a column; it never reaches out or swells."""

import resource
import socket
import time

import pytest

from documents.exchange.importing.sources import Unreadable
from documents.exchange.importing.xml import DEEPEST, parse

MOST_MEMORY = 700_000  # kilobytes
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY x "ha">'
    + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "&x;" * 10}">' for n in range(12))
    + "]>\n<a>&x11;</a>"
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file made the parser reach out")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def peak() -> int:
    """The most memory that this process ever had, in kilobytes; other tests may have had theirs before."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def refused(data: bytes) -> Unreadable:
    begun, before = time.monotonic(), peak()
    with pytest.raises(Unreadable) as told:
        parse(data, "some.xml")
    assert time.monotonic() - begun < 20
    assert peak() - before < MOST_MEMORY
    assert str(told.value).startswith("some.xml, line ")
    assert told.value.line >= 1
    assert told.value.column >= 1
    return told.value


@pytest.mark.parametrize(
    "data",
    [
        "<a>Ę</a>".encode(),
        b"\xef\xbb\xbf<a>\xc4\x98</a>",
        '<?xml version="1.0" encoding="utf-16"?><a>Ę</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="iso-8859-2"?><a>Ę</a>'.encode("iso-8859-2"),
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- - --><?pi x?>\r\n<a>Ę</a>'.encode(),
    ],
)
def test_the_usual_encodings_are_read(data):
    assert parse(data, "some.xml").text == "Ę"


def test_comments_and_instructions_leave_the_words_whole():
    assert parse(b"<a>one <!-- no -->and<?no no?> two</a>", "some.xml").text == "one and two"


def test_malformed_xml_is_told_with_its_place():
    told = refused(b"<a>\n<b>\n  <!-- two -- hyphens --></b></a>")
    assert told.line == 3
    assert "not well-formed" in told.sentence


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS.encode(),
        LAUGHS.encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
        b'<?xml version="1.0"?>\n<!-- > --><?x <!DOCTYPE ?><!DOCTYPE a><a/>',
    ],
    ids=["laughs", "laughs in utf-16", "file", "network", "after a comment"],
)
def test_a_doctype_is_refused(data):
    assert "DOCTYPE" in refused(data).sentence


def test_a_doctype_is_told_with_its_place():
    told = refused(b"<?xml version='1.0'?>\n<!-- x -->\n  <!DOCTYPE a><a/>")
    assert (told.line, told.column) == (3, 3)


def test_the_word_doctype_in_a_comment_is_no_doctype():
    assert parse(b"<!-- <!DOCTYPE a> --><a>x</a>", "some.xml").text == "x"


def test_entities_that_nobody_declared_are_refused():
    assert "Entity" in refused(b"<a>\n&secret;</a>").sentence


def test_a_hundred_levels_are_read_and_one_more_is_refused():
    assert parse(b"<a>" * DEEPEST + b"</a>" * DEEPEST, "some.xml").tag == "a"
    assert "100 elements" in refused(b"<a>\n" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1)).sentence
    assert "100 elements" in refused(b"<a>\n" * 200 + b"</a>" * 200).sentence
    assert "100 elements" in refused(b"<a>\n" * 100_000).sentence


def test_the_first_element_that_is_too_deep_is_told_with_its_place():
    told = refused(b"<a>\n" + b"<a>" * 120 + b"</a>" * 121)
    assert (told.line, told.column) == (2, 3 * (DEEPEST - 1) + 1)


def test_a_text_longer_than_the_parser_holds_is_told_how_to_be_mended():
    told = refused(b"<p>" + b"word " * 3_900_000 + b"</p>")
    assert "Divide it into paragraphs." in told.sentence


def test_fifty_megabytes_of_one_paragraph_are_refused():
    assert "50.0 MB" in refused(b"<p>" + b"word " * 9_999_999 + b"</p>").sentence


def test_millions_of_tags_are_refused():
    assert "tags" in refused(b"<a>" + b"<b/>" * 4_500_000 + b"</a>").sentence


def test_as_many_tags_as_are_read_take_no_more_than_their_share():
    before = peak()
    root = parse(b"<a>" + b"<b/>" * 1_999_997 + b"</a>", "some.xml")
    assert len(root) == 1_999_997
    assert peak() - before < MOST_MEMORY


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"<a>\nab\xe9</a>", 2, 3),
        (b'<?xml version="1.0" encoding="utf-16"?><a>\xe9</a>', 1, 43),
        (b'<?xml version="1.0" encoding="utf-99"?><a/>', 1, 1),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', 1, 1),
        (b'<?xml version="1.0" encoding="iso-8859-99"?><a/>', 1, 1),
        (b"\xff\xfe<\0a\0>\0\0", 1, 9),
    ],
)
def test_wrong_encodings_are_told_with_their_place(data, line, column):
    told = refused(data)
    assert (told.line, told.column) == (line, column)
    assert "UTF-8" in told.sentence or "not well-formed" in told.sentence


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"PK\x03\x04\0\0", b"a,b\n1,2", b'{"a": 1}', b"\x89PNG\r\n", b"<", b"<a", b"\0"]
)
def test_what_is_not_xml_is_refused(data):
    refused(data)
