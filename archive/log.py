"""What stands in the log, and in what form."""

import logging
import time


class Answered(logging.Filter):
    """Takes the traceback from what was answered as it should be: a refusal, an address of nothing.

    Django logs the exception by which a view refuses; that is no failure, and the line says all of it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass; of one below 500 only its line."""
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


class Line(logging.Formatter):
    """One line for one event, in universal time, so that nothing a visitor sends can forge a line."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """Return the line with line ends inside the message made visible."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
