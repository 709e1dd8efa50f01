"""The portal makes its own environment, from nothing but Python and pip."""

import ast
import base64
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portal import bootstrap

ROOT = Path(__file__).resolve().parent.parent.parent
# The interpreter that environments are made from: as bare as a machine gets.
BARE_PYTHON = sys._base_executable
# Stands in for every package of the portal. Its `django` says where it runs, and what it was asked.
DJANGO = "import sys\ndef execute_from_command_line(argv):\n    print(sys.prefix, *argv[1:])\n"
WHEEL = "portal_probe-1.0-py3-none-any.whl"

needs_pip = pytest.mark.skipif(
    subprocess.run([BARE_PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode != 0,
    reason="the interpreter behind this environment has no pip",
)


def make_wheel(folder: Path) -> str:
    """Write a package that pip can install without a network; gives its SHA-256."""
    folder.mkdir()
    info = "portal_probe-1.0.dist-info"
    files = {
        "django/__init__.py": "",
        "django/core/__init__.py": "",
        "django/core/management.py": DJANGO,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: portal-probe\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    hashes = {name: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()) for name, text in files.items()}
    rows = [f"{name},sha256={sha.decode().rstrip('=')},{len(files[name])}" for name, sha in hashes.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""])
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


class Machine:
    """A folder with the portal's first files, an empty PATH, and no network but a folder of wheels."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "portal here"
        (self.root / "portal").mkdir(parents=True)
        for name in ("manage.py", "portal/__init__.py", "portal/bootstrap.py"):
            (self.root / name).write_bytes((ROOT / name).read_bytes())
        self.wheels = folder / "wheels"
        self.write_locks(make_wheel(self.wheels))

    def write_locks(self, sha: str) -> None:
        for name in (bootstrap.BASE_LOCK, bootstrap.TEST_LOCK):
            (self.root / name).write_text(f"portal-probe==1.0 \\\n    --hash=sha256:{sha}\n", encoding="utf-8")

    def run(self, *command: str, index: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python there. `index` is the folder pip may install from, the wheels' if not given."""
        environment = {
            "PATH": str(self.root / "nothing here"),
            "HOME": str(self.root),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels) if index is None else index,
        }
        whole = [BARE_PYTHON, *command]
        return subprocess.run(whole, cwd=self.root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@needs_pip
def test_the_first_run_installs_and_then_does_what_was_asked(machine):
    done = machine.run("manage.py", "migrate", "--plan")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Installing packages from requirements.txt into .venv (once; up to a minute)...",
        f"{machine.root / '.venv'} migrate --plan",
    ]


@needs_pip
def test_the_second_run_needs_neither_network_nor_pip(machine):
    machine.run("manage.py", "migrate")
    done = machine.run("manage.py", "migrate", index="/nowhere")
    assert (done.returncode, done.stdout) == (0, f"{machine.root / '.venv'} migrate\n")


@needs_pip
def test_an_environment_for_tests_serves_the_site_too(machine):
    machine.run("manage.py", "test")
    assert machine.run("manage.py", "start", index="/nowhere").stdout.splitlines() == [
        "Wrote .env with settings for development.",
        f"{machine.root / '.venv'} start",
    ]


@needs_pip
@pytest.mark.parametrize("python", [BARE_PYTHON, ".venv/bin/python"])
def test_a_changed_lock_is_installed_whichever_interpreter_runs(machine, python):
    machine.run("manage.py", "migrate")
    with (machine.root / bootstrap.BASE_LOCK).open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    again = f"import os; os.execv({python!r}, [{python!r}, 'manage.py', 'migrate'])"
    assert machine.run("-c", again).stdout.splitlines() == [
        "Installing packages from requirements.txt into .venv (once; up to a minute)...",
        f"{machine.root / '.venv'} migrate",
    ]


@needs_pip
def test_a_broken_environment_is_made_anew(machine):
    machine.run("manage.py", "migrate")
    python = machine.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/gone/python3")
    assert machine.run("manage.py", "migrate").stdout.splitlines()[-1] == f"{machine.root / '.venv'} migrate"


@needs_pip
def test_without_a_network_the_message_says_what_to_do_and_the_next_run_goes_on(machine):
    done = machine.run("manage.py", "migrate", index="/nowhere")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-3:] == [
        "The packages could not be installed; pip says why above.",
        "The first run needs the network, or a package index that pip is set up for.",
        "Then run the same command again: it goes on where it stopped.",
    ]
    assert machine.run("manage.py", "migrate").returncode == 0


