"""`manage.py start`: one command from a bare machine to a served site, and again without harm."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.management.commands import start
from portal.management.commands import test as testing

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".env", "*.sqlite3*", "__pycache__", "staticfiles", ".*_cache", ".coverage*"
)
BARE_PYTHON = sys._base_executable
LISTS = ("conditions", "procedures", "benefits", "risks", "guides", "glossary", "sources")
ADDRESSES = ("/", *(f"/{name}/" for name in LISTS), "/sitemap.xml", "/conditions/slipped-disc/")


def test_a_server_is_told_to_use_something_else(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match=r"DEBUG is off here, so this is a server\."):
        call_command("start")


def test_everything_is_prepared_before_anything_is_served(monkeypatch, settings, capsys):
    settings.DEBUG = True
    steps = []
    monkeypatch.setattr(start, "call_command", lambda *arguments, **options: steps.append((*arguments, options)))
    monkeypatch.setattr(start, "is_older_than_the_portal", lambda: False)
    monkeypatch.setattr(start, "make_staff_account", lambda: "word")
    monkeypatch.setattr(start, "tick_for_ever", lambda: steps.append("tick"))
    monkeypatch.setattr(start, "load_content", lambda: steps.append("load") or "2 faults; nothing was loaded.")
    call_command("start", "8001")
    for thread in threading.enumerate():
        if thread.name == "tick":
            thread.join()
    assert steps[:2] == [("migrate", {"verbosity": 0, "interactive": False}), "load"]
    assert "tick" in steps[2:]
    assert ("runserver", "8001", {"use_reloader": False}) in steps[2:]
    said = capsys.readouterr()
    assert "The site:   http://127.0.0.1:8001/" in said.out
    assert said.err == "2 faults; nothing was loaded.\n"


def test_pages_are_made_anew_after_an_update_and_only_then(monkeypatch, settings):
    settings.DEBUG = True
    for is_update in (False, True):
        steps = []
        monkeypatch.setattr(start, "call_command", lambda name, *_more, steps=steps, **_options: steps.append(name))
        monkeypatch.setattr(start, "make_staff_account", lambda: "word")
        monkeypatch.setattr(start, "tick_for_ever", lambda: None)
        monkeypatch.setattr(start, "is_older_than_the_portal", lambda is_update=is_update: is_update)
        call_command("start", "8001")
        assert ("rebuild_pages" in steps) is is_update
        assert steps[-1] == "runserver"


@pytest.mark.django_db
def test_a_database_is_older_than_the_portal_while_one_of_its_migrations_waits():
    assert not start.is_older_than_the_portal()
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "portal")
    recorder.record_unapplied("portal", newest)
    assert start.is_older_than_the_portal()
    recorder.migration_qs.all().delete()  # a new database
    assert not start.is_older_than_the_portal()


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        (["-k", "x y"], ["-m", "pytest", *testing.IN_PARALLEL, "-k", "x y"]),
        (["--gates"], ["-m", "pytest", *testing.MEASURED, *testing.IN_PARALLEL, "--gates"]),
    ],
)
def test_the_test_command_becomes_pytest_with_its_arguments(monkeypatch, arguments, started):
    begun = []
    monkeypatch.setattr("os.execv", lambda path, command: begun.append((path, command)))
    testing.Command().run_from_argv(["manage.py", "test", *arguments])
    assert begun == [(sys.executable, [sys.executable, *started])]


@pytest.mark.django_db
class TestStaffAccount:
    """One account, in development, with a password nobody else has."""

    def test_it_can_sign_in_with_the_password_returned(self):
        password = start.make_staff_account()
        person = get_user_model().objects.get()
        assert (person.username, person.is_superuser, person.check_password(password)) == ("staff", True, True)
        assert len(password) >= 16

    def test_there_is_only_ever_one(self):
        start.make_staff_account()
        assert start.make_staff_account() is None
        assert get_user_model().objects.count() == 1

    def test_somebody_elses_account_is_enough(self):
        get_user_model().objects.create_superuser("somebody", password="word")
        assert start.make_staff_account() is None


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("8001", "http://127.0.0.1:8001/"),
        ("0.0.0.0:80", "http://127.0.0.1:80/"),
        ("[::1]:9000", "http://[::1]:9000/"),
    ],
)
def test_the_greeting_gives_addresses_that_a_browser_takes(address, site):
    assert start.greeting(address, None).splitlines()[1:3] == [f"The site:   {site}", f"The admin:  {site}admin/"]


def test_the_greeting_tells_the_password_when_there_is_a_new_one():
    assert "Sign in as: staff, password word   (shown this once)" in start.greeting("8000", "word").splitlines()
    assert "password word" not in start.greeting("8000", None)


def test_trouble_with_content_is_told_but_does_not_keep_the_site_from_starting(monkeypatch):
    def fail(name: str) -> None:
        raise CommandError("2 faults; nothing was loaded.")

    monkeypatch.setattr(start, "call_command", fail)
    assert start.load_content() == "2 faults; nothing was loaded."


def test_content_without_trouble_has_nothing_to_tell(monkeypatch):
    monkeypatch.setattr(start, "call_command", lambda name: None)
    assert start.load_content() == ""


@pytest.mark.parametrize("failure", [ValueError("broken"), SystemExit(1)])
def test_a_tick_that_fails_is_logged_and_the_next_one_comes(monkeypatch, caplog, failure):
    done = []

    def tick(*arguments, **options):
        done.append(arguments)
        if len(done) == 1:
            raise failure
        raise KeyboardInterrupt  # the only way out of a loop that never ends

    monkeypatch.setattr(start, "call_command", tick)
    monkeypatch.setattr(start, "TICK_SECONDS", 0)
    monkeypatch.setattr(start, "connections", type("Closed", (), {"close_all": staticmethod(lambda: None)}))
    with pytest.raises(KeyboardInterrupt):
        start.tick_for_ever()
    assert done == [("tick",), ("tick",)]
    assert caplog.messages == ["tick failed; it runs again in 0 seconds"]


# --- The whole way, with the network of the first run


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def bare_environment(root: Path) -> dict[str, str]:
    """No tool on the PATH and no settings; pip keeps what the machine tells it about indexes."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG"))}
    return {**kept, "HOME": os.environ.get("HOME", str(root)), "PATH": str(root / "no tools")}


