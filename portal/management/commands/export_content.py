"""export_content: write what readers see to the files in content/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.desk.exchange.comparison import AGREEMENTS, DELETED, EXPORTED, LOAD_FIRST, RESTORED, Step
from portal.desk.exchange.exporting import Exported, archive, export
from portal.desk.exchange.folder import Unwritable
from portal.desk.exchange.plans import FaultyFiles, Plan, plan
from portal.management.desk_command import DeskCommand

SAID = {
    Step.FILE_BEHIND: "changed on the site; the file is written",
    Step.NEW_HERE: "new on the site; the file is written",
    Step.WITHDRAWN_HERE: "withdrawn on the site; the file is deleted",
    Step.ADOPT: "file and site have the same new words; noted",
    Step.GONE_ON_BOTH: "withdrawn, and the file is gone; noted",
    Step.TAKE: "REFUSED: the file has newer words; load them first",
    Step.TAKE_UNDER_DRAFT: "REFUSED: the file has newer words; load them first",
    Step.BOTH_MOVED: "REFUSED: changed in the file and on the site; load first, then join both in the admin",
    Step.BOTH_NEW: "REFUSED: a page of the site has the same name; load first, then join both in the admin",
    Step.FILE_GONE: "the file is gone, the page is still published; write it again with --restore, or withdraw the "
    "page with load_content --prune",
    Step.GONE_AND_MOVED: "the file is gone, and the site has changed since; write it again with --restore, or withdraw "
    "the page in the admin",
}

PICTURE_GONE = "the file of this picture is gone; it is written again"
PICTURE_LEFT = "no document names this picture any more; the file is deleted, the desk keeps it"


class Command(DeskCommand):
    help = "Write what readers see to content/. A file with words that the site has not taken is never overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="say what would be done; exit 1 if there is work")
        parser.add_argument("--restore", action="store_true", help="write files that are gone again")
        parser.add_argument("--zip", type=Path, help="pack everything that readers see into this file instead")
        parser.add_argument("--to", dest="root", default=settings.CONTENT_DIR, help="another folder than content/")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["zip"]:
            self._pack(options["zip"])
            return
        work = plan(Path(options["root"]))
        self._say(work)
        if work.fault_lines:
            raise CommandError(f"{len(work.fault_lines)} faults; nothing was written. Mend them and export again.")
        gone = RESTORED if options["restore"] else frozenset()
        todo = work.of(EXPORTED | DELETED | AGREEMENTS | gone)
        waiting = bool(work.of(LOAD_FIRST | (RESTORED - gone)))
        has_loose_ends = bool(work.missing or work.left)
        if options["check"]:
            if todo or waiting or has_loose_ends:
                raise SystemExit(1)
            return
        if todo or has_loose_ends:
            waiting |= bool(self._export(work, restore=options["restore"]).refused)
        if waiting:
            raise CommandError("Some files need a person; see the lines above. Everything else was written.")

    def _export(self, work: Plan, *, restore: bool) -> Exported:
        try:
            done = export(work, restore=restore, progress=self.count)
        except (FaultyFiles, Unwritable) as error:
            raise CommandError(f"Not everything was written. This needs mending first:\n{error}") from error
        self.stdout.write(f"{len(done.written)} written, {len(done.deleted)} deleted, {len(done.refused)} refused")
        return done

    def _say(self, work: Plan) -> None:
        for line in work.fault_lines:
            self.stderr.write(line)
        for item in work.items:
            if item.step in SAID:
                self.stdout.write(f"content/{item.path}: {SAID[item.step]}")
        for paths, words in ((work.missing, PICTURE_GONE), (work.left, PICTURE_LEFT)):
            for path in paths:
                self.stdout.write(f"content/{path}: {words}")

    def _pack(self, target: Path) -> None:
        if target.exists():
            raise CommandError(f"{target} is there already. Name another file, or delete that one.")
        try:
            with target.open("xb") as file:
                archive(file)
        except OSError as error:
            raise CommandError(f"{target} cannot be written ({error.strerror}). Name another place.") from error
        self.stdout.write(f"packed into {target}")
