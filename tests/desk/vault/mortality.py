"""A load, an export, a publication or a backup that is killed at any moment: `-m tests.desk.vault.mortality MOMENTS`.

Runs on a database of its own, because the suite's may live in memory or inside a transaction: a file for SQLite, a
database beside the suite's for PostgreSQL. Each round changes words on one side, starts the work in a child process,
kills that with SIGKILL at a random moment, looks at what is left, and lets the work be done to its end. Prints as JSON
how many children were killed at each work and how many had finished; any trouble ends it with a traceback.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

SEED = 20
GUIDES = 12
CHANGED = 6


def prepare(folder: Path) -> None:
    """Make the tables of a database for this run only, and let Django use it."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url.startswith("postgres"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS mortality")
            server.execute("CREATE DATABASE mortality")
        url = url.replace("/postgres?", "/mortality?")
    os.environ["TEST_DATABASE_URL"] = url or f"sqlite:///{folder}/mortality.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def start(work: Callable[[], object]) -> int:
    """Begin something in a child process with a connection of its own; returns the child's number."""
    from django.db import connections

    connections.close_all()  # one that two processes share is of no use to either
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(child: int) -> bool:
    """Wait for a child; True if it came to its end, False if it was killed. Fails where the work failed by itself."""
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
    return True


class Rounds:
    """The library and some guides in a folder and on the desk, and the four works that may be killed."""

    def __init__(self, folder: Path) -> None:
        from portal.desk.people import User
        from tests.library import DOCUMENTS, write_library

        self.random = random.Random(SEED)  # noqa: S311  the same moments each time
        guide = DOCUMENTS["en/guides/questions.md"]
        guides = {f"en/guides/guide-{number}.md": guide for number in range(GUIDES)}
        self.root = write_library(folder / "content", DOCUMENTS | guides)
        self.kept = folder / "kept.jsonl.gz"
        self.writer = User.objects.create_user("writer")
        self.words = 0

    def works(self) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
        """For each work what goes before it, and the work."""
        return {
            "load": (self.change_files, self.load),
            "export": (self.change_site, self.export),
            "publish": (self.write_drafts, self.publish),
            "backup": (lambda: None, self.back_up),
        }

    def changed(self, text: str) -> str:
        self.words += 1
        return f"{text.rstrip()}\n\nWord {self.words}.\n"

    def change_files(self) -> None:
        for place in self.random.sample(sorted(self.root.glob("en/guides/guide-*.md")), CHANGED):
            place.write_text(self.changed(place.read_text()))

    def write_drafts(self) -> None:
        from portal.desk import drafts
        from portal.desk.documents import Document, Origin

        documents = Document.objects.filter(slug__startswith="guide-").select_related("head")
        for document in self.random.sample(list(documents), CHANGED):
            text = self.changed(document.head.text)
            drafts.revise(document, text=text, based_on=document.head, author=self.writer, origin=Origin.STAFF)

    def change_site(self) -> None:
        self.write_drafts()
        self.publish()

    def load(self) -> None:
        from portal.desk.exchange.loading import load
        from portal.desk.exchange.plans import plan

        load(plan(self.root))

    def export(self) -> None:
        from portal.desk.exchange.exporting import export
        from portal.desk.exchange.plans import plan

        export(plan(self.root))

    def publish(self) -> None:
        from django.db.models import F

        from portal.desk.documents import Document
        from tests.desk.four_eyes import publish

        for document in Document.objects.exclude(head=F("live")).select_related("head"):
            publish(document, revision=document.head, by=self.writer)

    def back_up(self) -> None:
        from portal.desk.vault.backups import back_up

        back_up(self.kept, overwrite=True)

    def look(self) -> None:
        """Database, files and backup are whole, whatever was killed."""
        from django.db import connection

        from portal.desk.vault.restoring import check_backup
        from portal.desk.vault.verifying import verify_history
        from portal.text.frontmatter import parse

        assert list(verify_history()) == []
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for place in self.root.glob("**/[!.]*.md"):
            parse(place.read_text())
        if self.kept.exists():
            check_backup(self.kept)

    def look_finished(self) -> None:
        """Files and site agree, and nobody left anything beside the files."""
        from portal.desk.exchange.comparison import Step
        from portal.desk.exchange.plans import plan

        self.export()
        assert {item.step for item in plan(self.root).items} == {Step.NOTHING}
        assert list(self.root.glob("**/.*")) == []


def kill_at(rounds: Rounds, moments: int) -> dict[str, Counter[str]]:
    """One round a moment, the works in turn; each moment is chosen within the time that the work took last."""
    found: dict[str, Counter[str]] = {name: Counter() for name in rounds.works()}
    lasted = dict.fromkeys(found, 0.3)
    for moment in range(moments):
        name = list(found)[moment % len(found)]
        before, work = rounds.works()[name]
        before()
        child = start(work)
        time.sleep(rounds.random.uniform(0, lasted[name]))
        os.kill(child, signal.SIGKILL)
        found[name]["finished" if ended(child) else "killed"] += 1
        rounds.look()
        began = time.monotonic()
        assert ended(start(work))
        lasted[name] = time.monotonic() - began
        rounds.look()
        rounds.look_finished()
    return found


def load_twice_at_once(rounds: Rounds) -> int:
    """Two processes load the same changes; returns how many revisions that made."""
    from portal.desk.documents import Revision

    before = Revision.objects.count()
    rounds.change_files()
    for child in [start(rounds.load), start(rounds.load)]:
        assert ended(child)
    rounds.look()
    rounds.look_finished()
    return Revision.objects.count() - before


def main(moments: int) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-mortality-") as made:
        prepare(Path(made))
        rounds = Rounds(Path(made))
        rounds.load()
        found = kill_at(rounds, moments)
        twice = [load_twice_at_once(rounds) for _ in range(3)]
        sys.stdout.write(json.dumps(found | {"revisions of two loads at once": twice}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
