"""One proxy of Document a kind, so that the admin has an entry for each. A new kind gets its proxy by itself."""

from portal.desk.documents import Document
from portal.kinds.registry import KINDS, Kind

# What migrations have noted as the names of an entry, where the screens have come to use another word since: a word on
# a screen is no matter of the database.
NOTED = {"procedure": ("procedure", "procedures")}


def _entry(kind: Kind) -> type[Document]:
    one, many = NOTED.get(kind.slug, (kind.name, kind.plural))
    options = type(
        "Meta", (), {"proxy": True, "verbose_name": one, "verbose_name_plural": many, "default_permissions": ()}
    )
    entry: type[Document] = type(f"{kind.slug.title()}Document", (Document,), {"__module__": __name__, "Meta": options})
    entry._meta.verbose_name, entry._meta.verbose_name_plural = kind.name, kind.plural
    return entry


ENTRIES: dict[str, type[Document]] = {slug: _entry(kind) for slug, kind in KINDS.items()}