def status_of(url: str) -> int:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  our own server
        return answer.status


@contextmanager
def started(root: Path) -> Iterator[tuple[str, Path, float]]:
    """Run `start` and wait until it listens: gives the site's address, the file of what it printed, and the seconds."""
    port, said, began = free_port(), root / "said.txt", time.monotonic()
    command = [BARE_PYTHON, "manage.py", "start", f"127.0.0.1:{port}"]
    with said.open("wb") as out:
        process = subprocess.Popen(command, cwd=root, env=bare_environment(root), stdout=out, stderr=subprocess.STDOUT)
    try:
        while True:
            assert process.poll() is None, said.read_text()
            assert time.monotonic() - began < 120, said.read_text()
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", said, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@pytest.mark.gate
def test_a_fresh_copy_serves_every_address_within_a_minute_and_again_within_five_seconds(tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(ROOT, root, ignore=LEFT_OUT)
    with started(root) as (site, said, seconds):
        assert seconds < 60
        assert {address: status_of(site + address) for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 200)
        assert len(re.findall(r"password \S{16,} {3}\(shown this once\)", said.read_text())) == 1
    with started(root) as (site, said, seconds):
        assert seconds < 5
        assert status_of(site + "/") == 200
        assert "Sign in as" not in said.read_text()


@pytest.mark.gate
def test_the_package_installs_with_its_extra_for_tests(tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(ROOT, root, ignore=LEFT_OUT)
    home = tmp_path / "own"
    subprocess.run([BARE_PYTHON, "-m", "venv", "--without-pip", home], check=True)
    python = str(home / "bin" / "python")
    pip = [BARE_PYTHON, "-m", "pip", "--python", python, "install", "--quiet", "-e", ".[test]"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": ""}
    subprocess.run(pip, cwd=root, env=environment, check=True, capture_output=True)
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "tests/site/test_log.py"],
        cwd=root,
        env={name: value for name, value in environment.items() if not name.startswith(("DJANGO_", "COV", "PYTEST"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
