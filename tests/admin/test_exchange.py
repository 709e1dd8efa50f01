"""Files and site: what they disagree on, and loading and exporting from the desk."""

import zipfile
from io import BytesIO
from pathlib import Path
from unittest import mock

import pytest
from django.urls import reverse

from portal.admin import exchange
from portal.admin.addresses import screen
from portal.desk.documents import Document
from portal.desk.drafts import AddressTaken
from portal.desk.people import User
from portal.desk.withdrawing import withdraw
from portal.shelf.editions import Edition
from portal.shelf.pages import Guide
from portal.shelf.treatments import Procedure
from tests.admin.conftest import document
from tests.admin.forms import words_of
from tests.admin.test_joining import publish
from tests.desk import four_eyes
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS, change_file

SPACER, GUIDE = "en/procedures/interspinous-spacer.md", "en/guides/questions.md"
STENOSIS, RISK, TERM = "en/conditions/spinal-stenosis.md", "en/risks/another-operation.md", "en/glossary/spacer.md"
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(loaded: Path, settings) -> Path:
    settings.CONTENT_DIR = loaded
    return loaded


@pytest.fixture
def files() -> str:
    return reverse("admin:files")


def press(client, address: str, action: str) -> str:
    return words_of(client.post(address, {"action": action}, follow=True))


def test_files_and_site_that_agree_are_said_to(folder, publisher, files):
    words = words_of(publisher.get(files))
    assert "Files and site agree." in words
    assert "7 files say what the site says." in words


def test_newer_files_are_listed_and_loaded_by_a_button(folder, publisher, files):
    change_file(folder, SPACER, "is small", "is little")
    assert f"{SPACER} changed in the file" in words_of(publisher.get(files))
    words = press(publisher, files, "load")
    assert "1 file was loaded." in words
    assert "Files and site agree." in words
    assert "is little" in Procedure.objects.get().edition.html


def test_newer_words_of_the_site_are_listed_and_exported_by_a_button(folder, publisher, files):
    publish(publisher, {"title": "The site’s title"})
    assert f"{SPACER} changed on the site" in words_of(publisher.get(files))
    assert "Written: 1. Deleted: 0. Left because of words of their own: 0." in press(publisher, files, "export")
    assert "title: The site’s title" in (folder / SPACER).read_text(encoding="utf-8")


def test_a_clash_is_taken_in_and_leads_to_the_screen_where_it_is_joined(folder, publisher, files):
    publish(publisher, {"title": "The site’s title"})
    change_file(folder, SPACER, "title: A spacer between the bones", "title: The file’s title")
    assert "changed in the file and on the site" in words_of(publisher.get(files))
    assert "a person must join them" in press(publisher, files, "keep")
    page = publisher.get(files)
    assert "its words are kept; join them" in words_of(page)
    assert screen(document("procedure", "interspinous-spacer"), "joining") in page.content.decode()


@pytest.fixture
def mixed(folder, publisher) -> Path:
    """One of each: a clash, a newer file, newer words of the site, a page withdrawn there, a file that is gone."""
    publish(publisher, {"title": "The site’s title"})
    change_file(folder, SPACER, "title: A spacer between the bones", "title: The file’s title")
    change_file(folder, STENOSIS, "The canal is tight", "The canal is narrow")
    by = User.objects.get(username="publisher")
    risk = document("risk", "another-operation")
    four_eyes.publish(risk, revision=revised(risk, "Some people need surgery again", "A few need surgery", by), by=by)
    withdraw(document("term", "spacer"), by=by, note="not used any more")
    (folder / GUIDE).unlink()
    return folder


def stand(folder: Path) -> dict[str, tuple]:
    """Each document by its path: its pointers, and its file."""
    return {
        one.path: (
            *(one.head_id, one.live_id, one.synced_id, one.clash_id),
            (folder / one.path).read_text(encoding="utf-8") if (folder / one.path).exists() else None,
        )
        for one in Document.objects.all()
    }


@pytest.mark.parametrize(
    ("action", "own"),
    [
        ("keep", {SPACER}),
        ("load", {STENOSIS}),
        ("export", {RISK, TERM}),
        ("restore", {GUIDE}),
        ("prune", {GUIDE}),
        ("pictures", set()),
    ],
)
def test_a_button_acts_on_its_own_heap_and_on_nothing_else(mixed, publisher, files, action, own):
    page, before, shown = publisher.get(files), stand(mixed), Edition.objects.count()
    assert (action != "pictures") == (f'value="{action}"' in page.content.decode())
    press(publisher, files, action)
    after = stand(mixed)
    assert {path for path in before if before[path] != after[path]} == own
    assert (Edition.objects.count() > shown) == (action == "load")


