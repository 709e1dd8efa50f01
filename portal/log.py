"""Keeps readers out of the log."""

import logging
import re
from typing import Any

QUERY = re.compile(r"\?[^\s\"']*")
# Whoever has such an address can read a draft, so it is as secret as a password.
PREVIEW = re.compile(r"(/preview/)[^\s/\"'?]+")
# How gunicorn begins a line about what it could not read.
ASKER = re.compile(r"(?<=from ip=)\S+(?=: )")


class NothingPersonal(logging.Filter):
    """Takes queries and secrets of preview links off every address in a log line, and readers' network addresses.

    What a reader types in a form goes by POST, which no line holds; this is for what somebody puts in an address.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; drop the one line whose only news is a reader's network address."""
        if record.name == "django.server" and "Broken pipe" in str(record.msg):
            return False
        record.msg = without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_secrets(part) for part in record.args)
        return True


def without_secrets(part: Any) -> Any:
    """`/find/?q=pain` becomes `/find/?`, `/preview/secret/` becomes `/preview/…/`; what is not text stays as it is."""
    return QUERY.sub("?", PREVIEW.sub(r"\1…", ASKER.sub("…", part))) if isinstance(part, str) else part
