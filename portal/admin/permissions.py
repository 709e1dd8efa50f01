"""Who may do what. All kinds share the permissions of Document, so that one role covers every entry."""

from typing import Any


def may(user: Any, verb: str) -> bool:
    """Whether a user may `verb` documents: view, add, change, publish, approve or sign_off."""
    return bool(user.has_perm(f"portal.{verb}_document"))
