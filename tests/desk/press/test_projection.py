"""From the desk to the shelf: exactly what changed is rendered anew, and says so."""

from datetime import date

import pytest
from django.db import models
from django.utils import timezone

from portal.desk import drafts, reviewing
from portal.desk.documents import Document, Origin
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.press.projection import rebuild
from portal.desk.publishing import obstacles
from portal.desk.withdrawing import withdraw
from portal.shelf.alphabet import Name
from portal.shelf.editions import Edition
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Finding, Term
from portal.shelf.rows import ROWS
from portal.shelf.uploads import PictureFile
from portal.shelf.uses import Uses
from portal.text.references import Ref
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised

USERS_OF_THE_FINDING = {"interspinous-spacer", "another-operation"}


def _sign_everything(by: User) -> None:
    for page in Page.objects.all():
        reviewing.sign_off(
            Document.objects.get(kind=page.kind, slug=page.slug),
            reading_digest=page.reading_digest,
            reviewer_name="A. Demo",
            reviewer_role="Spine surgeon (demo)",
            reviewed_on=timezone.localdate(),
            due_on=timezone.localdate().replace(year=timezone.localdate().year + 1),
            by=by,
        )


def test_a_changed_finding_renders_exactly_its_users_and_turns_them_to_changed(loaded: object, writer: User) -> None:
    _sign_everything(writer)
    assert {page.review_state for page in Page.objects.all()} == {"reviewed"}
    before = {page.slug: page.edition_id for page in Page.objects.all()}
    finding = Document.objects.get(kind="finding")
    done = publish(finding, revision=revised(finding, "percent: 29", "percent: 31", writer), by=writer)
    after = {page.slug: page.edition_id for page in Page.objects.all()}
    assert {slug for slug in before if before[slug] != after[slug]} == USERS_OF_THE_FINDING
    assert {slug for _language, kind, slug in done.rendered if kind != "finding"} == USERS_OF_THE_FINDING
    states = {page.slug: page.review_state for page in Page.objects.all()}
    assert {slug for slug, state in states.items() if state == "changed"} == USERS_OF_THE_FINDING
    assert {slug for slug, state in states.items() if state == "reviewed"} == {"spinal-stenosis", "questions"}
    assert all("31" in page.edition.html for page in Page.objects.filter(slug__in=USERS_OF_THE_FINDING))


def test_a_changed_source_reaches_pages_through_the_finding_that_names_it(loaded: object, writer: User) -> None:
    source = Document.objects.get(kind="source")
    done = publish(source, revision=revised(source, "BMJ", "British Medical Journal", writer), by=writer)
    assert [kind for _language, kind, _slug in done.rendered] == ["source", "finding", "procedure", "risk"]


def test_a_changed_page_renders_itself_alone(spacer: Document, writer: User) -> None:
    done = publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    assert done.rendered == [("en", "procedure", "interspinous-spacer")]


def test_a_new_word_is_marked_on_the_pages_that_say_it(loaded: object, writer: User) -> None:
    text = "---\nformat: 1\ntitle: canal\ndefinition: The space in the spine that the nerves run through.\n---\n"
    word = drafts.begin(ref=Ref("term", "canal"), language="en", text=text, author=writer, origin=Origin.STAFF)
    done = publish(word, revision=word.head, by=writer)
    assert ("en", "condition", "spinal-stenosis") in done.rendered
    assert "canal" in Page.objects.get(slug="spinal-stenosis").edition.terms


def test_rebuilding_unchanged_pages_writes_no_edition(loaded: object) -> None:
    before = Edition.objects.count()
    assert rebuild() == Document.objects.live().count()
    assert Edition.objects.count() == before


def test_a_page_that_includes_what_is_not_published_is_refused_and_nothing_is_written(
    spacer: Document, writer: User
) -> None:
    text = "---\nformat: 1\ntitle: later\ntype: web_page\nurl: https://example.org/\n---\n"
    drafts.begin(ref=Ref("source", "later"), language="all", text=text, author=writer, origin=Origin.STAFF)
    draft = revised(spacer, "[@moojen-2013]", "[@later]", writer)
    assert obstacles(spacer, draft) == ()
    with pytest.raises(NotPublishable, match="source:later is used here but is not published"):
        publish(spacer, revision=draft, by=writer)
    spacer.refresh_from_db()
    assert spacer.live != draft


def test_what_a_page_uses_is_noted_with_how(loaded: object) -> None:
    uses = {(use.how, use.used_kind, use.used_slug) for use in Uses.objects.filter(user_slug="interspinous-spacer")}
    assert uses == {
        ("includes", "finding", "moojen-2013-another-operation"),
        ("includes", "source", "moojen-2013"),
        ("meets", "term", "spacer"),
        ("treats", "condition", "spinal-stenosis"),
    }


def test_the_reading_digest_names_every_word_that_is_read(loaded: object, writer: User) -> None:
    before = Page.objects.get(slug="interspinous-spacer").reading_digest
    word = Document.objects.get(kind="term")
    publish(word, revision=revised(word, "small implant", "little part", writer), by=writer)
    assert Page.objects.get(slug="interspinous-spacer").reading_digest != before


def test_no_key_runs_between_desk_and_shelf() -> None:
    """A draft cannot leak through a relation, in either direction."""
    shelf = {*ROWS.values(), Page, PictureFile, Edition, Name, Uses}
    for model in shelf:
        for relation in (*model._meta.get_fields(include_hidden=True),):
            related = getattr(relation, "related_model", None)
            if isinstance(related, type) and issubclass(related, models.Model):
                assert related in shelf, f"{model.__name__}.{relation.name} leads to {related.__name__}"


