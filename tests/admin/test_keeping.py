"""Words that were typed are not lost when a session has ended or a page has grown old."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.admin.addresses import of_kind, screen
from portal.admin.typed_words import SIGNED_OUT
from portal.desk.documents import Revision
from portal.kinds.registry import KINDS
from portal.kinds.upload import UploadField
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of

SPACER = ("procedure", "interspinous-spacer")
HOSTILE = '"></textarea><script>alert(1)</script>'
pytestmark = pytest.mark.django_db


def given_back(response):
    """What stands in the fields of the page, by their labels."""
    page = parsed(response)
    labels = {label.get("for"): "".join(label.itertext()) for label in page.iter("label")}
    return {labels[area.get("id")]: "".join(area.itertext()) for area in page.iter("textarea")}


def typed(writer):
    address = screen(document(*SPACER), "change")
    more = {"title": "My title", "body": "## Mine\n\nWords & <b>more</b>.", "saving-note": "why"}
    return address, form_in(writer.get(address)) | more | {"recovery-0-activity": "Driving"}


def test_who_was_signed_out_gets_the_words_back_and_the_way_to_sign_in(loaded, writer):
    address, sent = typed(writer)
    before = Revision.objects.count()
    answer = Client().post(address, sent)
    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    words = given_back(answer)
    assert words["Title"] == "My title"
    assert words["Text"].strip() == "## Mine\n\nWords & <b>more</b>."
    assert words["Note for the history"] == "why"
    assert words["Recovery, row 1: Activity"] == "Driving"
    assert [link.get("href") for link in parsed(answer).iter("a") if "login" in (link.get("href") or "")] == [
        f"{reverse('admin:login')}?next={address.replace('/', '%2F')}"
    ]
    assert list(parsed(answer).iter("form")) == []
    assert Revision.objects.count() == before


def test_nothing_but_words_is_given_back(loaded, writer):
    address, sent = typed(writer)
    secret = {"old_password": "s3cret-one", "new_password1": "s3cret-two", "csrfmiddlewaretoken": "s3cret-three"}
    html = Client().post(address, sent | secret).content.decode()
    assert "s3cret" not in html
    assert sent["saving-ticket"][0] not in html
    assert "s3cret" not in Client().post(reverse("admin:password_change"), secret).content.decode()


def test_any_other_button_of_the_desk_answers_alike(loaded):
    answer = Client().post(screen(document(*SPACER), "publishing"), {"action": "approve", "comment": "Well done"})
    assert given_back(answer) == {"Comment": "Well done"}
    empty = Client().post(reverse("admin:files"), {"action": "load"})
    assert (empty.status_code, given_back(empty)) == (403, {})
    assert "nothing was saved" in words_of(empty)


def test_a_kind_s_add_screen_names_its_own_fields(loaded):
    sent = {"label-en": "Pain", "address-slug": "pain", "made_up": "x", "arms-0-name-en": "a spacer"}
    words = given_back(Client().post(of_kind(KINDS["finding"], "add"), sent))
    assert words["Short name"] == "pain"
    assert words["Made up"] == "x"
    assert {value.strip() for value in words.values()} == {"Pain", "pain", "x", "a spacer"}


def test_hostile_words_come_back_as_words(loaded):
    address = screen(document(*SPACER), "change")
    answer = Client().post(address, {"title": HOSTILE, HOSTILE: HOSTILE})
    assert "<script>alert" not in answer.content.decode()
    assert HOSTILE in given_back(answer)["Title"]


def test_the_look_in_its_frame_says_that_one_is_signed_out(loaded):
    answer = Client().post(screen(document(*SPACER), "change"), {"title": "x", "_look": "frame"})
    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (403, "SAMEORIGIN")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    plain = Client().post(screen(document(*SPACER), "change"), {"title": "x"})
    assert plain.headers["X-Frame-Options"] == "DENY"


def test_reading_and_logging_out_lead_on_as_ever(loaded):
    address = screen(document(*SPACER), "change")
    assert Client().get(address).status_code == 302
    assert Client().post(reverse("admin:logout")).status_code == 302


def test_a_form_without_its_mark_is_refused_and_its_words_are_given_back(loaded, writer):
    address, sent = typed(writer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    before = Revision.objects.count()
    del sent["csrfmiddlewaretoken"]
    answer = strict.post(address, sent)
    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    assert given_back(answer)["Title"] == "My title"
    # No button sends them on: another site could have made this request.
    inside = [form for form in parsed(answer).iter("form") if form.get("id") != "logout-form"]
    assert inside == []
    assert Revision.objects.count() == before


def test_the_sign_in_gives_nothing_back(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "ward", "password": "s3cret"})
    assert answer.status_code == 403
    assert given_back(answer) == {}
    assert "s3cret" not in answer.content.decode()


def test_elsewhere_a_reader_is_told_what_to_do(loaded):
    answer = Client(enforce_csrf_checks=True).post("/", {"words": "private words"})
    assert answer.status_code == 403
    assert "This could not be sent" in words_of(answer)
    assert "private words" not in answer.content.decode()


def test_a_save_says_to_the_browser_which_words_have_arrived(loaded, writer):
    address, sent = typed(writer)
    ticket = sent["saving-ticket"][0]
    saved = writer.post(address, sent, follow=True)
    [message] = [line for line in parsed(saved).iter("li") if "saved-" in (line.get("class") or "")]
    assert f"saved-{ticket}" in message.get("class").split()
    assert form_in(saved)["saving-ticket"] != [ticket]


def test_a_refused_save_says_nothing_of_the_kind_and_keeps_its_ticket(loaded, writer):
    address, sent = typed(writer)
    refused = writer.post(address, sent | {"stay": "a few"})
    assert "saved-" not in refused.content.decode()
    assert form_in(refused)["saving-ticket"] == sent["saving-ticket"]
    more = writer.post(address, sent | {"_rows-recovery": "1"})
    assert form_in(more)["saving-ticket"] == sent["saving-ticket"]


@pytest.mark.parametrize("ticket", ["", "x", '"><script>', "a" * 33])
def test_a_strange_ticket_keeps_nobody_from_saving(loaded, writer, ticket):
    address, sent = typed(writer)
    saved = writer.post(address, sent | {"saving-ticket": ticket}, follow=True)
    assert "title: My title" in document(*SPACER).head.text
    assert "saved-" not in saved.content.decode()


BUTTONS_AND_LISTS = {
    "ticked": ["3", "5"],
    "digest-12": "e" * 64,
    "reading_digest": "e" * 64,
    "document": ["3", "5"],
    "owner": "7",
    "deputy": "8",
    "link": "2",
    "page": "4",
    "revision": "31",
    "publication": "6",
    "based_on": "31",
    "saving-based_on": "31",
    "groups": "1",
    "action": "sign",
}


@pytest.mark.parametrize("screen_name", ["review", "owner", "sharing", "publishing", "revision", "owners", "pack"])
def test_keys_and_digests_are_nobody_s_words(loaded, screen_name):
    found = document(*SPACER)
    others = {"owners": reverse("admin:owners"), "pack": reverse("admin:reviews_pack")}
    arguments = (found, screen_name, *([found.head_id] if screen_name == "revision" else []))
    answer = Client().post(others.get(screen_name) or screen(*arguments), BUTTONS_AND_LISTS | {"comment": "Well done"})
    assert given_back(answer) == {"Comment": "Well done"}


def test_a_row_that_is_taken_out_and_a_picture_s_digest_are_nobody_s_words(loaded):
    rows = {"recovery-0-remove": "1", "recovery-0-id": "driving", "recovery-0-position": "2"}
    assert given_back(Client().post(screen(document(*SPACER), "change"), rows)) == {}
    picture = {"file": f"{'0' * 64}.jpg", "file-without": "on", "credit": "A. Example"}
    assert given_back(Client().post(of_kind(KINDS["picture"], "add"), picture)) == {"Credit": "A. Example"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_kind_is_given_back_where_it_is_written(loaded, kind):
    words = {
        name: f"words of {name}"
        for name, field in KINDS[kind].form.base_fields.items()
        if not isinstance(field, UploadField)
    }
    answer = Client().post(of_kind(KINDS[kind], "add"), words)
    assert {value.strip() for value in given_back(answer).values()} == set(words.values())


def test_words_in_a_language_called_id_are_no_row_s_id(loaded):
    given = given_back(Client().post(of_kind(KINDS["picture"], "add"), {"title-id": "Bekas luka"}))
    assert given == {"Title (id)": "Bekas luka"}


def test_only_the_answer_to_who_was_signed_out_says_so_to_scripts(loaded, writer, staff):
    address, sent = typed(writer)
    assert SIGNED_OUT in Client().post(address, sent).headers
    assert SIGNED_OUT in Client().post(screen(document(*SPACER), "here")).headers
    not_allowed = staff("reader", "view").post(address, sent)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    unmarked = strict.post(address, sent | {"csrfmiddlewaretoken": "x" * 32})
    assert (not_allowed.status_code, unmarked.status_code) == (403, 403)
    assert SIGNED_OUT not in not_allowed.headers
    assert SIGNED_OUT not in unmarked.headers


NAMES = ("index", "owners", "reviews", "reports", "files", "my_sign_in")
LISTS = ("portal_user_changelist", "auth_group_changelist")


@pytest.mark.parametrize(
    "address",
    [
        *(reverse(f"admin:{name}") for name in (*NAMES, *LISTS)),
        *(of_kind(kind, name) for kind in KINDS.values() for name in ("changelist", "add")),
    ],
)
def test_wherever_one_can_log_out_the_words_that_were_not_sent_are_asked_about(loaded, admin_client, address):
    page = parsed(admin_client.get(address))
    assert [form.get("data-unsent") is not None for form in page.iter("form") if form.get("id") == "logout-form"] == [
        True
    ]
    assert [script.get("src") for script in page.iter("script")].count("/static/js/desk/keeping.js") == 1


def test_the_person_is_named_once_for_all_scripts(loaded, writer):
    page = parsed(writer.get(screen(document(*SPACER), "change")))
    assert [form.get("id") for form in page.iter("form") if form.get("data-user") is not None] == ["logout-form"]
