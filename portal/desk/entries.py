"""One proxy of Document a kind, so that the admin has an entry for each. A new kind gets its proxy by itself."""

from portal.desk.documents import Document
from portal.kinds.registry import KINDS, Kind


def _entry(kind: Kind) -> type[Document]:
    names = {"verbose_name": kind.name, "verbose_name_plural": kind.plural}
    options = type("Meta", (), {"proxy": True, "default_permissions": (), **names})
    return type(f"{kind.slug.title()}Document", (Document,), {"__module__": __name__, "Meta": options})


ENTRIES: dict[str, type[Document]] = {slug: _entry(kind) for slug, kind in KINDS.items()}
