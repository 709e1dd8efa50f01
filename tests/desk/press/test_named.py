"""What a few texts name is asked for when they name it, and is the same as when everything is read at once."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.press.named import AskingIndex, AskingSurroundings, Sought, index_of
from portal.desk.press.surroundings import Surroundings, whole_index_of
from portal.desk.publishing import obstacles
from portal.desk.withdrawing import withdraw
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Finding
from portal.text.references import Ref
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised

STENOSIS, QUESTIONS = Ref("condition", "spinal-stenosis"), Ref("guide", "questions")
COMING = (("en", "guide", "coming"), ("de", "guide", "kommend"), ("all", "source", "new-2026"), ("en", "card", "soon"))


def every_ref() -> set[Ref]:
    """All that can be named: what is there, what moved, what comes, and what never was."""
    there = {Ref(kind, slug) for kind, slug in Document.objects.values_list("kind", "slug")}
    moved = {one.ref for one in Moved.objects.all()}
    never = {Ref("guide", "never"), Ref("nothing", "x"), Ref("upload", "0.jpg"), Ref("drawing", "no")}
    return there | moved | never | {Ref(kind, slug) for _language, kind, slug in COMING}


@pytest.fixture
def changed(loaded: Path, writer: User) -> None:
    """A page is withdrawn; old addresses lead to another page, to one that comes, and to the one that is gone."""
    Moved.lead("en", Ref("condition", "narrow-canal"), STENOSIS)
    Moved.lead("en", Ref("guide", "early"), Ref("guide", "coming"))
    Moved.lead("de", Ref("condition", "stenose"), STENOSIS)
    Moved.lead("en", Ref("guide", "old-questions"), QUESTIONS)
    withdraw(Document.objects.get(kind="guide", slug="questions"), by=writer, note="outdated")


@pytest.mark.parametrize("coming", [(), COMING])
@pytest.mark.parametrize("language", ["en", "de"])
def test_links_lead_where_they_lead_when_all_is_read_at_once(
    changed: None, language: str, coming: tuple[tuple[str, str, str], ...]
) -> None:
    asked, whole = AskingSurroundings.of(language, coming), Surroundings.of(language, coming)
    refs = every_ref()
    assert {ref: asked.urls.get(ref) for ref in refs} == {ref: whole.urls.get(ref) for ref in refs}
    assert asked.outside().terms == whole.outside().terms
    slugs = [*Finding.objects.values_list("slug", flat=True), "never"]
    found = {slug: asked.finding_sources.get(slug) for slug in slugs}
    assert found == {slug: whole.finding_sources.get(slug) for slug in slugs}
    assert found["never"] is None


def test_a_former_name_leads_on_and_one_of_a_withdrawn_page_leads_nowhere(changed: None) -> None:
    urls = AskingSurroundings.of("en").urls
    assert urls[Ref("condition", "narrow-canal")] == "/conditions/spinal-stenosis/"
    assert urls.get(Ref("guide", "old-questions")) is None
    assert urls.get(QUESTIONS) is None
    assert urls.get(Ref("guide", "early")) is None
    assert AskingSurroundings.of("en", COMING).urls[Ref("guide", "early")] == "/guides/coming/"


@pytest.mark.parametrize("language", ["en", "de", SHARED_LANGUAGE])
def test_the_same_documents_are_known_as_when_all_are_read_at_once(loaded: Path, language: str) -> None:
    asked, whole = index_of(language, COMING), whole_index_of(language, COMING)
    refs = every_ref()
    assert {ref: asked.has(ref) for ref in refs} == {ref: whole.has(ref) for ref in refs}
    assert asked.near(Ref("condition", "spinal-stenosys")) == whole.near(Ref("condition", "spinal-stenosys"))
    for kind in (*whole.known, "nothing"):
        assert asked.slugs(kind) == whole.slugs(kind)
    kinds = ("procedure", "guide", "condition")
    for most in (0, 1, 3, 100):
        assert asked.first(kinds, most) == whole.first(kinds, most)


def test_a_text_is_asked_about_once_however_much_it_names(loaded: Path) -> None:
    def cost(body: str) -> int:
        around = AskingSurroundings.of("en")
        with CaptureQueriesContext(connection) as counted:
            around.expect([body])
            for ref in (STENOSIS, QUESTIONS, Ref("source", "x"), Ref("term", "y"), Ref("guide", "z")):
                if str(ref) in body:
                    around.urls.get(ref)
        return len(counted)

    one = cost("[a](guide:z)\n\n::: finding a\n:::\n")
    many = "[a](guide:z) [b](condition:spinal-stenosis) [c](guide:questions#part) [d](source:x) [e]( <term:y> )"
    assert cost(f"{many}\n\n::: finding a\n:::\n\n::: finding b\n:::\n") == one == 3


def test_what_is_not_foreseen_is_asked_for_and_only_once(loaded: Path) -> None:
    sought: list[set[str]] = []

    def ask(keys: object) -> dict[str, str]:
        sought.append(set(keys))  # type: ignore[call-overload]
        return {"a": "1"}

    answers = Sought[str](ask)
    answers.expect(["a", "b"])
    assert (answers["a"], answers.get("b"), answers.get("c"), answers.get("c")) == ("1", None, None, None)
    assert sought == [{"a", "b"}, {"c"}]
    assert (list(answers), len(answers)) == (["a"], 1)
    answers["b"] = "2"
    del answers["a"]
    assert dict(answers) == {"b": "2"}


def test_publishing_asks_for_no_list_of_all_names(
    spacer: Document, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> list[str]:
        raise AssertionError("all names were asked for")

    monkeypatch.setattr(AskingIndex, "slugs", refuse)
    monkeypatch.setattr(Surroundings, "of", refuse)
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    assert "is tiny" in Page.objects.get(slug=spacer.slug).edition.html


def test_publishing_costs_the_same_with_one_link_and_with_three(spacer: Document, writer: User) -> None:
    def cost(links: str) -> int:
        revision = revised(spacer, "is small", f"is small {links}", writer)
        with CaptureQueriesContext(connection) as counted:
            publish(spacer, revision=revision, by=writer)
        spacer.refresh_from_db()
        return len(counted)

    cost("[why](condition:spinal-stenosis)")  # once, so that both are told of the same neighbours
    once = cost("[why](condition:spinal-stenosis)")
    assert cost("[a](condition:spinal-stenosis) [b](guide:questions) [c](risk:another-operation)") <= once + 1
    assert '<a href="/guides/questions/">b</a>' in Page.objects.get(slug=spacer.slug).edition.html


def test_a_wrong_name_is_answered_with_the_one_that_was_meant(spacer: Document, writer: User) -> None:
    revision = revised(spacer, "is small", "is small [why](condition:spinal-stenosys)", writer)
    [fault] = obstacles(spacer, revision)
    assert fault.message.endswith("which does not exist; did you mean “spinal-stenosis”?")


def test_rows_that_are_about_to_come_are_known(loaded: Path) -> None:
    around = AskingSurroundings.of("en")
    row: Published = Finding(slug="new", language="all", source_slug="a-source")
    assert around.finding_sources.get("new") is None
    around.note(row)
    assert around.finding_sources["new"] == "a-source"