@needs_pip
def test_a_package_that_is_not_the_locked_one_is_refused(machine):
    machine.write_locks("0" * 64)
    done = machine.run("manage.py", "migrate")
    assert done.returncode == 1
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr


@needs_pip
def test_a_pip_that_knows_no_other_interpreter_installs_into_the_folder(machine):
    old = (
        "import sys; from portal import bootstrap; bootstrap.PIP_WITH_PYTHON_OPTION = (999, 0); "
        "bootstrap.ensure(['manage.py', 'migrate'])"
    )
    done = machine.run("-c", old)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"{machine.root / '.venv'} migrate"


def test_a_machine_without_pip_is_told_where_to_get_it(machine):
    done = machine.run(
        "-c", "import sys; from portal import bootstrap; sys._base_executable = '/bin/false'; bootstrap.find_pip()"
    )
    assert done.returncode == 1
    assert done.stderr.startswith("pip is missing")
    assert "apt-get install python3-pip" in done.stderr


@pytest.mark.parametrize(("oldest", "newest"), [((3, 90), (3, 99)), ((3, 1), (3, 2))])
def test_another_python_is_refused_by_name(monkeypatch, oldest, newest):
    monkeypatch.setattr(bootstrap, "OLDEST", oldest)
    monkeypatch.setattr(bootstrap, "NEWEST", newest)
    with pytest.raises(SystemExit) as refused:
        bootstrap.ensure(["manage.py", "start"])
    this = f"3.{sys.version_info.minor} ({sys.executable})"
    assert (
        str(refused.value).splitlines()[0] == f"The portal needs Python 3.{oldest[1]} to 3.{newest[1]}; this is {this}."
    )


@pytest.mark.parametrize("name", ["manage.py", "portal/__init__.py", "portal/bootstrap.py"])
def test_an_old_python_can_read_as_far_as_that_message(name):
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("lock", "is_enough"),
    [
        ("pytest==0.1 \\\n    --hash=sha256:00\n", True),
        ("portal-absent==1.0 \\\n    --hash=sha256:00\n", False),
        ("portal-absent==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n", True),
        ("django==5.2.0 \\\n", True),
        ("django==4.2.0 \\\n", False),
        ("", True),
    ],
)
def test_an_environment_counts_when_it_has_every_package_and_djangos_series(tmp_path, lock, is_enough):
    (tmp_path / bootstrap.BASE_LOCK).write_text(lock, encoding="utf-8")
    assert bootstrap.has_all_packages(str(tmp_path), bootstrap.BASE_LOCK) is is_enough


def test_the_lock_for_tests_holds_every_package_of_the_other():
    base, tests = (set((ROOT / name).read_text().splitlines()) for name in (bootstrap.BASE_LOCK, bootstrap.TEST_LOCK))
    assert {line for line in base - tests if "==" in line} == set()


@pytest.mark.parametrize("name", [bootstrap.BASE_LOCK, bootstrap.TEST_LOCK])
def test_a_lock_names_no_place(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [mark for mark in ("http", "file:", "/", "index") if mark in text] == []


class TestDevelopmentSettings:
    """`start` writes them once, and never over somebody's own."""

    @pytest.fixture(autouse=True)
    def _without_settings_in_the_environment(self, monkeypatch):
        for name in ("DEBUG", "SECRET_KEY", "ENV_FILE"):
            monkeypatch.delenv(name, raising=False)

    def test_they_are_for_one_persons_eyes_and_hold_a_key_of_their_own(self, tmp_path):
        bootstrap.write_development_settings(str(tmp_path))
        file = tmp_path / ".env"
        [_, debug, key] = file.read_text().splitlines()
        assert debug == "DEBUG=on"
        assert key.startswith("SECRET_KEY=")
        assert len(key) >= 60
        assert file.stat().st_mode & 0o777 == 0o600

    def test_those_in_the_file_stay(self, tmp_path):
        (tmp_path / ".env").write_text("mine")
        bootstrap.write_development_settings(str(tmp_path))
        assert (tmp_path / ".env").read_text() == "mine"

    @pytest.mark.parametrize("name", ["DEBUG", "SECRET_KEY", "ENV_FILE"])
    def test_those_in_the_environment_are_enough(self, tmp_path, monkeypatch, name):
        monkeypatch.setenv(name, "")
        bootstrap.write_development_settings(str(tmp_path))
        assert not (tmp_path / ".env").exists()
