"""Where the links of a text may lead: to another document by kind and slug, or outside by a safe scheme."""

import re
from collections.abc import Mapping

from portal.text.references import LINKABLE, Ref, is_slug

# A whole address with a host; no user name, so that nobody is led astray by what stands before an “@”.
WEB = re.compile(
    r"https://(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9](?::[0-9]{1,5})?"
    r"(?:[/?#][^\s<>\"'`\\{}]*)?"
)
MAIL = re.compile(r"mailto:[A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,30}")
TELEPHONE = re.compile(r"tel:\+?[0-9][0-9-]{1,30}")
HAS_NO_PARTS = frozenset({"term", "source"})


def is_outward(target: str) -> bool:
    """Whether a link leads outside in a way that is safe: https with a host name, a mail address, a telephone."""
    return any(pattern.fullmatch(target) for pattern in (WEB, MAIL, TELEPHONE))


def inward(target: str) -> tuple[Ref, str] | None:
    """The document and the heading ("" for none) of `guide:your-medicines#on-the-day`; None if it is no such link."""
    name, mark, anchor = target.partition("#")
    try:
        ref = Ref.parse(name)
    except ValueError:
        return None
    if ref.kind not in LINKABLE or (mark and (not is_slug(anchor) or ref.kind in HAS_NO_PARTS)):
        return None
    return ref, anchor


def address(ref: Ref, anchor: str, urls: Mapping[Ref, str]) -> str | None:
    """The address of a published document, down to a heading; None when it is not published."""
    url = urls.get(ref)
    return f"{url}#{anchor}" if url and anchor else url
