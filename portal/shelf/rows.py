"""Which row class holds the published documents of each kind."""

from portal.shelf import decisions, kit, pages, reference, treatments
from portal.shelf.published import Published

_MODULES = (pages, treatments, decisions, reference, kit)

ROWS: dict[str, type[Published]] = {
    row.KIND: row
    for module in _MODULES
    for row in vars(module).values()
    if isinstance(row, type) and issubclass(row, Published) and row.KIND
}

# The rows of all that is reviewed by itself: pages of every kind, and the cards. The rest is reviewed with its pages.
REVIEWED_ROWS: tuple[type[Published], ...] = (pages.Page, reference.Card)