def test_every_kind_has_one_row_class() -> None:
    from portal.kinds.registry import KINDS

    assert set(ROWS) == set(KINDS)
    assert all(issubclass(row, Published) for row in ROWS.values())


def test_a_review_falls_overdue_the_day_after_its_date(loaded: object, writer: User) -> None:
    _sign_everything(writer)
    page = Page.objects.get(slug="questions")
    assert page.review_state_on(page.review_due_on) == "reviewed"
    assert page.review_state_on(date(page.review_due_on.year, 12, 31)) in ("reviewed", "overdue")
    assert page.review_state_on(date.max) == "overdue"


def test_words_of_a_term_and_figures_of_a_finding_are_rows_of_their_own(loaded: object) -> None:
    assert Term.objects.get().phrases == ["spacer", "spacers"]
    assert Finding.objects.get().source_slug == "moojen-2013"


def _word(slug: str, phrase: str, author: User) -> Document:
    text = f"---\nformat: 1\ntitle: {phrase}\ndefinition: Says what {slug} is.\n---\n"
    return drafts.begin(ref=Ref("term", slug), language="en", text=text, author=author, origin=Origin.STAFF)


def test_a_phrase_of_two_words_leads_to_the_same_one_whichever_came_last(loaded: object, writer: User) -> None:
    for slug in ("z-canal", "a-canal"):
        word = _word(slug, "canal", writer)
        publish(word, revision=word.head, by=writer)
    first = Page.objects.get(slug="spinal-stenosis").edition.terms
    again = Document.objects.get(slug="z-canal")
    publish(again, revision=revised(again, "Says what", "Tells what", writer), by=writer)
    assert first == Page.objects.get(slug="spinal-stenosis").edition.terms
    assert "a-canal" in first


def test_a_card_has_no_place_to_explain_words_so_none_is_marked_in_it(loaded: object, writer: User) -> None:
    text = "---\nformat: 1\ntitle: Help\nshown_on: after_treatment\n---\n\n::: callout today\nThe spacer moved.\n:::\n"
    card = drafts.begin(ref=Ref("card", "help"), language="en", text=text, author=writer, origin=Origin.STAFF)
    publish(card, revision=card.head, by=writer)
    assert 'class="term"' not in ROWS["card"].objects.get(slug="help").edition.html


def test_documents_of_a_language_that_was_given_up_keep_out_of_a_rebuild(loaded: object, writer: User) -> None:
    text = Document.objects.get(slug="questions").head.text
    given_up = drafts.begin(ref=Ref("guide", "x"), language="xx", text=text, author=writer, origin=Origin.STAFF)
    Document.objects.filter(pk=given_up.pk).update(live=given_up.head)
    assert rebuild() == Document.objects.live().count() - 1


def test_a_live_text_that_can_no_longer_be_read_is_named_not_a_crash(loaded: object, writer: User) -> None:
    broken = drafts.begin(ref=Ref("guide", "x"), language="en", text="no fields", author=writer, origin=Origin.STAFF)
    Document.objects.filter(pk=broken.pk).update(live=broken.head)
    with pytest.raises(NotPublishable, match=r"en/guides/x\.md:1: the text must begin with"):
        rebuild()


def test_a_link_in_a_card_goes_from_the_pages_that_hold_the_card_too(loaded: object, writer: User) -> None:
    words = (
        "---\nformat: 1\ntitle: Help\nshown_on: after_treatment\n---\n\nRead [this](procedure:interspinous-spacer).\n"
    )
    card = drafts.begin(ref=Ref("card", "help"), language="en", text=words, author=writer, origin=Origin.STAFF)
    publish(card, revision=card.head, by=writer)
    guide = Document.objects.get(slug="questions")
    publish(guide, revision=revised(guide, "What if I wait?", "::: card help\n:::", writer), by=writer)
    before = Page.objects.get(slug="questions")
    assert 'href="/procedures/interspinous-spacer/"' in before.edition.html
    withdraw(Document.objects.get(slug="interspinous-spacer"), by=writer, note="outdated")
    after = Page.objects.get(slug="questions")
    assert 'href="/procedures/interspinous-spacer/"' not in after.edition.html
    assert after.reading_digest == before.reading_digest


def test_a_new_word_leaves_pages_alone_that_only_have_its_letters(loaded: object, writer: User) -> None:
    word = _word("low", "low", writer)  # as in "follow", but nowhere by itself
    guide = Document.objects.get(slug="questions")
    publish(guide, revision=revised(guide, "What if I wait?", "What will follow?", writer), by=writer)
    assert publish(word, revision=word.head, by=writer).rendered == [("en", "term", "low")]


def test_capitals_with_accents_are_found_on_any_database(loaded: object, writer: User) -> None:
    guide = Document.objects.get(slug="questions")
    publish(guide, revision=revised(guide, "What if I wait?", "Ódem may come.", writer), by=writer)
    word = _word("odem", "ódem", writer)
    publish(word, revision=word.head, by=writer)
    assert "odem" in Page.objects.get(slug="questions").edition.terms


def test_what_is_written_about_a_word_reaches_the_glossary(loaded: object, writer: User) -> None:
    word = Document.objects.get(kind="term")
    text = word.head.text + "\nIt is made of *titanium*.\n"
    written = drafts.revise(word, text=text, based_on=word.head, author=writer, origin=Origin.STAFF)
    publish(word, revision=written, by=writer)
    assert "<em>titanium</em>" in Term.objects.get().edition.html
