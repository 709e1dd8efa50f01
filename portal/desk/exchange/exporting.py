"""Exporting: what readers see, written to `content/`. A file is overwritten only if the site has taken its words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db import transaction

from portal.desk import drafts
from portal.desk.documents import Document
from portal.desk.exchange import folder, pictures
from portal.desk.exchange.comparison import AGREEMENTS, DELETED, EXPORTED, LOAD_FIRST, RESTORED, Step
from portal.desk.exchange.plans import Item, Plan, plan
from portal.desk.press.projection import Progress
from portal.desk.press.surroundings import languages
from portal.shelf.counter import Counter
from portal.shelf.reference import Picture

# The oldest moment that a ZIP file can tell: files of one text are then the same bytes whenever they are packed.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass
class Exported:
    """What an export has done, as paths below content/: files written, deleted, and left because of their own words."""

    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def export(
    work: Plan, *, restore: bool = False, only: Collection[Step] | None = None, progress: Progress | None = None
) -> Exported:
    """Write what readers see to the files of `work.root`; with `restore`, also where a file has gone.

    With `only`, what stands in other ways than these is left as it is, and so are the pictures that none of it names.
    What is already agreed on is noted all the same.

    The plan is made again once this export has the turn to itself. A file that holds words which the site has not
    taken is left as it is, and named in `refused`. Raises FaultyFiles where a file is wrong, and Unwritable: files
    written until then stay, and the next load or export finds that they agree with the site.
    """
    Counter.take_turns(languages())
    work, done = plan(work.root, before=work.tree), Exported()
    work.refuse_faults()
    work = work if only is None else work.narrowed(only)
    for item in work.items:
        if item.document:
            _export_one(item, item.document, work.root, restore, done)
            if progress:
                progress(item.document)
    if only is None:
        _settle_pictures(work, done)
    return done


@transaction.atomic
def export_pictures(work: Plan) -> Exported:
    """Write the pictures that files name and that are gone, and delete those that none names any more; no texts.

    Raises FaultyFiles where a file is wrong, and Unwritable.
    """
    Counter.take_turns(languages())
    work, done = plan(work.root, before=work.tree), Exported()
    work.refuse_faults()
    _settle_pictures(work, done)
    return done


def _export_one(item: Item, document: Document, root: Path, restore: bool, done: Exported) -> None:
    place, over = root / item.path, item.file.seen if item.file else None
    if item.step in EXPORTED or (restore and item.step in RESTORED):
        live = document.live
        assert live is not None, "only what is live is written"
        # First what it names, so that no file ever names what is not there.
        _write_pictures(root, pictures.files_named_in(live.text), done)
        if folder.write(place, live.text.encode(), over=over):
            drafts.agree(document, live)
            done.written.append(item.path)
        else:
            done.refused.append(item.path)
    elif item.step in DELETED:
        if folder.delete(place, over=over):
            drafts.agree(document, None)
            done.deleted.append(item.path)
        else:
            done.refused.append(item.path)
    elif item.step in AGREEMENTS:
        drafts.agree(document, document.live)
    elif item.ends_clash:
        drafts.agree(document, document.synced)
    elif item.step in LOAD_FIRST:
        done.refused.append(item.path)


def _write_pictures(root: Path, names: Iterable[str], done: Exported) -> None:
    """Write those files that are not there; what is there is what its name says, or the plan had named it."""
    for name, content in pictures.contents(name for name in names if not Path(root, pictures.path_of(name)).exists()):
        is_written = folder.write(root / pictures.path_of(name), content, over=None)
        (done.written if is_written else done.refused).append(pictures.path_of(name))


def _settle_pictures(work: Plan, done: Exported) -> None:
    """Write the pictures that files name and that are gone; delete those that none names any more. The desk has all."""
    missing, left = pictures.loose_ends(work.root)
    _write_pictures(work.root, missing, done)
    for name in left:
        path = pictures.path_of(name)
        is_deleted = folder.delete(work.root / path, over=name.partition(".")[0])
        (done.deleted if is_deleted else done.refused).append(path)


def archive(target: IO[bytes]) -> None:
    """Pack everything that readers see as a ZIP of the folder content/, for those without a checkout."""
    live = Document.objects.live().select_related("live").order_by("language", "kind", "slug")
    with ZipFile(target, "w") as packed:
        for document in live.iterator(chunk_size=200):
            assert document.live is not None, "asked for by the query"
            packed.writestr(ZipInfo(f"content/{document.path}", NO_TIME), document.live.text, ZIP_DEFLATED)
        for name, content in pictures.contents(Picture.objects.files()):
            packed.writestr(ZipInfo(f"content/{pictures.path_of(name)}", NO_TIME), content, ZIP_STORED)
