"""Keeps readers out of the log."""

import logging
import re
from typing import Any

QUERY = re.compile(r"\?[^\s\"']*")


class NothingPersonal(logging.Filter):
    """Takes the query off every address in a log line, and the reader's address off the development server's lines.

    What a reader types in a form goes by POST, which no line holds; this is for what somebody puts in an address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; drop the one line whose only news is a reader's network address."""
        if record.name == "django.server" and "Broken pipe" in str(record.msg):
            return False
        record.msg = without_query(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_query(part) for part in record.args)
        return True


def without_query(part: Any) -> Any:
    """`/find/?q=pain` becomes `/find/?`; what is not text stays as it is."""
    return QUERY.sub("?", part) if isinstance(part, str) else part
