"""Readers' forms through real servers: opened with a cookie, filled in, and sent when a person could have done so."""

import re
import time
from typing import NamedTuple
from urllib.parse import urlencode

from tests.machines.asking import NAME, Answer, by_https

ADDRESS = "/feedback/guides/back-to-life/"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')
# What comes faster than people write is sent back.
AS_PEOPLE_WRITE = 4


class Opened(NamedTuple):
    cookie: str
    hidden: dict[str, str]


def opened(port: int) -> Opened:
    """The form, as a browser has it before anything is typed."""
    page = by_https(port, ADDRESS)
    assert page.status == 200, page
    cookie = next(value for name, value in page.headers.items() if name.lower() == "set-cookie").partition(";")[0]
    return Opened(cookie, dict(HIDDEN.findall(page.body)))


def send(port: int, form: Opened, **headers: str) -> Answer:
    """Send what a reader typed."""
    body = urlencode(form.hidden | {"clear": "partly", "words": "What is a zebrafish?"})
    address = f"https://{NAME}{ADDRESS}"
    said = {"Cookie": form.cookie, "Origin": f"https://{NAME}", "Referer": address} | headers
    return by_https(port, ADDRESS, method="POST", body=body, **said)


def sent(port: int, count: int) -> list[Answer]:
    """So many forms, sent one after the other; each claims to come from somebody else."""
    forms = [opened(port) for _ in range(count)]
    time.sleep(AS_PEOPLE_WRITE)
    return [send(port, form, X_Forwarded_For=f"203.0.113.{number}") for number, form in enumerate(forms)]
