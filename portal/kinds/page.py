"""What all pages have in common: names, the short answer, relations, check questions."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kinds.asked import asked_as_field
from portal.kinds.base import Gap
from portal.kinds.choices import YesField
from portal.kinds.fields import LongTextField, TextField
from portal.kinds.form import DocumentForm
from portal.kinds.lines import LinesField
from portal.kinds.rows import RowsField
from portal.kinds.slugs import NameField, RefsField, SlugsField
from portal.kinds.widgets import TextArea


class PageForm(DocumentForm):
    """A page that readers open; each kind adds its own fields, then `related`.

    `parts` are by language the headings that every page of the kind must have; `acts` says whether it leaves the reader
    with something to do.
    """

    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    acts: ClassVar[bool] = True

    title = TextField(
        gettext_lazy("Title"),
        gettext_lazy("The name of the page in everyday words. Example: “Slipped disc”."),
        longest=100,
        needed=True,
    )
    medical_name = TextField(
        gettext_lazy("Medical name"),
        gettext_lazy("What doctors write in letters. Example: “lumbar disc herniation”."),
        longest=200,
    )
    summary = TextField(
        gettext_lazy("Summary"),
        gettext_lazy(
            "One sentence for lists and search engines. Example: “Why a disc can press on a nerve, and what helps.”"
        ),
        longest=200,
        needed=True,
    )
    short_answer = LongTextField(
        gettext_lazy("Short answer"),
        gettext_lazy(
            "The most important thing, said first, in at most 120 words. Plain sentences, no lists, no links."
        ),
        longest=2000,
        most_words=120,
        needed=True,
    )
    lay_names = LinesField(
        gettext_lazy("Everyday names"),
        gettext_lazy("Other names that people use and may search for, one a line. Example: “trapped nerve”."),
    )
    misspellings = LinesField(
        gettext_lazy("Misspellings"),
        gettext_lazy("Wrong spellings that people type, one a line. Readers never see them. Example: “siatica”."),
    )
    asked_as = asked_as_field()

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        anchors = [heading.anchor for heading in self.rendered.headings] if self.rendered else []
        for number, row in enumerate(self.value("check_items") or ()):
            passage = row.get("passage")
            if self.rendered and passage and passage not in anchors:
                words = _(
                    "%(field)s row %(row)s: no heading of the text is called “%(passage)s”;"
                    " the headings are: %(headings)s"
                )
                more = {"row": number + 1, "passage": passage, "headings": ", ".join(anchors) or "—"}
                more["field"] = self.called("check_items")
                yield Gap(words % more, ("check_items", number, "passage"))


def safety_field() -> YesField:
    """Whether a mistake on the page could harm: then it is reviewed before the site goes live, and each year."""
    return YesField(
        gettext_lazy("About safety"),
        gettext_lazy(
            "Tick when a mistake here could harm: it must be clinically reviewed before the site goes live, and then "
            "every year."
        ),
    )


def related_field() -> RefsField:
    """Other pages worth reading; each kind of page puts the field behind its own."""
    return RefsField(
        gettext_lazy("Related pages"),
        gettext_lazy(
            "Pages to offer at the end, one a line: the kind, a colon, the short name. Example: “guide:the-assessment”."
        ),
    )


def check_items_field() -> RowsField:
    """Questions with which readers can check what they understood."""
    return RowsField(
        gettext_lazy("Check questions"),
        gettext_lazy("Questions by which readers can check that the page was clear. Nobody gets a score."),
        block="check",
        columns={
            "question": TextField(
                gettext_lazy("Question"),
                gettext_lazy("Example: “Which pain does this operation help most?”"),
                needed=True,
                widget=TextArea(2),
            ),
            "choices": LinesField(gettext_lazy("Choices"), gettext_lazy("Answers to choose from, one a line.")),
            "truth": TextField(
                gettext_lazy("The true sentence"),
                gettext_lazy("What is shown after any answer. Example: “It helps leg pain most.”"),
                longest=300,
                needed=True,
                widget=TextArea(2),
            ),
            "passage": NameField(
                gettext_lazy("Where it is said"),
                gettext_lazy("The heading that explains it, in small letters with hyphens. Example: “what-you-gain”."),
                such_as="what-you-gain",
            ),
        },
    )


def findings_field(label: Any, help_text: Any, *, needed: bool = False) -> SlugsField:
    """Findings whose figures the page shows in its summary."""
    return SlugsField(label, help_text, kind="finding", how="includes", such_as="peul-2008-recovery", needed=needed)


class EvidencePageForm(PageForm):
    """A page that weighs findings; its body shows their summary where it belongs."""

    shows = {"summary": ("findings", "harm_findings")}
