"""The content linter asked about documents: by the check of files, and by whoever publishes."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.desk.documents import Document
from portal.desk.exchange.files import read_tree
from portal.desk.exchange.linting import Looked, look_over, reviews_due
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.publishing import NotPublishable
from portal.shelf.pages import Page
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS, change_file

pytestmark = pytest.mark.django_db

GUIDE = "en/guides/questions.md"
QUESTIONS = "\n\n## Questions to ask\n\n- What if I wait?\n- What does it cost me?\n- Who do I call?\n"
RIGHT = DOCUMENTS[GUIDE].replace("stage:", "lay_names:\n  - what to ask\nmisspellings:\n  - qestions\nstage:")


@pytest.fixture
def one_guide(tmp_path: Path) -> Path:
    """A folder with one guide that the linter has nothing to say about."""
    place = tmp_path / "content" / GUIDE
    place.parent.mkdir(parents=True)
    place.write_text(RIGHT.rstrip() + QUESTIONS, encoding="utf-8")
    return tmp_path / "content"


def looked(root: Path, **more: object) -> dict[str, Looked]:
    tree = read_tree(root)
    given = {"today": date(2026, 11, 25), "reviews": {}} | more
    return {page.path: page for page in look_over(tree, **given)}


def said(root: Path, **options: object) -> tuple[int, str]:
    """The exit code of the check, and what it said."""
    words = StringIO()
    try:
        call_command("check_content", root=str(root), stdout=words, stderr=words, **options)
    except SystemExit as stopped:
        return int(stopped.code or 0), words.getvalue()
    return 0, words.getvalue()


def test_a_page_without_a_remark_passes(one_guide: Path) -> None:
    page = looked(one_guide)[GUIDE]
    assert (page.obstacles, page.remarks) == ((), ())
    assert said(one_guide, strict=True) == (0, "1 files are right, 0 are wrong; 0 remarks\n")


def test_a_remark_is_said_with_its_line_and_counts_only_when_asked(one_guide: Path) -> None:
    change_file(one_guide, GUIDE, "What if I wait?\n\n##", "One. Two. Three. Four.\n\n##")
    code, words = said(one_guide)
    assert code == 0
    line = (one_guide / GUIDE).read_text(encoding="utf-8").split("\n").index("One. Two. Three. Four.") + 1
    assert f"content/{GUIDE}:{line}: remark: a paragraph of 4 sentences" in words
    assert said(one_guide, strict=True)[0] == 1


def test_a_remark_about_a_field_stands_at_its_line(one_guide: Path) -> None:
    change_file(one_guide, GUIDE, "summary: What", "summary: One. Two. What")
    [line] = looked(one_guide)[GUIDE].remarks
    assert (line.line, line.rule) == (4, "the_summary_is_one_sentence_or_two")


def test_a_missing_part_stops_the_check_but_not_a_load(content: Path) -> None:
    rules = {line.rule for page in looked(content).values() for line in page.obstacles}
    assert rules == {"every_part_is_there"}
    code, words = said(content)
    assert code == 1
    assert "content/en/conditions/spinal-stenosis.md:" in words
    assert not plan(content).fault_lines


def test_a_figure_without_a_source_stops_a_load_too(one_guide: Path) -> None:
    change_file(one_guide, GUIDE, "What if I wait?\n\n##", "It helps 39 of 100 people.\n\n##")
    [line] = plan(one_guide).fault_lines
    assert line.endswith("“39 of 100” has no source; put [@source-name] behind it, or show the finding")
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_content", root=str(one_guide), stdout=StringIO(), stderr=StringIO())
    assert said(one_guide)[0] == 1
    assert not Page.objects.exists()


def test_a_figure_without_a_source_stops_a_publication_with_its_line(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "A spacer is small [@moojen-2013].", "It helps 9 in 10.", writer)
    with pytest.raises(NotPublishable, match=r"interspinous-spacer.md:18: “9 in 10” has no source"):
        publish(spacer, revision=draft, by=writer)


def test_a_link_to_a_heading_that_is_gone_stops_the_check(one_guide: Path) -> None:
    other = one_guide / "en/guides/other.md"
    text = (one_guide / GUIDE).read_text(encoding="utf-8")
    other.write_text(text.replace("What if I wait?\n\n##", "See [this](guide:questions#ask).\n\n##"), encoding="utf-8")
    assert said(one_guide)[0] == 0
    change_file(one_guide, GUIDE, "## Ask", "## Asking")
    [line] = looked(one_guide)["en/guides/other.md"].obstacles
    assert line.message == "guide:questions has no heading “#ask”; correct the link"


def test_an_overdue_review_is_found_by_the_date_of_the_published_page(one_guide: Path) -> None:
    call_command("load_content", root=str(one_guide), stdout=StringIO())
    assert reviews_due() == {}
    Page.objects.update(reviewed_digest="x", reviewed_on=date(2024, 1, 1), review_due_on=date(2025, 1, 1))
    assert reviews_due() == {GUIDE: date(2025, 1, 1)}
    [line] = looked(one_guide, reviews=reviews_due())[GUIDE].remarks
    assert line.message == "its review was due on 2025-01-01; have it reviewed again"
    assert looked(one_guide, reviews=reviews_due(), today=date(2025, 1, 1))[GUIDE].remarks == ()


def test_programs_get_all_of_it_as_data(one_guide: Path) -> None:
    change_file(one_guide, GUIDE, "summary: What", "summary: One. Two. What")
    code, words = said(one_guide, json=True)
    data = json.loads(words)
    [page] = [page for page in data["pages"] if page["path"] == GUIDE]
    assert (code, data["faults"], data["untidy"], page["obstacles"]) == (0, [], [], [])
    assert page["remarks"][0] | {"message": ""} == {
        "line": 4,
        "message": "",
        "rule": "the_summary_is_one_sentence_or_two",
    }
    assert page["scores"].keys() == {"raw", "explained", "sentences", "words", "longest_sentence"}


def test_scores_and_rules_are_said_when_asked(one_guide: Path) -> None:
    words = said(one_guide, scores=True)[1]
    assert f"  {GUIDE}\n" in words
    assert "on average over 1 pages" in words
    rules = said(one_guide, rules=True)[1]
    assert " stops  figures have a source (JAMA attribution; DISCERN 4)\n" in rules
    assert "remark  nothing is promised (DISCERN 6)\n" in rules


def test_scores_of_a_folder_without_pages_are_no_error(tmp_path: Path) -> None:
    assert said(tmp_path, scores=True)[0] == 0
