"""The only cleaner of HTML: what passes it may be shown. Two cleaners in a row, because bleach gets no more fixes.

Nothing edits the HTML as a string afterwards; cutting it into pieces at our placeholders is all that happens.
"""

import re

import bleach
import nh3

from portal.text.links import MAIL, TELEPHONE, WEB

TAGS = frozenset(
    {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "code", "sup", "sub"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
# For each attribute of each tag the whole of what its value may look like.
INWARD = re.compile(r"/(?:[a-z0-9_-]+(?:/[a-z0-9_-]+)*/?)?(?:#[a-z0-9-]+)?")
ADDRESS = re.compile("|".join(pattern.pattern for pattern in (INWARD, WEB, MAIL, TELEPHONE)))
ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ALIGNMENT = re.compile(r"align-(?:left|center|right)")
ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {"href": ADDRESS},
    "h2": {"id": ANCHOR},
    "h3": {"id": ANCHOR},
    "th": {"class": ALIGNMENT},
    "td": {"class": ALIGNMENT},
}
# Left out first: browsers and the two cleaners disagree about them.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
SCHEMES = frozenset({"https", "mailto", "tel"})


class Clean(str):
    """HTML that has passed `clean`, or a piece of such HTML. Only this module, the cutting in `drawing` and `sections`
    and the naming apart in `apart` make one.
    """

    __slots__ = ()


def is_allowed(tag: str, name: str, value: str) -> bool:
    """Whether a tag may carry this attribute with this value."""
    pattern = ATTRIBUTES.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


def clean(html: str) -> Clean:
    """HTML with the allowed tags and attributes only; other tags become text or go, their words mostly stay."""
    seen = UNSEEN.sub("", html)
    once = bleach.clean(seen, tags=TAGS, attributes=is_allowed, protocols=SCHEMES, strip_comments=True)
    return Clean(SECOND.clean(once))


SECOND = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=lambda tag, name, value: value if is_allowed(tag, name, value) else None,
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=True,
)
