"""What a reader has typed and ticked so far. It travels from page to page in the form itself, and is kept nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from portal.kinds.kit import QUESTION
from portal.text.characters import only_seen
from portal.views.kit.bank import Bank

# What holds words of a reader has no `repr` anywhere in the kit: Django's most talkative log would write them down.
# Parts where sentences are ticked, each with a box for own words beside it.
TICKED = ("want", "matter", "tried")
COLUMNS = ("name", "dose", "often", "reason")
MORE, SHORT = "more", "short"
MOST = 30

Medicine = Mapping[str, str]
NO_MEDICINE: Medicine = dict.fromkeys(COLUMNS, "")


@dataclass(frozen=True, repr=False)
class Question:
    """A question of the reader's list: one of the bank by its name, or one in own words."""

    pick: str = ""
    words: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.pick and not self.words


@dataclass(frozen=True, repr=False)
class Typed:
    """All that stands in the form. `picks` are the questions ticked in the bank, whether or not the list has room.

    `questions` still holds those that have left the bank, because buttons go by number; `gathered` takes them out.
    """

    ticks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict.fromkeys(TICKED, ()))
    words: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(TICKED, ""))
    medicines: tuple[Medicine, ...] = (NO_MEDICINE,)
    questions: tuple[Question, ...] = ()
    picks: tuple[str, ...] = ()
    more: str = ""
    # Whether something could not be taken: a line that is no longer in the bank, a row too many.
    is_short: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put on a sheet."""
        said = (*self.ticks.values(), *self.words.values(), *self.questions, *self.written_medicines)
        return not any(said)

    @property
    def left_over(self) -> int:
        """How many questions were ticked or written for which the list has no room."""
        return len(set(self.picks).difference(question.pick for question in self.questions)) + bool(self.more)

    @property
    def written_medicines(self) -> list[Medicine]:
        return [medicine for medicine in self.medicines if any(medicine.values())]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Names and values of inputs, as `sent` reads them."""
        for part in TICKED:
            yield from ((part, name) for name in self.ticks[part])
            yield own(part), self.words[part]
        for number, medicine in enumerate(self.medicines):
            yield from ((cell("medicine", number, column), medicine[column]) for column in COLUMNS)
        for number, question in enumerate(self.questions):
            yield cell(QUESTION, number, "pick"), question.pick
            yield cell(QUESTION, number, "words"), question.words
        yield from (("pick", name) for name in self.picks)
        yield MORE, self.more
        if self.is_short:
            yield SHORT, "1"


def own(part: str) -> str:
    """The name of the box for own words of a part."""
    return f"{part}_own"


def cell(sort: str, number: int, column: str) -> str:
    """The name of one input of a row: "medicine-0-dose"."""
    return f"{sort}-{number}-{column}"


def sent(data: QueryDict, bank: Bank) -> Typed:
    """What a form holds. Whatever was sent, this comes out whole: what is unknown or too much is left out and said."""
    ticks = {part: known(data.getlist(part), [line.name for line in bank.of_part(part)]) for part in TICKED}
    picks = known(data.getlist("pick"), bank.asked)
    medicines = rows(data, "medicine", COLUMNS)
    questions = [
        Question(row["pick"], "" if row["pick"] else row["words"]) for row in rows(data, QUESTION, ("pick", "words"))
    ]
    lost = (
        *(set(data.getlist(part)) - set(ticks[part]) for part in TICKED),
        set(data.getlist("pick")) - set(picks),
        any(question.pick and question.pick not in bank.asked for question in questions),
        SHORT in data,
        any(cell(sort, MOST, column) in data for sort, column in (("medicine", "name"), (QUESTION, "words"))),
    )
    return Typed(
        ticks=ticks,
        words={part: tidy(data.get(own(part), ""), is_long=True) for part in TICKED},
        medicines=tuple(medicines) or (NO_MEDICINE,),
        questions=tuple(questions),
        picks=picks,
        more=tidy(data.get(MORE, "")),
        is_short=any(lost),
    )


def known(given: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The names that there are, each once, in the order in which they were given."""
    there = set(names)
    return tuple(name for name in dict.fromkeys(given) if name in there)


def rows(data: QueryDict, sort: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of one sort, at most MOST; a number that is missing closes up."""
    return [
        {column: tidy(data.get(cell(sort, number, column), "")) for column in columns}
        for number in range(MOST)
        if any(cell(sort, number, column) in data for column in columns)
    ]


def tidy(text: str, *, is_long: bool = False) -> str:
    """Typed words without what nobody types on purpose and nobody sees; on one line unless `is_long`."""
    seen = only_seen(text)
    return seen.strip() if is_long else " ".join(seen.split())
