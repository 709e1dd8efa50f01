"""The visit kit as a form: how long each text may be, and what each box is called."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kinds.kit import LONGEST_LINE, QUESTION
from portal.views.kit.bank import Bank
from portal.views.kit.typed import COLUMNS, MORE, TICKED, Typed, cell, own

LONGEST_TEXT, LONGEST_CELL = 1000, 100
OWN_WORDS = {
    "want": gettext_lazy("In my own words: what I want"),
    "matter": gettext_lazy("In my own words: what matters"),
    "tried": gettext_lazy("How it went, in my own words"),
}
TICK = gettext_lazy("Tick what fits")
CELLS = {
    "name": gettext_lazy("Name of the medicine"),
    "dose": gettext_lazy("Dose"),
    "often": gettext_lazy("How often"),
    "reason": gettext_lazy("What it is for"),
}
SUCH_AS = {
    "name": gettext_lazy("As it stands on the box"),
    "dose": gettext_lazy("As it stands on the label"),
    "often": gettext_lazy("For example: in the morning and at night"),
}


@dataclass(frozen=True, repr=False)
class AskedQuestion:
    """A question of the reader's list: words of the bank, or a box with words of the reader's own."""

    pick: str
    words: str
    box: BoundField | None


class KitForm(forms.Form):
    """Nothing has to be answered. `is_final` looks for what is wrong; before that nobody is told of faults.

    `refused` is why this request cannot be taken, whatever is in it ("" for any other); such a form is never valid.
    `box` is the name of the box where the page lands, "" for none.
    """

    def __init__(self, bank: Bank, typed: Typed, *, is_final: bool = False, refused: str = "", box: str = "") -> None:
        values: dict[str, Any] = dict(typed.pairs()) | typed.ticks
        super().__init__(values if is_final or refused else None, initial=values)
        self.bank, self.typed, self.refused = bank, typed, refused
        self.fields = dict(self._asked())
        if box:
            self.fields[box].widget.attrs |= {"id": "done", "aria-describedby": "done-words"}

    def clean(self) -> None:
        """A sheet with nothing on it helps nobody."""
        if self.refused:
            raise ValidationError(self.refused)
        if self.typed.is_empty:
            raise ValidationError(_("Your sheet is still empty. Tick or write at least one thing."))

    @property
    def parts(self) -> dict[str, list[BoundField]]:
        """The boxes of the parts where sentences are ticked."""
        return {part: [self[name] for name in (part, own(part)) if name in self.fields] for part in TICKED}

    @property
    def medicines(self) -> list[list[BoundField]]:
        return [
            [self[cell("medicine", number, column)] for column in COLUMNS]
            for number in range(len(self.typed.medicines))
        ]

    @property
    def questions(self) -> list[AskedQuestion]:
        """The reader's own list, in order."""
        found = []
        for number, question in enumerate(self.typed.questions):
            name = cell(QUESTION, number, "words")
            words = self.bank.lines[question.pick].words if question.pick else question.words
            found.append(AskedQuestion(question.pick, words, self[name] if name in self.fields else None))
        return found

    @property
    def more(self) -> BoundField:
        return self[MORE]

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        for part in TICKED:
            choices = [(line.name, line.words) for line in self.bank.of_part(part)]
            if choices:
                yield (
                    part,
                    forms.MultipleChoiceField(
                        label=TICK, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                    ),
                )
            yield own(part), _text(OWN_WORDS[part], LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))
        for number in range(len(self.typed.medicines)):
            for column in COLUMNS:
                hint = SUCH_AS.get(column, "") if number == 0 else ""
                where = _("Medicine %(number)s, %(column)s") % {"number": number + 1, "column": CELLS[column]}
                yield cell("medicine", number, column), _text(CELLS[column], LONGEST_CELL, where, help_text=hint)
        for number, question in enumerate(self.typed.questions):
            if not question.pick:
                where = _("Question %(number)s") % {"number": number + 1}
                yield (
                    cell(QUESTION, number, "words"),
                    _text(_("My own question"), LONGEST_LINE, where, widget=_two_lines()),
                )
        yield MORE, _text(_("Write a question of your own"), LONGEST_LINE, widget=_two_lines())


def _two_lines() -> forms.Textarea:
    """A box in which a long question can be seen whole; line breaks become blanks."""
    return forms.Textarea({"rows": 2})


def _text(label: Any, longest: int, where: Any = "", **more: Any) -> forms.CharField:
    words = _("%(where)s: this is too long. Use at most %(limit)s letters.")
    too_long = words % {"where": where or label, "limit": longest}
    field = forms.CharField(
        label=label, required=False, max_length=longest, error_messages={"max_length": too_long}, **more
    )
    # The browser would cut pasted words off without a sign.
    field.widget.attrs.pop("maxlength", None)
    return field
