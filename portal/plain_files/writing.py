"""Files of a release: what has changed is written and packed, what has not is the file of the release before."""

import errno
import os
import shutil
from pathlib import Path
from urllib.parse import unquote

from portal.plain_files.compressing import ENDINGS, variants
from portal.plain_files.releases import SITE

NEW, CHANGED, AS_BEFORE = "new", "changed", "as before"
# The disk has no room for one more name of a file, or knows no second names: then the file is copied.
NO_LINKS = {errno.EMLINK, errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP}


def file_of(path: str) -> str:
    """The file for a path of a link, below the site's folder: "/a-z/%C3%A4/" is "a-z/ä/index.html".

    ValueError for a path that leads out of the folder.
    """
    name = unquote(path).removeprefix("/")
    if name == "" or name.endswith("/"):
        name += "index.html"
    if any(part in ("", ".", "..") for part in name.split("/")) or "\0" in name or "\\" in name:
        raise ValueError(f"no path of a file: {path}")
    return name


class Files:
    """Writes below `release`; `before` is the release that readers see meanwhile, None to begin anew."""

    def __init__(self, release: Path, before: Path | None) -> None:
        self.site = release / SITE
        self.site.mkdir()
        self._before = before / SITE if before else None
        self._folders: set[Path] = set()
        self.bytes = 0

    def put(self, path: str, body: bytes) -> str:
        """Write what stands at a path; answers whether that is new, changed or as before."""
        name = file_of(path)
        before = self._before / name if self._before else None
        if before and _holds(before, body):
            self._link(before, name)
            self.bytes += len(body)
            return AS_BEFORE
        self._place(name).write_bytes(body)
        for ending, packed in variants(name, body).items():
            self._place(name + ending).write_bytes(packed)
        self.bytes += len(body)
        return CHANGED if before and before.is_file() else NEW

    def put_same(self, path: str, as_at: str) -> None:
        """Let a path have the very file that another path has."""
        self._link(self.site / file_of(as_at), file_of(path))

    def keep(self, release: Path, name: str) -> None:
        """Take a file of an older release over as it is, where there is one and this release has none of that name."""
        older = release / SITE / name
        if older.is_file() and not (self.site / name).exists():
            self._link(older, name)

    def body(self, path: str) -> bytes:
        """What was written at a path."""
        return (self.site / file_of(path)).read_bytes()

    def _link(self, file: Path, name: str) -> None:
        for ending in ("", *ENDINGS):
            source = file.with_name(file.name + ending)
            if source.is_file():
                link(source, self._place(name + ending))

    def _place(self, name: str) -> Path:
        place = self.site / name
        if place.parent not in self._folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(place.parent)
        return place


def _holds(file: Path, body: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(body) and file.read_bytes() == body


def link(file: Path, place: Path) -> None:
    """Give a file a second name; a copy of it where the disk allows no more names."""
    try:
        os.link(file, place)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(file, place)
