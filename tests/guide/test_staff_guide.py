"""The staff guide against the real screens: its pictures are taken on them, what it names in bold stands on them."""

import ast
import re
from pathlib import Path

import pytest

from portal.text.readability import grade
from tests.admin.permission_table import MANAGER, PUBLISHER, REVIEWER, WRITER
from tests.guide.walk import Walk, looks_like

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "staff-guide"
TEXT = (ROOT / "docs" / "staff-guide.md").read_text(encoding="utf-8")
MOST_BYTES, MOST_BYTES_OF_ALL = 120_000, 2_000_000
HARDEST_GRADE = 6.0


def named_labels() -> set[str]:
    """What the guide says stands on a screen; the numbers of revisions are three dots there."""
    return set(re.findall(r"\*\*([^*]+)\*\*", TEXT))


def named_pictures() -> list[str]:
    return re.findall(r"\(staff-guide/([\w-]+)\.png\)", TEXT)


def quoted_messages() -> list[str]:
    """The messages of the table of refusals."""
    table = TEXT.split("| You read | Do this |")[1]
    return re.findall(r"^\| “(.+?)” \|", table, re.MULTILINE)


def anchor_of(heading: str) -> str:
    """The address that a heading has where Markdown is shown, as on the pages of a repository."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def words_of_the_desk() -> str:
    """Every text in the portal's code and templates."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    for path in (ROOT / "portal").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts += [str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return "\n".join(texts)


def test_headings_that_the_guide_leads_to_are_there() -> None:
    there = {anchor_of(heading) for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert [anchor for anchor in re.findall(r"\(#([^)]+)\)", TEXT) if anchor not in there] == []


def test_every_picture_of_the_guide_is_there_and_none_is_left_over() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.png" for name in named_pictures())


def test_pictures_are_light() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert sum(sizes.values()) <= MOST_BYTES_OF_ALL


def test_every_picture_says_what_it_shows() -> None:
    assert re.findall(r"!\[\s*\]", TEXT) == []


def test_the_guide_names_every_role() -> None:
    assert [role for role in (WRITER, REVIEWER, PUBLISHER, MANAGER) if f"| {role} |" not in TEXT] == []


def test_messages_that_the_guide_explains_are_the_desks_own() -> None:
    desk = words_of_the_desk()
    assert [message for message in quoted_messages() if message not in desk] == []
    assert len(quoted_messages()) > 20


def test_the_guide_is_easy_to_read() -> None:
    marks = r"!?\[([^]]*)\]\([^)]*\)|[*`#|]|^\d+\."
    plain = re.sub(marks, r"\1 ", TEXT.split("\n---\n")[0], flags=re.MULTILINE)
    assert grade(plain).raw <= HARDEST_GRADE


def write(pictures: dict[str, bytes]) -> None:
    """Bring the folder in line with what was taken."""
    FOLDER.mkdir(exist_ok=True)
    paths = {FOLDER / f"{name}.png": content for name, content in pictures.items()}
    for path in set(FOLDER.iterdir()) - set(paths):
        path.unlink()
    for path, content in paths.items():
        if not looks_like(content, path):
            path.write_bytes(content)


@pytest.mark.gate
@pytest.mark.browser
def test_the_guide_names_and_shows_what_is_on_the_screens(walk: Walk, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-guide"):
        write(walk.pictures)
    there = walk.labels | {re.sub(r"\d+", "…", label) for label in walk.labels}
    assert sorted(label for label in named_labels() if label not in there) == []
    assert sorted(walk.pictures) == sorted(named_pictures())
