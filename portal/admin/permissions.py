"""Who may do what. All kinds share the permissions of Document, so that one role covers every entry."""

from typing import Any

# What takes more than one permission's name to say: whoever has one of these may do it.
GRANTED_BY = {
    "submit": ("change",),
    "schedule": ("publish",),
    "unschedule": ("publish",),
    "correct": ("publish",),
    "withdraw": ("publish",),
    "send_back": ("approve",),
    "confirm": ("publish", "approve"),
}


def may(user: Any, verb: str) -> bool:
    """Whether a user may `verb` documents: view, add, change, publish, approve, sign_off, assign, or GRANTED_BY."""
    return any(user.has_perm(f"portal.{name}_document") for name in GRANTED_BY.get(verb, (verb,)))
