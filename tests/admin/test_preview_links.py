"""Preview links: what somebody outside sees, for how long, and that nothing else comes out."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk import sharing
from portal.desk.people import User
from portal.desk.sharing import PreviewLink, SharingRefused
from portal.desk.ticking import tick
from tests.admin.conftest import document
from tests.admin.forms import words_of
from tests.admin.preview_links import made
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised

SPACER = ("procedure", "interspinous-spacer")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def test_somebody_outside_reads_exactly_one_revision(draft, sharer):
    answer, path = made(sharer, draft.document)
    assert "It is shown only this once." in words_of(answer)
    opened = Client().get(path)
    said, until = words_of(opened), timezone.localdate() + timedelta(days=14)
    assert opened.status_code == 200
    assert "A spacer is tiny" in said
    bar = f"Draft for reading, not published, saved text number {draft.pk}, until {until:%-d %b %Y}. Do not pass it on."
    assert bar in said
    assert "To answer, tell the person who sent you the link." in said
    revised(draft.document, "is tiny", "is minute", draft.author)
    assert Client().get(path).content == opened.content
    assert "tiny" not in words_of(Client().get("/procedures/interspinous-spacer/"))


def test_the_answer_is_kept_by_nobody_listed_by_nobody_and_sets_no_cookie(draft, sharer):
    _answer, path = made(sharer, draft.document)
    for place in (path, "/preview/unknown/"):
        opened = Client().get(place, headers={"accept-encoding": "gzip"})
        assert opened.headers["Cache-Control"] == "no-store, private"
        assert opened.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert opened.headers["Referrer-Policy"] == "no-referrer"
        assert opened.cookies == {}
        assert not {"ETag", "Last-Modified", "Content-Encoding", "Vary"} & set(opened.headers)
        assert 'name="robots" content="noindex' in opened.content.decode()


def test_the_page_shows_nothing_of_the_desk(draft, sharer):
    _answer, path = made(sharer, draft.document)
    html = Client().get(path).content.decode()
    assert "/admin/" not in html
    assert "sharer" not in html
    assert "first-hand" not in html
    assert "Dr Example" not in html
    assert "csrf" not in html


def test_opening_reads_one_row_and_writes_none(draft, sharer):
    _answer, path = made(sharer, draft.document)
    with CaptureQueriesContext(connection) as counted:
        Client().get(path)
    assert len(counted) == 1
    assert counted[0]["sql"].startswith("SELECT")


def test_only_a_digest_of_the_secret_is_kept(draft, sharer):
    _answer, path = made(sharer, draft.document)
    token = path.split("/")[2]
    secret = token.split(".")[0]
    assert len(secret) == 32
    [row] = PreviewLink.objects.values_list()
    assert not [value for value in row if secret in str(value)]
    assert secret not in sharer.get(screen(draft.document, "sharing")).content.decode()
    assert PreviewLink.objects.with_token(token).note == "Dr Example"


def shown(path):
    """The status, and the words without what is different in each answer."""
    answer = Client().get(path)
    return answer.status_code, words_of(answer)


def test_links_that_are_not_open_say_the_same_whatever_the_reason(draft, sharer, time_machine):
    _answer, path = made(sharer, draft.document)
    token = path.split("/")[2]
    secret, moment, mark = token.split(".")
    tampered = [
        f"{secret[::-1]}.{moment}.{mark}",
        f"{secret}.{moment}",
        secret,
        token + "x",
        "x" * 5000,
        "%00",
        sharing.SIGNER.sign("other"),
    ]
    words = {shown(f"/preview/{one}/") for one in tampered}
    [(status, said)] = words
    assert status == 404
    assert "This link is not open" in said
    sharer.post(screen(draft.document, "sharing"), {"action": "revoke", "link": PreviewLink.objects.get().pk})
    assert shown(path) == (410, said)


@pytest.mark.parametrize("reason", ["expired", "published", "deactivated", "no longer staff"])
def test_a_link_closes_by_itself(draft, sharer, time_machine, reason):
    _answer, path = made(sharer, draft.document, days="1")
    assert Client().get(path).status_code == 200
    if reason == "expired":
        time_machine.move_to(timezone.now() + timedelta(days=1, seconds=1))
    elif reason == "published":
        publish(draft.document, revision=draft, by=draft.author)
    else:
        gone = "is_active" if reason == "deactivated" else "is_staff"
        User.objects.filter(username="sharer").update(**{gone: False})
    assert Client().get(path).status_code == 410
    state = PreviewLink.objects.with_token(path.split("/")[2]).state
    assert state == (reason if reason in {"expired", "published"} else "orphaned")


def test_the_pages_of_links_that_never_open_again_are_thrown_away_by_the_timed_run(draft, sharer, time_machine):
    for note in ("Dr Revoked", "Dr Expired", "Dr Open"):
        made(sharer, draft.document, note=note, days="1" if note == "Dr Expired" else "14")
    revoked = PreviewLink.objects.get(note="Dr Revoked")
    sharer.post(screen(draft.document, "sharing"), {"action": "revoke", "link": revoked.pk})
    time_machine.move_to(timezone.now() + timedelta(days=2))
    tick()
    kept = {link.note for link in PreviewLink.objects.all() if link.html}
    assert kept == {"Dr Open"}
    assert PreviewLink.objects.count() == 3
    assert sharing.forget_closed() == 0


def test_a_token_is_refused_by_its_own_age_even_where_the_row_says_otherwise(draft, sharer, time_machine):
    _answer, path = made(sharer, draft.document)
    later = timezone.now() + timedelta(days=32)
    PreviewLink.objects.update(expires_at=later + timedelta(days=1))
    time_machine.move_to(later)
    assert Client().get(path).status_code == 404


def test_all_links_are_listed_with_their_state_and_who_revoked(draft, sharer, staff):
    made(sharer, draft.document)
    made(sharer, draft.document, note="the pharmacy")
    other = staff("other-sharer", "view", "share")
    newest = PreviewLink.objects.order_by("-pk").first()
    answer = other.post(screen(draft.document, "sharing"), {"action": "revoke", "link": newest.pk})
    assert (answer.status_code, answer.url) == (302, screen(draft.document, "sharing"))
    said = words_of(other.get(answer.url))
    assert re.search(r"the pharmacy \d+ .* by sharer .* revoked on .* by other-sharer .*Dr Example", said)
    again = other.post(screen(draft.document, "sharing"), {"action": "revoke", "link": newest.pk})
    assert again.status_code == 409
    assert "has been revoked already" in words_of(again)


def test_the_list_costs_the_same_with_one_link_and_with_three(draft, sharer):
    address = screen(draft.document, "sharing")

    def cost():
        with CaptureQueriesContext(connection) as counted:
            sharer.get(address)
        return len(counted)

    made(sharer, draft.document)
    cost()
    once = cost()
    made(sharer, draft.document)
    made(sharer, draft.document)
    assert cost() == once


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"note": ""}, "This field is required."),
        ({"note": "a@b.example"}, "Leave the e-mail address out."),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "31"}, "less than or equal to 30"),
        ({"days": "x"}, "Enter a whole number."),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_made(draft, sharer, changed, words):
    answer, path = made(sharer, draft.document, **changed)
    assert (path, PreviewLink.objects.count()) == ("", 0)
    assert words in words_of(answer)


def test_an_older_a_live_or_an_unpublishable_text_is_not_sent_out(draft, sharer):
    old = draft.pk
    newest = revised(draft.document, "is tiny", "is minute", draft.author)
    answer, path = made(sharer, draft.document, revision=str(old))
    assert (answer.status_code, path) == (409, "")
    assert "There is a newer revision" in words_of(answer)
    broken = revised(draft.document, "summary: A small", "other: A small", draft.author)
    answer, _path = made(sharer, draft.document)
    assert (answer.status_code, PreviewLink.objects.count()) == (409, 0)
    mended = revised(draft.document, "other: A small", "summary: A small", draft.author)
    publish(draft.document, revision=mended, by=draft.author)
    assert "Readers see the newest text already" in words_of(sharer.get(screen(draft.document, "sharing")))
    sent = {"action": "make", "note": "x", "days": "3", "revision": str(mended.pk)}
    assert sharer.post(screen(draft.document, "sharing"), sent).status_code == 409
    assert newest.pk < broken.pk
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"action": "x"}, {"action": "revoke"}, {"action": "revoke", "link": "9" * 30}])
def test_a_post_that_no_button_sends_is_not_found(draft, sharer, sent):
    assert sharer.post(screen(draft.document, "sharing"), sent).status_code == 404


def test_without_the_permission_nothing_is_shown_made_or_revoked(draft, sharer, staff):
    made(sharer, draft.document)
    link, reader = PreviewLink.objects.get(), staff("reader", "view", "change", "publish", "approve", "sign_off")
    address = screen(draft.document, "sharing")
    assert reader.get(address).status_code == 403
    assert reader.post(address, {"action": "revoke", "link": link.pk}).status_code == 403
    sent = {"action": "make", "note": "x", "days": "3", "revision": str(draft.pk)}
    assert reader.post(address, sent).status_code == 403
    assert "somebody outside" not in words_of(reader.get(screen(draft.document, "publishing")))
    assert PreviewLink.objects.get().state == "open"
    other = document("guide", "questions")
    assert sharer.post(screen(other, "sharing"), {"action": "revoke", "link": link.pk}).status_code == 404


def test_the_way_there_is_on_the_publishing_and_the_preview_screen(draft, sharer):
    for name in ("publishing", "preview"):
        page = sharer.get(screen(draft.document, name))
        assert "Make a link for somebody outside" in words_of(page)
        assert screen(draft.document, "sharing") in page.content.decode()


def test_the_verb_holds_what_the_form_asks(draft):
    by, now = draft.author, timezone.now()
    right = {"revision": draft, "html": "x", "note": "Dr Example", "until": now + timedelta(days=1), "by": by}
    for wrong in ({"until": now}, {"until": now + timedelta(days=31)}, {"note": "  "}):
        with pytest.raises(SharingRefused):
            sharing.share(**(right | wrong))
    link, _token = sharing.share(**right)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(revoked_at=now)
