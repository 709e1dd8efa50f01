"""The rules of the house that a machine can hold: style, size, names, and what is written in one place only."""

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = sorted(
    path
    for path in chain([ROOT / "manage.py"], *(ROOT.glob(f"{top}/**/*.py") for top in ("portal", "tests", "benchmarks")))
    if "migrations" not in path.parts
)
PORTAL = [path for path in CODE if path.is_relative_to(ROOT / "portal")]
TEMPLATES = sorted((ROOT / "templates").glob("**/*.html"))
WRITTEN = CODE + TEMPLATES + sorted(chain(*((ROOT / "static").glob(f"**/*.{end}") for end in ("js", "css"))))

FILE_LINES, FUNCTION_LINES = 260, 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "service", "services", "data", "misc"}
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")))
# Names by which Python code tells Django that a string needs no escaping.
BLESSINGS = {"mark_safe", "SafeString", "SafeText", "SafeData", "html_safe", "__html__"}
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|\{%-?\s*autoescape\s+off")
STRICTLY_TYPED = ("text", "kinds", "shelf", "desk", "visitors", "search", "paper", "ready", "plain_files")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_in(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def must_be_content(*command: str) -> None:
    """Run a tool over the tree; what it has to say against it is the failure's message."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("check", "--output-format=concise"), ("format", "--check", "--output-format=concise")],
    ids=lambda given: given[0],
)
def test_python_is_as_ruff_wants_it(arguments):
    must_be_content(sys.executable, "-m", "ruff", *arguments, "--no-cache", *map(name_of, CODE))


def test_templates_are_as_djade_wants_them():
    # A program, not a Python module; an old pip puts it beside the packages.
    places = (sysconfig.get_path("scripts"), f"{sysconfig.get_path('purelib')}/bin")
    djade = shutil.which("djade", path=os.pathsep.join(places))
    must_be_content(djade, "--check", "--target-version", "5.2", *map(name_of, TEMPLATES))


@pytest.mark.django_db
def test_migrations_hold_every_model_change():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_system_checks_pass_on_the_database_too():
    call_command("check", databases=["default"], fail_level="WARNING")


@pytest.mark.gate
def test_types_are_strict_where_words_are_handled():
    rooms = [f"portal/{room}" for room in STRICTLY_TYPED if (ROOT / "portal" / room).is_dir()]
    must_be_content(sys.executable, "-m", "mypy", *rooms)


def test_no_file_is_longer_than_a_few_screens():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen():
    lengths = {
        f"{name_of(path)}:{function.lineno} {function.name}": function.end_lineno - function.lineno + 1
        for path in CODE
        for function in functions_in(path)
    }
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES} == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [name_of(path) for path in CODE if VAGUE & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_nothing_is_left_for_later_in_the_code():
    assert [name_of(path) for path in WRITTEN if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def asks_which_kind(node: ast.AST) -> bool:
    """Tell whether the way through the code turns on a written-out kind. Picking the rows of one kind may stand."""
    if isinstance(node, ast.Match):
        return names_kind(node.subject)
    if not isinstance(node, ast.If | ast.IfExp | ast.While):
        return False
    return any(isinstance(part, ast.Compare) and is_of_a_kind(part) for part in ast.walk(node.test))


def names_kind(side: ast.AST) -> bool:
    return "kind" in (getattr(side, "id", None), getattr(side, "attr", None))


def is_of_a_kind(comparison: ast.Compare) -> bool:
    sides = [comparison.left, *comparison.comparators]
    literals = [part.value for side in sides for part in ast.walk(side) if isinstance(part, ast.Constant)]
    return any(map(names_kind, sides)) and any(isinstance(value, str) and value for value in literals)


@pytest.mark.parametrize(
    ("code", "is_asking"),
    [
        ("if page.kind == 'risk': pass", True),
        ("x = 1 if kind in ('risk', 'guide') else 2", True),
        ("if a and 'risk' != kind: pass", True),
        ("match ref.kind:\n    case 'risk': pass", True),
        ("[ref for ref in refs if ref.kind == 'finding']", False),
        ("if page.kind == other.kind: pass", False),
        ("if kind == '': pass", False),
    ],
)
def test_asking_for_a_kind_is_told_from_picking_and_comparing(code, is_asking):
    assert any(map(asks_which_kind, ast.walk(ast.parse(code)))) is is_asking


def test_no_code_asks_which_kind_a_document_is():
    asking = [
        f"{name_of(path)}:{node.lineno}" for path in PORTAL for node in ast.walk(tree_of(path)) if asks_which_kind(node)
    ]
    assert asking == []


def test_no_template_asks_which_kind_a_document_is():
    asks = re.compile(r"\{%-?\s*(el)?if\b[^%]*\bkind(\.slug)?\s*[=!]=")
    assert [name_of(path) for path in TEMPLATES if asks.search(path.read_text(encoding="utf-8"))] == []


def blesses(path: Path) -> bool:
    nodes = list(ast.walk(tree_of(path)))
    used = {getattr(node, attribute, None) for node in nodes for attribute in ("id", "attr", "name")}
    return bool(BLESSINGS & used)


def test_one_tag_module_at_most_tells_django_that_a_string_is_clean():
    blessing = [name_of(path) for path in PORTAL if blesses(path)]
    assert len(blessing) <= 1
    assert all(name.startswith("portal/templatetags/") for name in blessing)


def test_no_template_turns_escaping_off():
    assert [name_of(path) for path in TEMPLATES if UNESCAPED.search(path.read_text(encoding="utf-8"))] == []


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_one_module_cleans_html():
    cleaning = [name_of(path) for path in PORTAL if imports_of(path) & {"bleach", "nh3"}]
    assert cleaning in ([], ["portal/text/clean.py"])


def test_kinds_use_nothing_of_django_that_reads_a_database_or_answers_a_request():
    far = (
        "django.db",
        "django.contrib",
        "django.http",
        "django.urls",
        "django.shortcuts",
        "django.apps",
        "django.views",
    )
    reaching = {
        name_of(path): sorted(name for name in imports_of(path) if name.startswith(far))
        for path in PORTAL
        if path.is_relative_to(ROOT / "portal" / "kinds")
    }
    assert {name: found for name, found in reaching.items() if found} == {}


def body_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """A function's statements without its docstring, as one comparable string."""
    statements = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return "\n".join(ast.dump(statement) for statement in statements)


def test_no_logic_stands_twice():
    places = defaultdict(list)
    for path in PORTAL:
        for function in functions_in(path):
            body = body_of(function)
            # Shorter ones are a name for something, such as a form's call of super().
            if body.count("(") > 40:
                places[body].append(f"{name_of(path)}:{function.lineno} {function.name}")
    assert [where for where in places.values() if len(where) > 1] == []
