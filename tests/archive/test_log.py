"""Lines of the log."""

import logging

from archive.log import Line


def line(message: str, *values: object) -> str:
    record = logging.LogRecord("django", logging.WARNING, __file__, 1, message, values, None)
    record.created, record.msecs = 0.25, 250
    return Line("%(asctime)s %(levelname)s %(name)s: %(message)s").format(record)


def test_a_line_tells_the_time_in_universal_time():
    assert line("Not found: %s", "/x") == "1970-01-01T00:00:00.250Z WARNING django: Not found: /x"


def test_a_visitor_cannot_forge_a_line():
    assert "\n" not in line("Not found: %s", "/x\r\n1970-01-01 INFO django: all is well")
