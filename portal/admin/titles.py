"""What to call a document on the desk, where the desk's screens look for it."""

from portal.desk.titles import title_in, title_of

__all__ = ["title_in", "title_of"]
