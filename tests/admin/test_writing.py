"""Adding and changing documents: what is kept, what is refused, and what is said about it."""

import pytest
from django.urls import reverse

from portal.admin.addresses import of_kind, screen
from portal.admin.document.forms import AddressForm
from portal.desk.documents import Document, Origin, Revision
from portal.kinds.registry import KINDS
from portal.shelf.counter import Counter
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.library import DOCUMENTS

SPACER = ("procedure", "interspinous-spacer")
pytestmark = pytest.mark.django_db


def opened(client, kind, slug):
    found = document(kind, slug)
    return found, client.get(screen(found, "change"))


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("condition", "What readers meet first"), ("guide", "What readers meet first"), ("kit", "What it is called"),
     ("search", "What it is called"), ("source", "What it is called"), ("card", "What it is called")],
)  # fmt: skip
def test_the_first_heading_is_about_readers_only_where_they_meet_more_than_a_name(loaded, writer, kind, heading):
    page = writer.get(of_kind(KINDS[kind], "add")).content.decode()
    assert f'<h2 id="heading-first">{heading}</h2>' in page


@pytest.mark.parametrize("path", sorted(DOCUMENTS))
def test_saving_a_form_as_it_was_shown_writes_nothing(loaded, writer, path):
    slug = path.rsplit("/", 1)[1].removesuffix(".md")
    found = Document.objects.get(slug=slug)
    address = screen(found, "change")
    before = Revision.objects.count()
    response = writer.post(address, form_in(writer.get(address)), follow=True)
    assert "Nothing was changed" in words_of(response)
    assert Revision.objects.count() == before


