"""Publish the site as plain files: all of it, of one moment, looked through, then switched to at once."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.plain_files.addresses import sorts
from portal.plain_files.asking import Portal, undisturbed
from portal.plain_files.building import Building, Progress
from portal.plain_files.links import Fault
from portal.plain_files.maps import write_maps
from portal.plain_files.moments import moment, one_state
from portal.plain_files.refusing import NotPublished, in_words, refuse_unready
from portal.plain_files.releases import Releases
from portal.plain_files.writing import Files

TRIES = 3
MOST_FAULTS_SHOWN = 50


@dataclass(frozen=True)
class Published:
    """What a run has done. `release` is where; with `is_as_before` nothing had changed, and nothing was done."""

    release: Path
    seconds: float
    is_as_before: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    redirects: int = 0
    gone: int = 0
    bytes: int = 0
    must_reload: bool = False
    faults: tuple[Fault, ...] = ()


def publish_site(
    folder: Path,
    *,
    anew: bool = False,
    with_paper: bool = False,
    despite_faults: bool = False,
    said: Progress | None = None,
) -> Published:
    """Write the whole public site below `folder`, and let readers have it.

    With `anew` nothing that is there is used; `with_paper` writes the files to print too; `despite_faults` switches
    although links lead nowhere. NotPublished: what stood before stands on, and nothing is left behind.
    """
    refuse_unready()
    releases, begun = Releases(folder), time.monotonic()
    try:
        with releases.alone(), undisturbed():
            before = None if anew else releases.current()
            if before and releases.state(before).get("made_of") == _made_of(with_paper):
                return Published(before, time.monotonic() - begun, is_as_before=True)
            for _try in range(TRIES):
                run = Run(releases, before, with_paper, despite_faults, said)
                done = run.published(begun)
                if done:
                    return done
    except OSError as error:
        raise NotPublished(f"{in_words(error)} Readers still have the site as it was.") from error
    raise NotPublished(
        "Somebody published while the site was written, three times in a row. Readers still have the site as it was. "
        "Run this again."
    )


def _made_of(with_paper: bool) -> dict[str, Any]:
    return {"moment": moment(), "with_paper": with_paper}


@dataclass(frozen=True)
class Run:
    """One try to write a release."""

    releases: Releases
    before: Path | None
    with_paper: bool
    despite_faults: bool
    said: Progress | None

    def published(self, begun: float) -> Published | None:
        """What was published; None if the site has changed meanwhile. `begun` is when the first try did."""
        with self.releases.new() as place:
            files = Files(place, self.before)
            building = Building(Portal(settings.SITE_URL), files, with_paper=self.with_paper, said=self.said)
            with one_state():
                made_of = _made_of(self.with_paper)
                building.build()
                if _made_of(self.with_paper) != made_of:
                    return None
            faults = building.faults()
            if faults and not self.despite_faults:
                raise NotPublished(in_lines(faults))
            self._keep_static(files)
            write_maps(place, building.known, sorts(), [code for code, _name in settings.LANGUAGES])
            must_reload = not _same_maps(place, self.releases.current())
            release = self.releases.switch(place, {"made_of": made_of, "static": sorted(building.static)})
            return Published(
                release,
                time.monotonic() - begun,
                counts=building.counts,
                redirects=len(building.known.moved),
                gone=len(building.known.gone),
                bytes=files.bytes,
                must_reload=must_reload,
                faults=tuple(faults),
            )

    def _keep_static(self, files: Files) -> None:
        """A page that somebody opened a minute ago asks for the style sheet of that time.

        What an older release had itself taken over from others is not handed on, or nothing would ever go.
        """
        for release in self.releases.newest():
            for name in self.releases.state(release).get("static", ()):
                files.keep(release, name)


def _same_maps(place: Path, current: Path | None) -> bool:
    if current is None:
        return False
    names = [file.name for file in (place / "nginx").iterdir()]
    old, new = current / "nginx", place / "nginx"
    return all((old / name).is_file() and (old / name).read_bytes() == (new / name).read_bytes() for name in names)


def in_lines(faults: list[Fault]) -> str:
    """Faults for whoever has to mend them."""
    shown = [f"  {fault.page} names {fault.link}" for fault in faults[:MOST_FAULTS_SHOWN]]
    more = [f"  and {len(faults) - len(shown)} more"] if len(faults) > len(shown) else []
    lead = (
        f"{len(faults)} links lead nowhere. Readers still have the site as it was. Mend the pages; where it is urgent, "
        "add --despite-faults:"
    )
    return "\n".join([lead, *shown, *more])
