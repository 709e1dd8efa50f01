"""Going back to an earlier text: a new draft, and nothing that readers see."""

import pytest

from portal.desk import publishing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import StaleDraft, revise
from portal.desk.people import User
from portal.desk.publishing import PublishingRefused
from portal.desk.reverting import RestoringRefused, bring_back, restore
from portal.desk.withdrawing import withdraw
from portal.shelf.treatments import Procedure
from portal.text import upgrade
from portal.text.frontmatter import Parsed
from tests.desk.four_eyes import publish


def edited(document: Document, by: User, old: str = "is small", new: str = "is tiny") -> Revision:
    text = document.head.text.replace(old, new)
    made = revise(document, text=text, based_on=document.head, author=by, origin=Origin.STAFF)
    assert made is not None
    return made


def with_text(document: Document, text: str) -> Revision:
    """A text that is in the history from other days, whatever it says, with the newest one behind it."""
    old, newest = document.head, document.head
    made = revise(document, text=text, based_on=old, author=None, origin=Origin.FILE)
    revise(document, text=newest.text, based_on=made, author=None, origin=Origin.FILE)
    assert made is not None
    return made


def test_an_earlier_text_becomes_a_new_draft_written_from_the_newest(spacer: Document, writer: User) -> None:
    first = spacer.head
    second = edited(spacer, writer)
    restored = restore(spacer, revision=first, by=writer, based_on=second)
    assert (restored.text, restored.parent, restored.author) == (first.text, second, writer)
    assert (restored.note, restored.origin) == (f"Restored from revision {first.pk}", "staff")
    fresh = Document.objects.get(pk=spacer.pk)
    assert (fresh.head, fresh.live) == (restored, first)
    assert list(spacer.revisions.values_list("pk", flat=True)) == [restored.pk, second.pk, first.pk]


def test_nothing_goes_live_by_it_and_it_can_be_published_then(spacer: Document, writer: User) -> None:
    first = spacer.head
    second = edited(spacer, writer)
    publish(spacer, revision=second, by=writer)
    restored = restore(spacer, revision=first, by=writer, based_on=second)
    assert Document.objects.get(pk=spacer.pk).live == second
    publish(spacer, revision=restored, by=writer)
    assert Document.objects.get(pk=spacer.pk).live == restored


def test_the_text_that_is_the_newest_already_is_not_saved_again(spacer: Document, writer: User) -> None:
    first = spacer.head
    with pytest.raises(RestoringRefused, match="nothing to restore"):
        restore(spacer, revision=first, by=writer, based_on=first)
    second = edited(spacer, writer)
    third = restore(spacer, revision=first, by=writer, based_on=second)
    with pytest.raises(RestoringRefused, match=f"what revision {first.pk} says"):
        restore(spacer, revision=first, by=writer, based_on=third)
    assert spacer.revisions.count() == 3


@pytest.mark.parametrize("is_known", [True, False])
def test_what_somebody_saved_meanwhile_is_not_put_aside_unseen(spacer: Document, writer: User, is_known: bool) -> None:
    first = spacer.head
    newest = edited(spacer, writer)
    with pytest.raises(StaleDraft) as stale:
        restore(spacer, revision=first, by=writer, based_on=first if is_known else None)
    assert stale.value.newest == newest
    assert Document.objects.get(pk=spacer.pk).head == newest


def test_another_documents_text_is_refused(spacer: Document, writer: User) -> None:
    other = Document.objects.get(kind="guide", slug="questions")
    with pytest.raises(RestoringRefused, match="belongs to another document"):
        restore(spacer, revision=other.head, by=writer, based_on=spacer.head)
    assert (spacer.revisions.count(), other.revisions.count()) == (1, 1)


@pytest.mark.parametrize("text", ["", "no fields", "---\nformat: 99\n---\n", "---\ntitle: [\n---\n"])
def test_a_text_that_cannot_be_read_any_more_is_refused_with_its_fault(
    spacer: Document, writer: User, text: str
) -> None:
    old = with_text(spacer, text)
    before = spacer.revisions.count()
    with pytest.raises(RestoringRefused, match=f"Revision {old.pk} cannot be read any more.*line"):
        restore(spacer, revision=old, by=writer, based_on=spacer.head)
    assert spacer.revisions.count() == before


def test_a_text_of_an_older_format_is_lifted(spacer: Document, writer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(parsed: Parsed) -> Parsed:
        fields = {name.replace("heading", "title"): value for name, value in parsed.fields.items()}
        return Parsed(fields | {"format": 2}, parsed.body, parsed.lines, parsed.body_line)

    old = with_text(spacer, "---\nformat: 1\nheading: Old\n---\n\nWords.\n")
    monkeypatch.setattr(upgrade, "FORMAT", 2)
    monkeypatch.setattr(upgrade, "STEPS", {1: renamed})
    restored = restore(spacer, revision=old, by=writer, based_on=spacer.head)
    assert restored.text == "---\nformat: 2\ntitle: Old\n---\n\nWords.\n"


def test_a_page_that_was_withdrawn_by_mistake_comes_back_by_a_new_approval(spacer: Document, writer: User) -> None:
    shown = spacer.head
    with pytest.raises(RestoringRefused, match="readers see this page"):
        bring_back(shown, by=writer)
    withdraw(spacer, by=writer, note="the wrong page")
    draft = bring_back(shown, by=writer)
    assert (draft.text, draft.parent, draft.author) == (shown.text, shown, writer)
    with pytest.raises(RestoringRefused, match="There is a draft already"):
        bring_back(shown, by=writer)
    document = Document.objects.get(pk=spacer.pk)
    with pytest.raises(PublishingRefused, match="Nobody has approved this revision"):
        publishing.publish(document, revision=draft, by=writer)
    publish(document, revision=draft, by=writer)
    assert Procedure.objects.get().edition.html