def test_a_change_becomes_a_revision_of_its_author_and_readers_see_the_old_words(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    sent = form_in(page) | {"title": "A spacer in the back", "saving-note": "plainer"}
    response = writer.post(screen(spacer, "change"), sent, follow=True)
    head = document(*SPACER).head
    assert (head.author.username, head.origin, head.note, head.parent_id) == (
        "writer",
        Origin.STAFF,
        "plainer",
        spacer.head_id,
    )
    assert "title: A spacer in the back\n" in head.text
    assert document(*SPACER).live_id == spacer.live_id
    assert "A spacer in the back" not in writer.get("/procedures/interspinous-spacer/").content.decode()
    assert "Readers do not see it before it is published" in words_of(response)


def test_sending_a_form_twice_keeps_one_revision(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    sent = form_in(page) | {"title": "A spacer in the back"}
    before = Revision.objects.count()
    first = writer.post(screen(spacer, "change"), sent)
    second = writer.post(screen(spacer, "change"), sent, follow=True)
    assert (first.status_code, second.status_code) == (302, 200)
    assert Revision.objects.count() == before + 1
    assert "Nothing was changed" in words_of(second)


def test_only_fields_of_the_form_are_taken(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    more = {"origin": "file", "author": "1", "format": "9", "is_safety": "on", "title": "Mine"}
    writer.post(screen(spacer, "change"), form_in(page) | more)
    saved = document(*SPACER)
    assert saved.live_id == spacer.live_id
    assert (saved.head.origin, saved.head.author.username) == ("staff", "writer")
    assert "format: 1\n" in saved.head.text
    assert "is_safety" not in saved.head.text


def test_faults_are_listed_on_top_with_links_and_beside_their_fields(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    sent = form_in(page) | {"stay": "a few", "body": "# Too big a heading"}
    response = writer.post(screen(spacer, "change"), sent)
    html = response.content.decode()
    assert document(*SPACER).head_id == spacer.head_id
    assert 'href="#field-stay"' in html
    assert 'id="field-stay"' in html
    assert 'id="id_stay_error"' in html
    assert 'href="#typed-line-1"' in html
    assert 'id="typed-line-1"' in html
    assert "<title>Error: " in html


def test_what_stops_publishing_is_listed_after_saving(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    sent = form_in(page) | {"summary": "", "harm_findings": "no-such-finding"}
    response = writer.post(screen(spacer, "change"), sent, follow=True)
    assert "This still stops it from being published" in words_of(response)
    assert "Summary is needed" in words_of(response) or "summary is needed" in words_of(response)
    assert "no-such-finding" in words_of(response)


def test_a_new_document_is_begun_at_its_address(loaded, writer):
    address = of_kind(KINDS["condition"], "add")
    sent = form_in(writer.get(address)) | {"address-slug": "worn-disc", "title": "A worn disc"}
    response = writer.post(address, sent)
    new = document("condition", "worn-disc")
    assert response.url == screen(new, "change")
    assert (new.language, new.live, new.head.author.username) == ("en", None, "writer")
    again = writer.post(address, sent)
    assert again.status_code == 200
    assert "There is a document with this short name already" in words_of(again)
    assert Revision.objects.filter(document=new).count() == 1


@pytest.mark.parametrize(
    ("slug", "mend"),
    [("Worn disc", "worn-disc"), ("../etc", "etc"), ("ünder_score", "under-score"), ("a--b", "a-b"), ("日本", "")],
)
def test_a_wrong_short_name_is_refused_with_a_mend(loaded, writer, slug, mend):
    address = of_kind(KINDS["condition"], "add")
    response = writer.post(address, form_in(writer.get(address)) | {"address-slug": slug, "title": "A worn disc"})
    assert response.status_code == 200
    assert f"write “{mend}”" in words_of(response) if mend else "small letters" in words_of(response)
    assert not Document.objects.filter(kind="condition", head__text__contains="A worn disc").exists()


def test_what_all_languages_share_is_kept_under_all_and_the_clinic_needs_no_name(loaded, writer):
    address = of_kind(KINDS["clinic"], "add")
    page = writer.get(address)
    assert "address-slug" not in form_in(page)
    writer.post(address, form_in(page) | {"name": "Spine clinic"})
    assert document("clinic", "clinic").language == "all"


def test_one_who_loses_a_race_for_an_address_is_told_so(loaded, writer, monkeypatch):
    address = of_kind(KINDS["guide"], "add")
    sent = form_in(writer.get(address)) | {"address-slug": "questions", "title": "Mine"}
    # As if the colleague's document came between the check and the save.
    monkeypatch.setattr(AddressForm, "clean", lambda form: None)
    answer = writer.post(address, sent)
    assert "There is a document with this short name already" in words_of(answer)
    assert form_in(answer)["title"] == ["Mine"]
    assert Revision.objects.filter(text__contains="title: Mine").count() == 0


def test_a_site_of_two_languages_asks_for_the_language(loaded, writer, settings):
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish")]
    address = of_kind(KINDS["guide"], "add")
    sent = form_in(writer.get(address)) | {"address-slug": "questions", "address-language": "es", "title": "Preguntas"}
    writer.post(address, sent)
    assert sorted(Document.objects.filter(slug="questions").values_list("language", flat=True)) == ["en", "es"]
    listed = words_of(writer.get(of_kind(KINDS["guide"], "changelist") + "?language=es"))
    assert "Preguntas" in listed
    assert "Questions to ask" not in listed
    assert writer.post(address, sent | {"address-language": "xx", "address-slug": "more"}).status_code == 200
    assert not Document.objects.filter(slug="more").exists()


def test_a_finding_shows_the_fields_of_its_shape(loaded, writer):
    address = of_kind(KINDS["finding"], "add")
    assert "arms-0-percent" not in form_in(writer.get(address))
    assert "arms-0-percent" in form_in(writer.get(address + "?shape=two_counts"))
    sent = form_in(writer.get(address)) | {"shape": "words", "_shape": "1", "label-en": "Pain", "address-slug": "pain"}
    redrawn = form_in(writer.post(address, sent))
    assert "says-en" in redrawn
    assert (redrawn["label-en"], redrawn["address-slug"]) == (["Pain"], ["pain"])
    assert not Document.objects.filter(slug="pain").exists()


def test_more_rows_can_be_asked_for_without_saving(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    sent = form_in(page) | {f"recovery-{number}-activity": f"Step {number}" for number in range(3)}
    more = writer.post(screen(spacer, "change"), sent | {"_rows-recovery": "1", "saving-note": "kept"})
    redrawn = form_in(more)
    assert redrawn["recovery-2-activity"] == ["Step 2"]
    assert "recovery-5-activity" in redrawn
    assert redrawn["saving-note"] == ["kept"]
    assert redrawn["saving-based_on"] == [str(spacer.head_id)]
    assert document(*SPACER).head_id == spacer.head_id


def test_typed_html_comes_back_as_text(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    hostile = '"><script>alert(1)</script>'
    sent = form_in(page) | {"title": hostile, "saving-note": hostile}
    response = writer.post(screen(spacer, "change"), sent, follow=True)
    assert response.status_code == 200
    for address in (screen(spacer, "change"), screen(spacer, "publishing"), screen(spacer, "history")):
        assert "<script>alert" not in writer.get(address).content.decode()


def test_writing_changes_no_public_number(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    before = Counter.current("en")
    writer.post(screen(spacer, "change"), form_in(page) | {"title": "Other"})
    assert Counter.current("en") == before


def test_a_text_of_a_newer_format_is_shown_and_not_offered_for_writing(loaded, writer):
    old = document(*SPACER)
    newer = Revision.objects.create(
        document=old, text="---\nformat: 99\ntitle: x\n---\n", digest="0" * 64, origin="file", parent=old.head
    )
    Document.objects.filter(pk=old.pk).update(head=newer)
    response = writer.get(screen(old, "change"), follow=True)
    assert "This text cannot be shown as a form" in words_of(response)
    assert "format: 99" in words_of(response)


def test_the_front_page_of_the_one_application_is_the_desk(writer):
    assert writer.get(reverse("admin:app_list", args=("portal",))).url == reverse("admin:index")


@pytest.mark.parametrize("slug", ["glossary", "sources", "conditions", "score-sheet", "style", "admin"])
def test_a_name_that_the_site_itself_uses_is_refused(loaded, writer, slug):
    address = of_kind(KINDS["article"], "add")
    answer = writer.post(address, form_in(writer.get(address)) | {"address-slug": slug, "title": "X"})
    assert f"The site itself uses the address /{slug}/." in words_of(answer)
    assert not Document.objects.filter(kind="article", slug=slug).exists()
