"""Loading when something stands in the way: clashes, files in disorder, words that need what is not there."""

from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from portal.desk.documents import Document, Revision
from portal.desk.exchange.comparison import Step
from portal.desk.exchange.folders import UnreadableTree
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import FaultyFiles, plan
from portal.desk.people import User
from portal.desk.withdrawing import withdraw
from tests.desk.exchange.test_loading import GUIDE, RIGHT
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS, write_library

pytestmark = pytest.mark.django_db

TITEL = RIGHT.replace("title:", "titel:").encode()


def test_a_wrong_file_is_not_said_to_be_gone(loaded: Path) -> None:
    (loaded / GUIDE).write_bytes(TITEL)
    assert plan(loaded).of({Step.FILE_GONE}) == []


def test_a_clash_is_trouble_until_a_person_has_mended_it(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    path = loaded / "en/procedures/interspinous-spacer.md"
    path.write_text(path.read_text(encoding="utf-8").replace("is small", "is little"), encoding="utf-8")
    for _again in range(2):
        said = StringIO()
        with pytest.raises(CommandError, match="need a person"):
            call_command("load_content", root=str(loaded), stdout=said)
        assert "content/en/procedures/interspinous-spacer.md: CLASH" in said.getvalue()
    assert [document.slug for document in Document.objects.exclude(clash=None)] == ["interspinous-spacer"]
    publish(spacer, revision=revised(spacer, "is tiny", "is little", writer), by=writer)
    call_command("load_content", root=str(loaded), stdout=StringIO())
    spacer.refresh_from_db()
    assert (spacer.synced, spacer.clash) == (spacer.live, None)


def test_a_text_that_is_right_at_its_own_address_is_checked_at_any_other(loaded: Path) -> None:
    text = (loaded / "en/risks/another-operation.md").read_text(encoding="utf-8")
    (loaded / "en/conditions/another-operation.md").write_text(text, encoding="utf-8")
    assert any("findings" in line for line in plan(loaded).fault_lines)


def test_a_file_that_needs_what_was_withdrawn_here_is_named_and_nothing_is_loaded(loaded: Path, writer: User) -> None:
    for slug in ("interspinous-spacer", "another-operation", "moojen-2013-another-operation"):
        withdraw(Document.objects.get(slug=slug), by=writer, note="outdated")
    (loaded / "en/risks/new.md").write_text(DOCUMENTS["en/risks/another-operation.md"], encoding="utf-8")
    before = Revision.objects.count()
    with pytest.raises(CommandError, match=r"risks/new\.md:1: finding:moojen-2013-another-operation is used here but"):
        call_command("load_content", root=str(loaded), stdout=StringIO())
    assert Revision.objects.count() == before


def test_a_file_or_folder_that_may_not_be_read_is_named(content: Path) -> None:
    refused = PermissionError(13, "Permission denied", "there")
    with mock.patch.object(Path, "read_bytes", side_effect=refused):
        assert f"content/{GUIDE}:1: this file cannot be read (Permission denied); give yourself the right to" in (
            plan(content).fault_lines
        )
    with mock.patch("os.scandir", side_effect=refused), pytest.raises(UnreadableTree, match="there cannot be read"):
        plan(content)


def test_a_file_that_went_wrong_after_the_plan_stops_the_load(content: Path) -> None:
    work = plan(content)
    (content / GUIDE).write_bytes(TITEL)
    with pytest.raises(FaultyFiles, match="'titel' is not a field"):
        load(work)
    assert not Revision.objects.exists()


@pytest.mark.parametrize("slug", ["glossary", "conditions", "style", "en"])
def test_a_file_that_would_stand_behind_an_address_of_the_site_is_named(tmp_path: Path, slug: str) -> None:
    root = write_library(tmp_path / "content", {f"en/articles/{slug}.md": DOCUMENTS["en/guides/questions.md"]})
    with pytest.raises(FaultyFiles) as refused:
        load(plan(root))
    assert f"content/en/articles/{slug}.md:1: the site itself uses the address /{slug}/; give" in str(refused.value)
