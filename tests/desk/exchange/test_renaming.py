"""A file with another name that tells its former one is the same document, and no address goes dead."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.desk.documents import Document
from portal.desk.exchange.loading import Outcome, load
from portal.desk.exchange.plans import plan
from portal.desk.exchange.renaming import LeftBehind
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.withdrawing import withdraw
from portal.shelf.moved import Moved
from portal.shelf.pages import Condition, Guide
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS, change_file

OLD, NEW = "en/procedures/interspinous-spacer.md", "en/procedures/spacer.md"
GUIDE = "en/guides/questions.md"


def renamed(root: Path, old: str, new: str, *, more: str = "") -> None:
    """Move a file, and let it name the short name that it had."""
    text = (root / old).read_text(encoding="utf-8")
    head, _mark, body = text.removeprefix("---\n").partition("---\n")
    (root / new).write_text(f"---\n{head}aliases:\n  - {Path(old).stem}\n{more}---\n{body}", encoding="utf-8")
    (root / old).unlink()


def test_a_renamed_page_is_the_same_document_with_its_history_and_a_redirect(loaded: Path, spacer: Document) -> None:
    row = Procedure.objects.get()
    renamed(loaded, OLD, NEW)
    load(plan(loaded))
    spacer.refresh_from_db()
    assert (spacer.slug, spacer.revisions.count()) == ("spacer", 2)
    assert Procedure.objects.get().pk == row.pk
    old = Client().get("/procedures/interspinous-spacer/")
    assert (old.status_code, old.url) == (301, "/procedures/spacer/")
    assert Client().get("/procedures/spacer/").status_code == 200
    assert not plan(loaded).has_work


def test_pages_that_link_to_the_old_name_lead_to_the_new_one_at_once(loaded: Path) -> None:
    renamed(loaded, OLD, NEW)
    load(plan(loaded))
    assert '<a href="/procedures/spacer/">' in Condition.objects.get().edition.html


def test_a_link_by_an_old_name_becomes_text_when_the_page_is_withdrawn(loaded: Path, writer: User) -> None:
    renamed(loaded, OLD, NEW)
    load(plan(loaded))
    withdraw(Document.objects.get(kind="procedure"), by=writer, note="outdated")
    assert "/procedures/" not in Condition.objects.get().edition.html
    assert Client().get("/procedures/spacer/").status_code == 410


def test_a_page_that_was_renamed_twice_is_found_by_both_old_names(loaded: Path) -> None:
    renamed(loaded, GUIDE, "en/guides/ask.md")
    load(plan(loaded))
    text = (loaded / "en/guides/ask.md").read_text(encoding="utf-8")
    (loaded / "en/guides/ask.md").unlink()
    (loaded / "en/guides/what-to-ask.md").write_text(text.replace("  - questions", "  - questions\n  - ask"))
    load(plan(loaded))
    for old in ("questions", "ask"):
        assert Client().get(f"/guides/{old}/").url == "/guides/what-to-ask/"
    assert Document.objects.filter(kind="guide").count() == 1


def test_a_page_that_gets_its_old_name_back_is_found_there_and_nothing_leads_in_circles(
    loaded: Path, writer: User
) -> None:
    renamed(loaded, GUIDE, "en/guides/ask.md")
    load(plan(loaded))
    (loaded / "en/guides/ask.md").unlink()
    (loaded / GUIDE).write_text(DOCUMENTS[GUIDE].replace("---\n\n", "aliases:\n  - ask\n---\n\n"))
    load(plan(loaded))
    assert Client().get("/guides/questions/").status_code == 200
    assert Client().get("/guides/ask/").url == "/guides/questions/"
    withdraw(Document.objects.get(kind="guide"), by=writer, note="outdated")
    assert Client().get("/guides/questions/").status_code == 410


def test_a_rename_keeps_what_staff_changed_since(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "title: A spacer", "title: The spacer", writer), by=writer)
    renamed(loaded, OLD, NEW)
    assert load(plan(loaded)).outcomes == [(Outcome.JOINED, NEW, "")]
    spacer.refresh_from_db()
    assert (spacer.slug, Procedure.objects.get().slug) == ("spacer", "spacer")
    assert "title: The spacer" in spacer.live.text
    assert Client().get("/procedures/interspinous-spacer/").url == "/procedures/spacer/"
    publish(spacer, revision=spacer.head, by=writer)
    assert "aliases" in spacer.live.text


def test_a_file_that_has_moved_without_a_word_is_a_new_page_and_the_old_one_is_reported(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (loaded / GUIDE).rename(loaded / "en/guides/ask.md")
    with pytest.raises(CommandError, match="need a person"):
        call_command("load_content", root=str(loaded))
    assert "name it in “aliases” of the file that has taken its place" in capsys.readouterr().out
    assert Guide.objects.count() == 2


FAULTS = {
    "its own name": ("questions", "aliases names “questions”, which is its own short name"),
    "a file": ("other", "aliases names “other”, which is a file of its own"),
    "a published page": ("gone", "aliases names “gone”, which is a published page of its own"),
}


@pytest.mark.parametrize(("name", "said"), FAULTS.values(), ids=FAULTS)
def test_a_former_name_that_cannot_be_is_named_and_stops_the_load(
    content: Path, db: None, name: str, said: str
) -> None:
    for slug in ("other", "gone"):
        (content / f"en/guides/{slug}.md").write_text(DOCUMENTS[GUIDE])
    load(plan(content))
    (content / "en/guides/gone.md").unlink()
    change_file(content, GUIDE, "stage: surgery_suggested\n", f"stage: surgery_suggested\naliases:\n  - {name}\n")
    [line] = plan(content).fault_lines
    assert line.startswith(f"content/{GUIDE}:8: {said}")


def test_two_files_cannot_both_be_the_new_name(loaded: Path) -> None:
    text = DOCUMENTS[GUIDE].replace("---\n\n", "aliases:\n  - questions\n---\n\n")
    for slug in ("ask", "more"):
        (loaded / f"en/guides/{slug}.md").write_text(text)
    (loaded / GUIDE).unlink()
    [line] = plan(loaded).fault_lines
    assert line.startswith("content/en/guides/more.md:8: aliases names “questions”, as content/en/guides/ask.md does")


def test_a_former_name_of_a_withdrawn_page_leads_here(loaded: Path, writer: User) -> None:
    (loaded / "en/guides/old.md").write_text(DOCUMENTS[GUIDE])
    load(plan(loaded))
    withdraw(Document.objects.get(slug="old"), by=writer, note="one page is enough")
    (loaded / "en/guides/old.md").unlink()
    change_file(loaded, GUIDE, "stage: surgery_suggested\n", "stage: surgery_suggested\naliases:\n  - old\n")
    load(plan(loaded))
    assert Client().get("/guides/old/").url == "/guides/questions/"


def test_staff_are_told_of_a_former_name_that_is_a_page_of_its_own(
    spacer: Document, loaded: Path, writer: User
) -> None:
    (loaded / "en/procedures/other.md").write_text(DOCUMENTS[OLD])
    load(plan(loaded))
    revision = revised(spacer, "harm_findings:", "aliases:\n  - other\nharm_findings:", writer)
    with pytest.raises(NotPublishable, match="names “other”, where readers find a page"):
        publish(spacer, revision=revision, by=writer)


def test_a_finding_gets_another_name_only_together_with_the_pages_that_use_it(loaded: Path) -> None:
    old, new = "moojen-2013-another-operation", "moojen-2013-operation-again"
    renamed(loaded, f"all/findings/{old}.md", f"all/findings/{new}.md")
    with pytest.raises(LeftBehind, match=f"procedure:interspinous-spacer still names finding:{old}"):
        load(plan(loaded))
    assert Document.objects.filter(slug=old).exists()
    for path in (OLD, "en/risks/another-operation.md"):
        change_file(loaded, path, old, new)
    load(plan(loaded))
    assert Document.objects.get(kind="finding").slug == new
    assert "/procedures/interspinous-spacer/" in Condition.objects.get().edition.html


def test_a_redirect_leads_straight_to_the_last_address(db: None) -> None:
    Moved.lead("en", Ref("guide", "a"), Ref("guide", "b"))
    Moved.lead("en", Ref("guide", "b"), Ref("guide", "c"))
    assert {(row.slug, row.to_slug) for row in Moved.objects.all()} == {("a", "c"), ("b", "c")}
    Moved.lead("en", Ref("guide", "c"), Ref("guide", "a"))
    assert {(row.slug, row.to_slug) for row in Moved.objects.all()} == {("b", "a"), ("c", "a")}
