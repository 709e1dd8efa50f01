"""The desk's screens, for staff: one entry a kind, messages from readers, and the people who may use them."""

from portal.admin import entries
from portal.admin.feedback import listing
from portal.admin.people import staff

__all__ = ["entries", "listing", "staff"]
