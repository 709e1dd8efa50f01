"""The sheets of `static/css/` as one file for patients' pages and one for the desk, so that a page asks once.

A finder of static files: the development server and `collectstatic` both meet it, and nothing has to be built first.
"""

import atexit
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

# In the order in which they may overrule each other; paper comes last.
_SITE = (
    *("tokens", "base", "frame", "page", "lists", "home", "blocks", "figures", "pictures", "forms"),
    *("search", "check", "compare", "kit", "feedback"),
    "print",
)
_DESK = (
    "frame",
    "buttons",
    "front",
    "document",
    "deciding",
    "fields",
    "tables",
    "history",
    "lists",
    "signing-in",
    "accounts",
    "pictures",
    "reviews",
    "reports",
    "feedback",
    "writing",
    "numbered",
)
SHEETS = {"css/site.css": _SITE, "css/desk.css": ("tokens", *(f"desk/{name}" for name in _DESK))}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def composed(sheets: Iterable[str]) -> str:
    """The text of some sheets as one, without comments and the space at either end of lines."""
    lines = (line.strip() for sheet in sheets for line in COMMENT.sub("", sheet).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def sources(together: str) -> list[Path]:
    """The files that go into one of them."""
    return [Path(settings.BASE_DIR, "static", "css", f"{name}.css") for name in SHEETS[together]]


class OneStylesheet(BaseFinder):
    """Finds the files of SHEETS, each put together anew whenever one of its sheets has changed."""

    @cached_property
    def folder(self) -> Path:
        """Where this process keeps them; gone when the process ends, not with the finder.

        The first requests may come at once; each then makes a finder, of which Django keeps one.
        """
        folder = Path(tempfile.mkdtemp(prefix="spine-portal-css-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def made(self, together: str) -> Path:
        """A file, as new as its newest sheet."""
        path, parts = self.folder / together, sources(together)
        newest = max(part.stat().st_mtime_ns for part in parts)
        if not path.exists() or path.stat().st_mtime_ns < newest:
            path.parent.mkdir(exist_ok=True)
            # Moved into place whole: the development server answers several requests at once.
            unfinished = path.with_suffix(f".{threading.get_ident()}")
            unfinished.write_text(composed(part.read_text(encoding="utf-8") for part in parts), encoding="utf-8")
            unfinished.replace(path)
        return path

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's place on disk, if it is one of these."""
        found = [str(self.made(path))] if path in SHEETS else []
        return found if find_all else next(iter(found), None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The files, for `collectstatic`."""
        for together in SHEETS:
            self.made(together)
            yield together, FileSystemStorage(location=self.folder)

    def check(self, **kwargs: Any) -> Sequence[CheckMessage]:
        """Name the sheets that are not there."""
        missing = [str(part) for together in SHEETS for part in sources(together) if not part.exists()]
        return [Error(f"Stylesheets are missing: {', '.join(missing)}.", id="portal.E006")] if missing else []
