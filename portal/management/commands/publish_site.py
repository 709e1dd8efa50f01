"""publish_site: the public site as plain files, for any web server or network of copies. Each minute, by a timer."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.plain_files.publishing import Published, publish_site
from portal.plain_files.refusing import NotPublished
from portal.plain_files.writing import AS_BEFORE, CHANGED, NEW


class Command(BaseCommand):
    help = "Write the whole public site into a folder, check its links, and switch readers to it at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", help="the portal's own folder; readers' files are in FOLDER/current/site")
        parser.add_argument("--anew", action="store_true", help="write and pack every file, whatever is there")
        parser.add_argument("--paper", action="store_true", help="write the files to print (PDF) too; takes long")
        parser.add_argument("--despite-faults", action="store_true", help="switch although links lead nowhere")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = publish_site(
                Path(options["folder"]),
                anew=options["anew"],
                with_paper=options["paper"],
                despite_faults=options["despite_faults"],
                said=lambda number: self.stdout.write(f"  {number} pages …"),
            )
        except NotPublished as error:
            raise CommandError(str(error)) from error
        self._tell(done)

    def _tell(self, done: Published) -> None:
        where = f"current -> releases/{done.release.name}"
        if done.is_as_before:
            self.stdout.write(f"Nothing has changed. {where}")
            return
        counts = {name: done.counts.get(name, 0) for name in (NEW, CHANGED, AS_BEFORE)}
        told = ", ".join(f"{number} {name}" for name, number in counts.items())
        self.stdout.write(
            f"Wrote {sum(counts.values())} pages ({told}), {done.redirects} redirects, {done.gone} taken down, "
            f"{done.bytes / 1e6:.1f} MB, in {done.seconds:.1f} s. {where}"
        )
        for fault in done.faults:
            self.stderr.write(f"leads nowhere: {fault.page} names {fault.link}")
        if done.must_reload:
            self.stdout.write("The maps for nginx have changed: have it read them (nginx -s reload).")
