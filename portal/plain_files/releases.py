"""Folders of whole sites, of which one is current. Readers never see one that is being written."""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

from portal.plain_files.refusing import NotPublished

MARKER = ".spine-portal-site"
MARKED = "The portal writes its site here and removes what is old. Keep nothing of your own in this folder.\n"
UNFINISHED = ".unfinished"
OURS = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")
LEFT_OVER = re.compile(rf"(?:{OURS.pattern}|current){re.escape(UNFINISHED)}")
KEPT = 2
SITE, STATE = "site", "state.json"


class Releases:
    """DIR/releases/<moment>/ for each site, and DIR/current, which leads to the one that readers see."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._all = self.folder / "releases"
        self._current = self.folder / "current"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make the folder ours, let nobody else write to it, and clear away what a killed run has left.

        NotPublished where the folder is somebody else's, or another run is at work.
        """
        self._claim()
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise NotPublished(f"Another run is writing to {self.folder}. Wait until it has ended.") from error
            self.tidy()
            yield

    def _claim(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise NotPublished(f"{self.folder} is a file. Name a folder, or one that is to be made.")
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / MARKER).exists():
            if any(self.folder.iterdir()):
                raise NotPublished(
                    f"{self.folder} holds files that are not the portal's, and the portal removes old sites from its "
                    "folder. Name an empty folder, or one that is to be made."
                )
            (self.folder / MARKER).write_text(MARKED, encoding="utf-8")
        self._all.mkdir(exist_ok=True)

    def current(self) -> Path | None:
        """The release that readers see; None before the first."""
        place = self._current.resolve()
        return place if place.parent == self._all.resolve() and (place / STATE).is_file() else None

    def state(self, release: Path | None) -> dict[str, Any]:
        """What a release says of itself; nothing where there is none, or it cannot be read."""
        try:
            return dict(json.loads((release / STATE).read_text(encoding="utf-8"))) if release else {}
        except (OSError, ValueError):
            return {}

    def newest(self) -> list[Path]:
        """Whole releases, the newest first."""
        return sorted((place for place in self._all.iterdir() if OURS.fullmatch(place.name)), reverse=True)

    @contextmanager
    def new(self) -> Iterator[Path]:
        """A folder for the next release. It is gone afterwards, however that ends, unless it was switched to."""
        stamp, number = f"{timezone.now():%Y%m%dT%H%M%SZ}", 1
        name = stamp
        while (self._all / name).exists():
            number += 1
            name = f"{stamp}-{number}"
        place = self._all / f"{name}{UNFINISHED}"
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def switch(self, place: Path, state: dict[str, Any]) -> Path:
        """Make a written folder the one that readers see, from one moment to the next, and remove old ones."""
        (place / STATE).write_text(json.dumps(state, indent=1), encoding="utf-8")
        # A power cut after the switch must not find it leading to empty files.
        os.sync()
        release = place.with_name(place.name.removesuffix(UNFINISHED))
        place.rename(release)
        link = self._all / f"current{UNFINISHED}"
        try:
            link.symlink_to(Path("releases", release.name))
            link.replace(self._current)
        except OSError:
            shutil.rmtree(release, ignore_errors=True)
            raise
        self.prune()
        return release

    def prune(self) -> None:
        """Remove all releases but the current one and the one before it."""
        current = self.current()
        others = [place for place in self.newest() if place != current]
        for place in others[KEPT - 1 :]:
            shutil.rmtree(place, ignore_errors=True)

    def tidy(self) -> None:
        """Clear away what a killed run has left."""
        for place in self._all.iterdir():
            if not LEFT_OVER.fullmatch(place.name):
                continue
            if place.is_symlink():
                place.unlink()
            else:
                shutil.rmtree(place)
