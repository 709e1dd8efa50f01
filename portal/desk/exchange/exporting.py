"""Exporting: what readers see, written to `content/`. A file is overwritten only if the site has taken its words."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction

from portal.desk import drafts
from portal.desk.documents import Document
from portal.desk.exchange import folder
from portal.desk.exchange.comparison import AGREEMENTS, DELETED, EXPORTED, LOAD_FIRST, RESTORED
from portal.desk.exchange.plans import Item, Plan, plan
from portal.desk.press.projection import Progress
from portal.desk.press.surroundings import languages
from portal.shelf.counter import Counter

# The oldest moment that a ZIP file can tell: files of one text are then the same bytes whenever they are packed.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass
class Exported:
    """What an export has done, as paths below content/: files written, deleted, and left because of their own words."""

    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def export(work: Plan, *, restore: bool = False, progress: Progress | None = None) -> Exported:
    """Write what readers see to the files of `work.root`; with `restore`, also where a file has gone.

    The plan is made again once this export has the turn to itself. A file that holds words which the site has not
    taken is left as it is, and named in `refused`. Raises FaultyFiles where a file is wrong, and Unwritable: files
    written until then stay, and the next load or export finds that they agree with the site.
    """
    Counter.take_turns(languages())
    work, done = plan(work.root, before=work.tree), Exported()
    work.refuse_faults()
    for item in work.items:
        if item.document:
            _export_one(item, item.document, work.root, restore, done)
            if progress:
                progress(item.document)
    return done


def _export_one(item: Item, document: Document, root: Path, restore: bool, done: Exported) -> None:
    place = root / item.path
    if item.step in EXPORTED or (restore and item.step in RESTORED):
        live = document.live
        assert live is not None, "only what is live is written"
        if folder.write(place, live.text, over=item.file):
            drafts.agree(document, live)
            done.written.append(item.path)
        else:
            done.refused.append(item.path)
    elif item.step in DELETED:
        if folder.delete(place, over=item.file):
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


def archive(target: IO[bytes]) -> None:
    """Pack the text of everything that readers see as a ZIP of the folder content/, for those without a checkout."""
    live = Document.objects.live().select_related("live").order_by("language", "kind", "slug")
    with ZipFile(target, "w") as packed:
        for document in live.iterator(chunk_size=200):
            assert document.live is not None, "asked for by the query"
            packed.writestr(ZipInfo(f"content/{document.path}", NO_TIME), document.live.text, ZIP_DEFLATED)
