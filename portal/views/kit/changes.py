"""What the buttons of the visit kit do to what was typed, and what the page then says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.views.kit.bank import Bank
from portal.views.kit.typed import COLUMNS, MOST, NO_MEDICINE, Question, Typed, cell

MEDICINES, QUESTIONS, TOP = "medicines", "questions", "top"


@dataclass(frozen=True, repr=False)
class Done:
    """What was done, in words, and the part of the page where they stand.

    `button` is "up" or "down" when the focus stays on that button, at the question with the number `at`; `box` is the
    name of the box where one writes on, "" for none.
    """

    typed: Typed
    words: str
    place: str = TOP
    button: str = ""
    at: int = -1
    box: str = ""


Change = Callable[[Typed, int, Bank], Done]


def gathered(typed: Typed) -> Typed:
    """The list of questions brought up to what is ticked and written: what was unticked leaves it, the rest follows.

    So nothing that a reader has ticked or written is lost, whichever button comes next.
    """
    kept = [question for question in typed.questions if question.words or question.pick in typed.picks]
    listed = {question.pick for question in kept}
    new = [Question(pick=name) for name in typed.picks if name not in listed]
    own = [Question(words=typed.more)] if typed.more else []
    together = list(dict.fromkeys(kept + new + own))[:MOST]
    has_room = not own or own[0] in together
    return replace(typed, questions=tuple(together), more="" if has_room else typed.more)


def nothing_done(typed: Typed) -> Done:
    """For a button that is none of ours."""
    return Done(typed, _("Nothing is lost. Your words are below."))


def go_on(typed: Typed, _at: int, bank: Bank) -> Done:
    """The list brought up to date, and what that has changed: by the buttons below the questions, above all."""
    after = gathered(typed)
    if after.left_over:
        words = _("Your list has %(most)s questions, and that is the most. Remove one to make room for another.")
        return Done(after, words % {"most": MOST}, QUESTIONS)
    before = Counter(_still_there(typed, bank).values())
    # As many as before may still be others: one was unticked, another ticked.
    added, gone = (change.total() for change in (Counter(after.questions) - before, before - Counter(after.questions)))
    if added:
        words = ngettext("%(count)s question added to your list.", "%(count)s questions added to your list.", added)
        return Done(after, words % {"count": added}, QUESTIONS)
    if gone:
        words = ngettext("%(count)s question taken off your list.", "%(count)s questions taken off your list.", gone)
        return Done(after, words % {"count": gone}, QUESTIONS)
    return nothing_done(after)


def add_questions(typed: Typed, at: int, bank: Bank) -> Done:
    """Put what is ticked and written on the list, or say that there was nothing."""
    done = go_on(typed, at, bank)
    if done.place == QUESTIONS:
        return done
    return Done(done.typed, _("Nothing new to add. Tick a question, or write one."), QUESTIONS)


def add_medicine(typed: Typed, _at: int, _bank: Bank) -> Done:
    """One more empty row, ready to be written in."""
    after = gathered(typed)
    if len(after.medicines) >= MOST:
        words = _("Your list has %(most)s medicines, and that is the most. Take the full list with you on paper.")
        return Done(after, words % {"most": MOST}, MEDICINES)
    after = replace(after, medicines=(*after.medicines, NO_MEDICINE))
    number = len(after.medicines)
    words = _("There is room for medicine %(number)s now.") % {"number": number}
    return Done(after, words, MEDICINES, box=cell("medicine", number - 1, COLUMNS[0]))


def remove_medicine(typed: Typed, at: int, _bank: Bank) -> Done:
    """Take a row out; the last one is emptied."""
    after = gathered(typed)
    if not 0 <= at < len(after.medicines):
        return nothing_done(after)
    left = after.medicines[:at] + after.medicines[at + 1 :]
    name = after.medicines[at]["name"]
    words = _("Removed: %(what)s") % {"what": name} if name else _("Medicine %(number)s removed.") % {"number": at + 1}
    return Done(replace(after, medicines=left or (NO_MEDICINE,)), words, MEDICINES)


def remove_question(typed: Typed, at: int, bank: Bank) -> Done:
    """Take a question off the list, and its tick out of the bank."""
    there = _still_there(typed, bank)
    if at not in there:
        return nothing_done(gathered(typed))
    gone = there.pop(at)
    picks = tuple(name for name in typed.picks if name != gone.pick)
    after = gathered(replace(typed, questions=tuple(there.values()), picks=picks))
    return Done(after, _("Removed: %(what)s") % {"what": words_of(gone, bank)}, QUESTIONS)


def move_up(typed: Typed, at: int, bank: Bank) -> Done:
    """Change places with the question above."""
    return _moved(typed, at, -1, bank, _("Moved up: %(what)s It is now %(place)s of %(count)s."))


def move_down(typed: Typed, at: int, bank: Bank) -> Done:
    """Change places with the question below."""
    return _moved(typed, at, +1, bank, _("Moved down: %(what)s It is now %(place)s of %(count)s."))


def _moved(typed: Typed, at: int, by: int, bank: Bank, words: str) -> Done:
    there = _still_there(typed, bank)
    place = list(there).index(at) + by if at in there else -1
    if not 0 <= place < len(there):
        return nothing_done(gathered(typed))
    moved = there.pop(at)
    order = list(there.values())
    order.insert(place, moved)
    after = gathered(replace(typed, questions=tuple(order)))
    if moved not in after.questions:
        return nothing_done(after)
    place, count = after.questions.index(moved), len(after.questions)
    said = words % {"what": words_of(moved, bank), "place": place + 1, "count": count}
    # At either end the button that was pressed is gone.
    button = "down" if place == 0 else "up" if place == count - 1 or by < 0 else "down"
    return Done(after, said, QUESTIONS, button, place)


def _still_there(typed: Typed, bank: Bank) -> dict[int, Question]:
    """The questions by the numbers that they had in the form, without those that have left the bank meanwhile."""
    return {at: each for at, each in enumerate(typed.questions) if not each.pick or each.pick in bank.asked}


def words_of(question: Question, bank: Bank) -> str:
    """A question as it reads."""
    return bank.lines[question.pick].words if question.pick else question.words


CHANGES: dict[str, Change] = {
    "keep": go_on,
    "back": lambda typed, _at, _bank: Done(gathered(typed), ""),
    "add-medicine": add_medicine,
    "remove-medicine": remove_medicine,
    "add-questions": add_questions,
    "remove-question": remove_question,
    "up": move_up,
    "down": move_down,
}
