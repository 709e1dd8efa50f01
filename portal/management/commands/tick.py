"""tick: what time alone brings about. Run it each minute by a timer."""

from typing import Any

from django.core.management.base import CommandParser

from portal.desk.documents import Document
from portal.desk.ticking import tick
from portal.management.desk_command import DeskCommand
from portal.visitors.triage import forget_messages


class Command(DeskCommand):
    help = "Publish what is scheduled for now, let pages whose review has fallen due say so, forget old sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is waiting")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            for document in Document.objects.filter(due__isnull=False).order_by("due_at"):
                self.stdout.write(f"{document}: due {document.due_at:%Y-%m-%d %H:%M %Z}")
            return
        done = tick(daily=(forget_messages,))
        for document in done.published:
            self.stdout.write(f"published {document}")
        for document, reason in done.refused:
            self.stderr.write(f"not published: {document}: {reason}")
        if done.turned:
            self.stdout.write(f"{done.turned} documents changed their state of review")
        if done.refused or not done.is_whole:
            raise SystemExit(1)
