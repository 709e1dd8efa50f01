"""load_content: take the files in content/ into the portal and publish them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.desk.drafts import DraftRefused
from portal.desk.exchange.comparison import CLASHES, PRUNED, Step
from portal.desk.exchange.loading import TROUBLES, Loaded, load
from portal.desk.exchange.plans import FaultyFiles, Item, Plan, plan
from portal.desk.exchange.renaming import LeftBehind
from portal.desk.press.composing import NotPublishable
from portal.management.desk_command import DeskCommand
from portal.shelf.stock import take_stock

SAID = {
    Step.CREATE: "new",
    Step.TAKE: "changed",
    Step.TAKE_UNDER_DRAFT: "changed; a draft is in progress, which takes in the file's words if they fit together",
    Step.ADOPT: "file and site have the same new words; noted",
    Step.BOTH_MOVED: "CLASH: changed in the file and on the site. The file's words are kept as a revision, readers see "
    "what they saw, and a person must join both in the admin",
    Step.BOTH_NEW: "CLASH: staff began a page of this name, and no file knows it. The file's words are kept as a "
    "revision, and a person must join both in the admin",
    Step.FILE_BEHIND: "changed on the site only; nothing to load, export_content writes it",
    Step.NEW_HERE: "new on the site only; nothing to load, export_content writes it",
    Step.FILE_GONE: "the file is gone, the page is still published. Withdraw it with --prune, write the file again "
    "with export_content --restore, or name it in “aliases” of the file that has taken its place",
    Step.GONE_AND_MOVED: "CLASH: the file is gone, and the site has changed since. Withdraw the page in the admin, or "
    "write the file again with export_content --restore",
    Step.WITHDRAWN_HERE: "withdrawn on the site; nothing to load, export_content deletes the file",
    Step.GONE_ON_BOTH: "withdrawn, and the file is gone; noted",
}
QUIET = frozenset({Step.CREATE})
COUNTED = (("new", {Step.CREATE}), ("changed", {Step.TAKE, Step.TAKE_UNDER_DRAFT}), ("unchanged", {Step.NOTHING}))


class Command(DeskCommand):
    help = "Load content/ into the portal: all files are checked first, and one wrong file stops the load."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="say what would be done; exit 1 if there is work")
        parser.add_argument("--prune", action="store_true", help="withdraw published pages whose file is gone")
        parser.add_argument("--from", dest="root", default=settings.CONTENT_DIR, help="another folder than content/")

    def handle(self, *args: Any, **options: Any) -> None:
        work = plan(Path(options["root"]))
        self._say(work, options["verbosity"])
        if work.fault_lines:
            raise CommandError(f"{len(work.fault_lines)} faults; nothing was loaded. Mend them and load again.")
        is_waiting = bool(work.of(CLASHES | {Step.GONE_AND_MOVED}) or (work.of(PRUNED) and not options["prune"]))
        if options["check"]:
            if work.has_work or work.of(PRUNED) or is_waiting:
                raise SystemExit(1)
            return
        if work.has_work or (options["prune"] and work.of(PRUNED)):
            is_waiting |= self._load(work, prune=options["prune"]).has_trouble
        if is_waiting:
            raise CommandError("Some files need a person; see the lines above. Everything else was loaded.")

    def _load(self, work: Plan, *, prune: bool) -> Loaded:
        try:
            done = load(work, prune=prune, progress=self.count)
        except (FaultyFiles, NotPublishable, DraftRefused, LeftBehind) as error:
            raise CommandError(f"Nothing was loaded. These need mending first:\n{error}") from error
        take_stock()
        for outcome, path, reason in done.outcomes:
            stream = self.stderr if outcome in TROUBLES else self.stdout
            stream.write(f"content/{path}: {outcome.value}{f': {reason}' if reason else ''}")
        return done

    def _say(self, work: Plan, verbosity: int) -> None:
        for line in work.fault_lines:
            self.stderr.write(line)
        for item in work.items:
            if words := _words(item, verbosity):
                self.stdout.write(f"content/{item.path}: {words}")
        counts = ", ".join(f"{len(work.of(steps))} {name}" for name, steps in COUNTED)
        self.stdout.write(f"{counts}, {len({line.split(':')[0] for line in work.fault_lines})} invalid")


def _words(item: Item, verbosity: int) -> str:
    words = SAID.get(item.step, "") if verbosity > 1 or item.step not in QUIET else ""
    if item.is_known_clash:
        words = "CLASH, as before: a person must join the file and the site in the admin"
    if item.was:
        words = f"renamed, was content/{item.was}" + (f"; {words}" if words else "")
    return words
