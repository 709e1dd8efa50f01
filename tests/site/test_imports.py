"""Which room may import which: the contracts hold, and each of them breaks when somebody plants a wrong import."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LINT = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as lint; lint()",
    "--no-logo",
    "--no-cache",
]
LAYERS, DESK, DRAFTS, PLAIN = (
    "Rooms look down only",
    "Inside the desk, verbs stand on the press, the press on the rows",
    "The public site cannot reach drafts",
    "Text and paper are plain Python",
)
# Rooms that answer readers, or hold what readers may see: none of them may know the desk.
PUBLIC = (
    "plain_files",
    "ready",
    "views",
    "sitemaps",
    "middleware",
    "forms",
    "templatetags",
    "visitors",
    "search",
    "shelf",
    "paper",
)


def broken_contracts(root: Path) -> set[str]:
    """Names of the contracts that the tree under `root` breaks."""
    done = subprocess.run(LINT, cwd=root, capture_output=True, text=True, check=False)
    found = set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return found


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    """The portal's Python files and the contracts, somewhere they may be spoilt."""
    shutil.copytree(ROOT / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_no_room_imports_what_it_may_not():
    assert broken_contracts(ROOT) == set()


@pytest.mark.parametrize(
    ("place", "planted", "broken"),
    [
        ("text/planted.py", "import django", {PLAIN}),
        ("kinds/planted.py", "import portal.shelf", {LAYERS}),
        ("kinds/planted.py", "import portal.paper", {LAYERS}),
        ("paper/planted.py", "import django", {PLAIN}),
        ("paper/planted.py", "import portal.kinds", {LAYERS}),
        ("shelf/planted.py", "import portal.desk", {LAYERS, DRAFTS}),
        ("visitors/planted.py", "import portal.desk", {LAYERS, DRAFTS}),
        ("visitors/planted.py", "import portal.views", {LAYERS}),
        ("desk/planted.py", "import portal.visitors", {LAYERS}),
        ("ready/planted.py", "import portal.desk", {LAYERS, DRAFTS}),
        ("ready/planted.py", "import portal.views", {LAYERS}),
        ("desk/planted.py", "import portal.views", {LAYERS}),
        ("desk/press/planted.py", "import portal.desk.publishing", {DESK}),
        ("desk/documents.py", "import portal.desk.press.projection", {DESK}),
        ("views/planted.py", "import portal.desk", {DRAFTS}),
        ("views/planted.py", "import portal.plain_files", {LAYERS}),
        ("plain_files/planted.py", "import portal.desk", {DRAFTS}),
        ("views/planted.py", "import portal.models", {DRAFTS}),
        ("templatetags/planted.py", "import portal.management.commands.tick", {LAYERS, DRAFTS}),
    ],
)
def test_a_planted_import_breaks_its_contract(copied_tree, place, planted, broken):
    (copied_tree / "portal" / place).write_text(f"{planted}\n", encoding="utf-8")
    assert broken_contracts(copied_tree) == broken


def test_every_public_room_is_named_in_the_contract_about_drafts():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [row for row in settings["tool"]["importlinter"]["contracts"] if row["id"] == "drafts"]
    built = {
        f"portal.{room}" for room in PUBLIC if list(ROOT.glob(f"portal/{room}")) + list(ROOT.glob(f"portal/{room}.py"))
    }
    assert set(contract["source_modules"]) == built
