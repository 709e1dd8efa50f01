"""What to call a document on the desk, whether readers can see it or not."""

from typing import Any

from portal.text import frontmatter
from portal.text.faults import BadText

# The first of these that a text has is what people call it; the rest of the kinds are called by their short name.
NAMING = ("title", "label", "name")


def title_in(text: str) -> str:
    """The title in a document's text; "" where there is none, or where the text cannot be read."""
    try:
        fields = frontmatter.parse(text).fields
    except BadText:
        return ""
    return next((words for name in NAMING if (words := _words(fields.get(name)))), "")


def title_of(document: Any) -> str:
    """The title in a document's newest text, else its short name."""
    return (title_in(document.head.text) if document.head else "") or document.slug


def _words(value: Any) -> str:
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return value if isinstance(value, str) else ""
