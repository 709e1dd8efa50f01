"""What is done with messages: a reader sends one, staff look at it, answer it, set it aside or throw it away.

Whoever handles one on a screen says in `seen` which handling was the newest there, 0 for none; if there has been
another since, TriageRefused is raised.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.shelf.counter import Counter
from portal.text.references import Ref
from portal.visitors.feedback import Feedback, State


class TriageRefused(Exception):
    """A message cannot be handled so; the text is for the person who tried."""


class Place(NamedTuple):
    """The part of a page that a message is about: `part` and `heading` are "" for the whole page."""

    language: str
    ref: Ref
    part: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Answer:
    """What readers are told: what they said and what was changed, in sentences; the revision that did it, if one did.

    `revision` is its number and the digest of its text.
    """

    said: str
    changed: str
    is_shown: bool
    revision: tuple[int, str] | None = None


@transaction.atomic
def send(*, place: Place, clear: str, words: str, ticket: str) -> bool:
    """Keep a reader's message, once for each ticket; False, with nothing kept, where another came with it before."""
    about = {"language": place.language, "kind": place.ref.kind, "slug": place.ref.slug, "part": place.part}
    told = about | {"clear": clear, "words": words}
    row, _is_new = Feedback.objects.get_or_create(
        ticket=ticket, defaults=told | {"heading": place.heading[:400], "sent_on": timezone.localdate()}
    )
    return all(getattr(row, name) == value for name, value in told.items())


@transaction.atomic
def look_at(message: Feedback, *, by: Any, seen: int | None = None) -> Feedback:
    """Note that somebody has read it and that a change is planned."""
    return _handle(message, by, seen, State.PLANNED)


@transaction.atomic
def set_aside(message: Feedback, *, by: Any, seen: int | None = None) -> Feedback:
    """Note that somebody has read it and that there is nothing to change."""
    return _handle(message, by, seen, State.SET_ASIDE)


@transaction.atomic
def answer(message: Feedback, *, by: Any, told: Answer, seen: int | None = None) -> Feedback:
    """Say what was changed, and on the page about this site too if readers shall see it.

    An answer that is written anew keeps its day. Raises TriageRefused where a sentence is missing, or where readers
    would be told of a change that no text shows.
    """
    said, changed = told.said.strip(), told.changed.strip()
    if not changed:
        raise TriageRefused(_("Write what was changed: a message is answered by a sentence."))
    if told.is_shown and not said:
        raise TriageRefused(_("Write what readers said, in your own words: it stands above the answer."))
    if told.is_shown and told.revision is None:
        raise TriageRefused(
            _("Choose the text that did it: readers are told only of a change that is live. Or do not show the answer.")
        )
    number, digest = told.revision or (None, "")
    return _handle(
        message,
        by,
        seen,
        State.ANSWERED,
        said=said,
        changed=changed,
        is_shown=told.is_shown,
        revision_number=number,
        revision_digest=digest,
    )


@transaction.atomic
def throw_away(message: Feedback) -> None:
    """Delete a message that is no feedback, with its history."""
    was_shown = message.is_shown
    message.delete()
    if was_shown:
        Counter.bump([message.language])


@transaction.atomic
def forget_messages() -> int:
    """Delete messages that are older than two years, and of answered ones the reader's words; returns how many."""
    old = Feedback.objects.outlived(timezone.localdate())
    _all, by_model = old.unanswered().delete()
    return by_model.get(Feedback._meta.label, 0) + old.with_words().update(words="")


UNANSWERED: dict[str, Any] = {
    "said": "",
    "changed": "",
    "is_shown": False,
    "revision_number": None,
    "revision_digest": "",
    "answered_on": None,
}


def _handle(message: Feedback, by: Any, seen: int | None, state: str, **answered: Any) -> Feedback:
    """Bring a message into a state, note who did it, and tell readers where they see something else now.

    `seen` is the newest handling that this person knew of, 0 for none; None asks for no such care.
    """
    row = Feedback.objects.select_for_update().filter(pk=message.pk).first()
    if row is None:
        raise TriageRefused(_("Somebody has thrown this message away meanwhile."))
    last = row.handlings.first()
    if seen is not None and seen != (last.pk if last else 0):
        raise TriageRefused(
            _("Somebody else has handled this message meanwhile. See below what they wrote, then save again.")
        )
    was_shown = row.is_shown
    if state == State.ANSWERED:
        answered["answered_on"] = row.answered_on or timezone.localdate()
    for name, value in (UNANSWERED | answered | {"state": state}).items():
        setattr(row, name, value)
    row.save()
    row.handlings.create(state=state, changed=row.changed, is_shown=row.is_shown, by=by, made_at=timezone.now())
    if was_shown or row.is_shown:
        Counter.bump([row.language])
    return row