def test_all_buttons_one_after_the_other_leave_only_what_a_person_must_join(mixed, publisher, files):
    for action in ("load", "export", "restore"):
        press(publisher, files, action)
    assert "1 file was loaded." not in press(publisher, files, "keep")
    page = publisher.get(files)
    assert "6 files say what the site says." not in words_of(page)
    assert "5 files say what the site says." in words_of(page)
    assert 'name="action"' not in page.content.decode()


def test_a_clash_that_was_renamed_says_that_its_address_changes(folder, publisher, files):
    publish(publisher, {"title": "The site’s title"})
    change_file(folder, SPACER, "format: 1\n", "format: 1\naliases:\n  - interspinous-spacer\n")
    (folder / SPACER).rename(folder / "en/procedures/new-name.md")
    said = words_of(publisher.get(files))
    assert f"renamed, was {SPACER}: loading gives its page the new address at once" in said


def test_withdrawing_is_not_offered_where_the_site_has_changed_every_page(folder, publisher, files):
    publish(publisher, {"title": "The site’s title"})
    (folder / SPACER).unlink()
    page = publisher.get(files).content.decode()
    assert ('value="restore"' in page, 'value="prune"' in page) == (True, False)


def test_files_that_are_gone_are_written_again_or_their_pages_withdrawn(folder, publisher, files):
    (folder / GUIDE).unlink()
    assert "the site has not changed since" in words_of(publisher.get(files))
    press(publisher, files, "restore")
    assert (folder / GUIDE).read_text(encoding="utf-8") == DOCUMENTS[GUIDE]
    (folder / GUIDE).unlink()
    assert "withdrawn, because its file is gone" in press(publisher, files, "prune")
    assert not Guide.objects.exists()
    assert "Files and site agree." in words_of(publisher.get(files))


def test_wrong_files_are_named_and_stop_both_ways(folder, publisher, files):
    change_file(folder, GUIDE, "title:", "titel:")
    page = publisher.get(files)
    assert f"content/{GUIDE}:3: 'titel' is not a field" in words_of(page)
    assert b'name="action"' not in page.content
    for action in ("load", "export", "pictures"):
        assert f"content/{GUIDE}:3: 'titel' is not a field" in press(publisher, files, action)


def test_a_folder_that_is_missing_or_cannot_be_written_is_said_so(folder, publisher, files, settings):
    publish(publisher, {"title": "The site’s title"})
    with mock.patch.object(Path, "replace", side_effect=PermissionError(13, "Permission denied")):
        assert "Give yourself the right to, then export again." in press(publisher, files, "export")
    settings.CONTENT_DIR = folder / "nowhere"
    assert "Set CONTENT_DIR" in words_of(publisher.get(files))
    assert "Set CONTENT_DIR" in press(publisher, files, "load")


def test_a_new_file_whose_address_somebody_takes_just_then_is_refused_in_words(folder, publisher, files):
    change_file(folder, SPACER, "is small", "is little")
    with mock.patch.object(exchange, "load", side_effect=AddressTaken("Somebody was quicker. Load again.")):
        assert "Somebody was quicker. Load again." in press(publisher, files, "load")


def test_many_files_are_left_to_the_command(folder, publisher, files):
    change_file(folder, SPACER, "is small", "is little")
    with mock.patch.object(exchange, "MOST_AT_ONCE", 0):
        assert "too many to load from here" in press(publisher, files, "load")
    assert "is small" in Procedure.objects.get().edition.html


def test_who_may_not_publish_sees_the_list_without_buttons_and_is_refused(folder, writer, staff, files):
    change_file(folder, SPACER, "is small", "is little")
    page = writer.get(files)
    assert SPACER in words_of(page)
    assert b'name="action"' not in page.content
    for action in ("keep", "load", "export", "restore", "prune", "pictures"):
        assert writer.post(files, {"action": action}).status_code == 403
    stranger = staff("stranger")
    assert (stranger.get(files).status_code, stranger.get(reverse("admin:files_zip")).status_code) == (403, 403)


def test_an_action_that_is_not_there_is_not_found(folder, publisher, files):
    assert publisher.post(files, {"action": "erase"}).status_code == 404


def test_everything_readers_see_can_be_taken_along(folder, writer):
    answer = writer.get(reverse("admin:files_zip"))
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as packed:
        assert sorted(packed.namelist()) == sorted(f"content/{path}" for path in DOCUMENTS)


def test_the_front_page_leads_here(folder, writer, files):
    assert f'href="{files}"' in writer.get(reverse("admin:index")).content.decode()
    assert Document.objects.count() == 7
