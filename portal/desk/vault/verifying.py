"""Whether history is whole: what the database should hold of itself, looked at row by row. Nothing is written.

Every fault is one line: which document and revision, what is wrong, what to do. Rows are streamed, so that a large
history takes time but no memory.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections
from django.db.models import Exists, F, OuterRef, Q, Subquery

from portal.desk.approvals import Approval, Confirmation, Publication, Scheduling, SignOff
from portal.desk.care.stewardship import Handover
from portal.desk.documents import Document, Revision
from portal.desk.pictures.blobs import Blob
from portal.desk.press.surroundings import languages
from portal.desk.vault import triggers
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.editions import Edition
from portal.shelf.reference import Picture
from portal.shelf.rows import ROWS
from portal.shelf.uploads import PictureFile
from portal.text import frontmatter

BY_HAND = "somebody changed it outside the portal: restore a backup from before that"
REBUILD = "python3 manage.py rebuild_pages"
TAKE_DOWN = "withdraw it in the admin and publish it again"
POINTERS = {
    "head": BY_HAND,
    "live": BY_HAND,
    "synced": "empty its column synced_id, then run: python3 manage.py load_content",
    "clash": "empty its column clash_id, then run: python3 manage.py load_content",
    "due": "take back its schedule in the admin, then schedule the right revision",
}

Ancestors = tuple[int | None, int | None]


def verify_history(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """Every fault of the history, the shelf and the triggers. Read it inside a transaction, such as a snapshot."""
    yield from _triggers(using)
    yield from _keys(using)
    yield from _revisions(using)
    yield from _pointers(using)
    yield from _publications(using)
    yield from _owners(using)
    yield from _shelf(using)
    yield from _pictures(using)


def sizes(*, using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """How many rows of each sort of history there are, for the line that says that all is well."""
    kinds = (Document, Revision, Approval, Publication, Confirmation, Scheduling, SignOff, Handover, Edition, Blob)
    return {str(kind._meta.verbose_name_plural): kind._base_manager.using(using).count() for kind in kinds}


def _triggers(using: str) -> Iterator[str]:
    for name in triggers.missing(connections[using]):
        yield f"trigger {name}: it is missing, so history can be changed; run: python3 manage.py migrate"


def _keys(using: str) -> Iterator[str]:
    """No row names a row that is gone. PostgreSQL sees to it by itself, SQLite only where nobody switched it off."""
    try:
        connections[using].check_constraints()
    except IntegrityError as error:
        yield f"{str(error).removesuffix('.')}; {BY_HAND}"


def _named(document: int, using: str) -> str:
    """A document by its address; by its number where it is gone, or of a kind that this portal does not know."""
    found = Document.objects.using(using).filter(pk=document).values_list("language", "kind", "slug").first()
    return _address(*found) if found else f"document {document}"


def _address(language: str, kind: str, slug: str) -> str:
    return f"{kind}:{slug}" + ("" if language == SHARED_LANGUAGE else f" ({language})")


def _revisions(using: str) -> Iterator[str]:
    """Each text against its digest, each revision against those that it was written from."""
    rows = Revision.objects.using(using).order_by("pk")
    gone = rows.filter(~Exists(Document.objects.using(using).filter(pk=OuterRef("document_id"))))
    for pk, document in gone.values_list("pk", "document_id").iterator():
        yield f"document {document}: it is gone, its revision {pk} is still there; {BY_HAND}"
    columns = ("pk", "document_id", "text", "digest", "parent_id", "parent__document_id", "merges_id")
    for pk, document, text, digest, parent, of_parent, merges, of_merges in rows.values_list(
        *columns, "merges__document_id"
    ).iterator(chunk_size=500):
        if frontmatter.digest(text) != digest:
            yield f"{_named(document, using)} revision {pk}: its text is not the one of its digest; {BY_HAND}"
        for name, ancestor, of_ancestor in (("parent", parent, of_parent), ("merges", merges, of_merges)):
            if wrong := _wrong_ancestor(pk, document, ancestor, of_ancestor):
                yield f"{_named(document, using)} revision {pk}: its {name}, revision {ancestor}, {wrong}; {BY_HAND}"


def _wrong_ancestor(pk: int, document: int, ancestor: int | None, of_ancestor: int | None) -> str:
    if ancestor is None:
        return ""
    if of_ancestor is None:
        return "does not exist"
    if of_ancestor != document:
        return "belongs to another document"
    return "" if ancestor < pk else "is not older"


def _pointers(using: str) -> Iterator[str]:
    """Each pointer of each document against the document of the revision that it names."""
    columns = [column for name in POINTERS for column in (f"{name}_id", f"{name}__document_id")]
    rows = Document.objects.using(using).order_by("pk").values_list("pk", "language", "kind", "slug", *columns)
    for pk, language, kind, slug, *pairs in rows.iterator():
        for (name, mend), revision, owner in zip(POINTERS.items(), pairs[::2], pairs[1::2], strict=True):
            if revision is None:
                wrong = "is empty" if name == "head" else ""
            elif owner is None:
                wrong = f"names revision {revision}, which does not exist"
            else:
                wrong = f"names revision {revision}, which belongs to another document" if owner != pk else ""
            if wrong:
                yield f"{_address(language, kind, slug)}: its {name} {wrong}; {mend}"


def _publications(using: str) -> Iterator[str]:
    """Each published revision must descend from the one published before it, and the last one be live, if any is."""
    published = Publication.objects.using(using).filter(is_withdrawal=False).order_by("revision__document_id", "pk")
    written = Revision.objects.using(using).order_by("document_id", "pk")
    columns = ("revision__document_id", "revision__document__live_id", "revision_id")
    # Two streams in the order of documents, so that only one document's family is in memory at a time.
    families = groupby(written.values_list("document_id", "pk", "parent_id", "merges_id").iterator(), key=itemgetter(0))
    of_family, family = -1, dict[int, Ancestors]()
    for document, rows in groupby(published.values_list(*columns).iterator(), key=itemgetter(0)):
        while of_family < document:
            of_family, members = next(families)
            family = {pk: (parent, merges) for _document, pk, parent, merges in members}
        chain = [(live, revision) for _document, live, revision in rows]
        for (_live, before), (_live, revision) in pairwise(chain):
            if not _descends(revision, before, family):
                yield (
                    f"{_named(document, using)} revision {revision}: it was published after revision {before} but does "
                    f"not descend from it; {BY_HAND}"
                )
        live, last = chain[-1]
        if live not in (None, last):
            yield f"{_named(document, using)} revision {live}: it is live, but {last} was published last; {BY_HAND}"


def _descends(revision: int, ancestor: int, family: dict[int, Ancestors]) -> bool:
    seen: set[int] = set()
    waiting: list[int | None] = [revision]
    while waiting:
        at = waiting.pop()
        if at == ancestor:
            return True
        if at is not None and at > ancestor and at not in seen:
            seen.add(at)
            waiting += family.get(at, ())
    return False


def _owners(using: str) -> Iterator[str]:
    """Owner and deputy are those of the newest handover; without one there is neither."""
    newest = Handover.objects.using(using).filter(document=OuterRef("pk")).order_by("-pk")
    named = {name: Subquery(newest.values(name)[:1]) for name in ("owner", "deputy")}
    rows = Document.objects.using(using).annotate(last_owner=named["owner"], last_deputy=named["deputy"])
    columns = ("pk", "owner", "deputy", "last_owner", "last_deputy")
    for number, *pair in rows.order_by("pk").values_list(*columns).iterator():
        if pair[:2] != pair[2:]:
            yield f"{_named(number, using)}: its owner or deputy is not the one of its last handover; {BY_HAND}"


def _shelf(using: str) -> Iterator[str]:
    """Each live document against its public row, and each public row against its document."""
    # A language that the site has given up keeps its documents, and projection leaves them alone.
    spoken = Document.objects.using(using).live().filter(language__in=[*languages(), SHARED_LANGUAGE])
    for kind, row_class in ROWS.items():
        here = row_class._base_manager.using(using).filter(
            language=OuterRef("language"), kind=OuterRef("kind"), slug=OuterRef("slug")
        )
        shown = spoken.filter(kind=kind).annotate(shown=Subquery(here.values("edition__text_digest")[:1]))
        wrong = shown.filter(Q(shown__isnull=True) | ~Q(shown=F("live__digest"))).order_by("pk")
        for language, slug, live, digest in wrong.values_list("language", "slug", "live_id", "shown").iterator():
            what = "has no public row" if digest is None else "is not what its public row shows"
            yield f"{_address(language, kind, slug)} revision {live}: it is live but {what}; run: {REBUILD}"
        live_here = (
            Document.objects.using(using)
            .live()
            .filter(language=OuterRef("language"), kind=OuterRef("kind"), slug=OuterRef("slug"))
        )
        for row in row_class._base_manager.using(using).filter(~Exists(live_here)).order_by("pk").iterator():
            yield (
                f"{_address(row.language, row.kind, row.slug)}: readers see it but no revision is live; publish it and "
                "withdraw it again in the admin"
            )


def _pictures(using: str) -> Iterator[str]:
    """The bytes of each uploaded picture against its digest, on the desk and on the shelf; few in memory at once."""
    blobs = Blob.objects.using(using).order_by("pk").values_list("digest", "content")
    for digest, content in blobs.iterator(chunk_size=4):
        if hashlib.sha256(content).hexdigest() != digest:
            yield f"uploaded picture {digest}: its bytes are not those of its digest; {BY_HAND}"
    hung = PictureFile.objects.using(using).order_by("pk").values_list("short", "digest", "picture__file", "content")
    for short, digest, file, content in hung.iterator(chunk_size=4):
        if hashlib.sha256(content).hexdigest() != digest or file.partition(".")[0] != digest:
            yield f"/pictures/{short}: it is not the picture that its document names; {TAKE_DOWN}"
    bare = Picture.objects.using(using).exclude(file="").filter(upload__isnull=True).order_by("pk")
    for slug, file in bare.values_list("slug", "file").iterator():
        yield f"picture:{slug}: readers do not get its file {file}; run: {REBUILD}"
