"""load_content: take the files in content/ into the portal and publish them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.desk.comparison import Step
from portal.desk.composing import NotPublishable
from portal.desk.drafts import DraftRefused
from portal.desk.files import UnreadableTree
from portal.desk.loading import FaultyFiles, Plan, load, plan
from portal.management.desk_command import DeskCommand

SAID = {
    Step.CREATE: "new",
    Step.TAKE: "changed",
    Step.ADOPT: "adopted (site and file have the same new words)",
    Step.KEEP_BESIDE: "CLASH: changed in the file and on the site; the file's text is kept as a revision, "
    "the site stays as it is, and a person must bring both together",
    Step.CLASH_STANDS: "CLASH, as before: a person must bring the file and the site together",
    Step.SITE_IS_AHEAD: "changed on the site only; nothing to load",
    Step.FILE_GONE: "the file is gone, the page is still published; withdraw it in the admin or put the file back",
    Step.WITHDRAWN_HERE: "withdrawn on the site; nothing to load",
}


class Command(DeskCommand):
    help = "Load content/ into the portal: all files are checked first, and one wrong file stops the load."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="say what would be done; exit 1 if there is work")
        parser.add_argument("--from", dest="root", default=settings.CONTENT_DIR, help="another folder than content/")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            work = plan(Path(options["root"]))
        except UnreadableTree as error:
            raise CommandError(str(error)) from error
        self._say(work, options["verbosity"])
        if work.fault_lines:
            raise CommandError(f"{len(work.fault_lines)} faults; nothing was loaded. Mend them and load again.")
        if options["check"]:
            if work.has_work or work.has_trouble:
                raise SystemExit(1)
            return
        if work.has_work:
            self._load(work)
        if work.has_trouble:
            raise CommandError("Some files need a person; see the lines above. Everything else was loaded.")

    def _load(self, work: Plan) -> None:
        try:
            load(work, progress=self.count)
        except (FaultyFiles, NotPublishable, DraftRefused) as error:
            raise CommandError(f"Nothing was loaded. These need mending first:\n{error}") from error

    def _say(self, work: Plan, verbosity: int) -> None:
        for line in work.fault_lines:
            self.stderr.write(line)
        for item in work.items:
            if item.step in SAID and (item.step is not Step.CREATE or verbosity > 1):
                self.stdout.write(f"content/{item.path}: {SAID[item.step]}")
        counts = ", ".join(
            f"{len(work.of(step))} {name}"
            for step, name in (
                (Step.CREATE, "new"),
                (Step.TAKE, "changed"),
                (Step.NOTHING, "unchanged"),
            )
        )
        self.stdout.write(f"{counts}, {len({line.split(':')[0] for line in work.fault_lines})} invalid")
