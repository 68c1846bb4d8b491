"""The form of the lines in the log."""

import logging
import time


class Line(logging.Formatter):
    """One line for one event, in universal time, so that nothing a visitor sends can forge a line."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """Return the line with line ends inside the message made visible."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
