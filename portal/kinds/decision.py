"""Decision aids: the choices for one condition, side by side."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.fields import TextField
from portal.kinds.finding import reading_of
from portal.kinds.page import PageForm, check_items_field, related_field
from portal.kinds.rows import RowsField
from portal.kinds.slugs import NameField, SlugField, SlugsField

# A table of more columns is for nobody to read; of one, it compares nothing.
FEWEST, MOST = 2, 4
GAIN, HARM, UNKNOWN = "gain", "harm", "unknown"
WEIGHED = {GAIN: _("what people gain"), HARM: _("what can go wrong")}
IN_WORDS = WEIGHED | {UNKNOWN: _("what is not known")}
WORDS_ONLY = ("words", "not_counted")
# "29 of 100", "1 in 20", "4.6 %": a figure, which nobody may set beside one of another study.
COUNTED = re.compile(r"\d\s*%|\d+ (?:in|of|out of) (?:every )?\d")


def _option(label: Any, help_text: Any, *, needed: bool = True) -> SlugField:
    return SlugField(label, help_text, kind="procedure", how="relates", such_as="microdiscectomy", needed=needed)


def _finding(help_text: Any) -> SlugField:
    return SlugField(_("Finding"), help_text, kind="finding", how="includes", such_as="peul-2008-recovery", needed=True)


def _group(label: Any, help_text: Any) -> NameField:
    return NameField(label, help_text, such_as="standard")


def _comparisons() -> RowsField:
    id_of_group = _("The id of the group in the finding, where it counts groups. Example: “standard”.")
    return RowsField(
        _("Figures"),
        _(
            "A line for each finding. Two options stand side by side only if one finding tested both: say which of its"
            " groups had which. A finding about one option has no second one."
        ),
        columns={
            "finding": _finding(_("Its label is the name of the line.")),
            "about": ChoiceField(_("It is about"), _("A gain or a harm."), answers=WEIGHED, needed=True),
            "first": _option(_("First option"), _("The treatment that the first group had.")),
            "first_group": _group(_("Its group"), id_of_group),
            "second": _option(_("Second option"), _("The treatment that the other group had."), needed=False),
            "second_group": _group(_("Its group"), id_of_group),
        },
    )


def _in_words() -> RowsField:
    return RowsField(
        _("Said in words"),
        _("What was found about one option by itself, without a figure."),
        columns={
            "option": _option(_("Option"), _("The treatment that it is about.")),
            "about": ChoiceField(
                _("It is about"), _("A gain, a harm, or what nobody knows."), answers=IN_WORDS, needed=True
            ),
            "finding": _finding(_("A finding in words, or one that nobody counted.")),
        },
    )


class DecisionForm(PageForm):
    """The options for one condition, and sentences by which readers find out what matters to them.

    A gain is never published without a harm, for each option; a figure names the group that each option had.
    """

    noun = _("a decision")

    condition = SlugField(
        _("Condition"),
        _("The condition it is about, by its short name. Example: “slipped-disc”."),
        kind="condition",
        how="relates",
        needed=True,
    )
    options = SlugsField(
        _("Options"),
        _("The treatments to choose from, one a line, doing nothing among them. Example: “microdiscectomy”."),
        kind="procedure",
        how="relates",
        such_as="microdiscectomy",
        needed=True,
    )
    at_first = SlugsField(
        _("Shown at first"),
        _("The two to four options that readers see before they choose. Empty: the first four."),
        kind="procedure",
        how="relates",
        such_as="microdiscectomy",
    )
    comparisons = _comparisons()
    in_words = _in_words()
    what_matters = RowsField(
        _("What may matter"),
        _("Sentences that readers can agree with or not. Example: “I want the pain in my leg to go soon.”"),
        columns={"statement": TextField(_("Sentence"), _("In the words of a patient."), longest=300, needed=True)},
    )
    related = related_field()
    check_items = check_items_field()

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        yield from self._strangers()
        yield from self._unlike()
        yield from self._one_sided()
        at_first = self.value("at_first") or ()
        if at_first and not FEWEST <= len(at_first) <= MOST:
            words = _now("%(field)s names %(count)s options; name %(least)s to %(most)s")
            more = {"field": self.called("at_first"), "count": len(at_first), "least": FEWEST, "most": MOST}
            yield Gap(words % more, ("at_first",))

    @classmethod
    def misfits(cls, fields: Mapping[str, Any], findings: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        for number, row in enumerate(fields.get("comparisons") or (), start=1):
            arms = reading_of(findings[row["finding"]], "en").arms
            counted = sorted(arm.id for arm in arms if arm.figure)
            is_told = not counted and len(arms) < FEWEST  # in words, or as a range
            named = sorted(row[name] for name in ("first_group", "second_group") if row.get(name))
            if named != counted or len(counted) + is_told != 1 + bool(row.get("second")):
                words = _now(
                    "comparisons row %(row)s: the finding “%(finding)s” has a figure for each of these groups:"
                    " %(groups)s; name each of them once, with the option that it had"
                )
                yield words % {"row": number, "finding": row["finding"], "groups": ", ".join(counted) or "—"}
        for number, row in enumerate(fields.get("in_words") or (), start=1):
            finding = findings[row["finding"]]
            said = " ".join((finding.get("says") or {}).values())
            if finding["shape"] not in WORDS_ONLY or COUNTED.search(said):
                words = _now(
                    "in_words row %(row)s: the finding “%(finding)s” has a figure, which would stand beside those of"
                    " other studies; give it a line of its own in comparisons"
                )
                yield words % {"row": number, "finding": row["finding"]}

    def _strangers(self) -> Iterator[Gap]:
        """Options named somewhere that are none of the options."""
        options = self.value("options") or ()
        named: list[tuple[tuple[str | int, ...], str]]
        named = [(("at_first", number), slug) for number, slug in enumerate(self.value("at_first") or ())]
        for name, columns in (("comparisons", ("first", "second")), ("in_words", ("option",))):
            for number, row in enumerate(self.value(name) or ()):
                named += [((name, number, column), row.get(column) or "") for column in columns]
        for path, slug in named:
            if slug and slug not in options:
                words = _now("%(field)s names “%(slug)s”, which is not among %(options)s; add it there or take it out")
                more = {"field": self.called(str(path[0])), "slug": slug, "options": self.called("options")}
                yield Gap(words % more, path)

    def _unlike(self) -> Iterator[Gap]:
        """Comparisons of something with itself."""
        for number, row in enumerate(self.value("comparisons") or ()):
            for one, other in (("first", "second"), ("first_group", "second_group")):
                if row.get(one) and row.get(one) == row.get(other):
                    words = _now("%(field)s row %(row)s names “%(slug)s” twice; name the other one")
                    more = {"field": self.called("comparisons"), "row": number + 1, "slug": row[one]}
                    yield Gap(words % more, ("comparisons", number, other))

    def _one_sided(self) -> Iterator[Gap]:
        """Options whose gain is told without a harm."""
        told: dict[str, set[str]] = {}
        for row in self.value("comparisons") or ():
            for column in ("first", "second"):
                told.setdefault(row.get(column) or "", set()).add(row.get("about") or "")
        for row in self.value("in_words") or ():
            told.setdefault(row.get("option") or "", set()).add(row.get("about") or "")
        for option, about in told.items():
            if option and GAIN in about and HARM not in about:
                words = _now(
                    "“%(option)s” has a gain without a harm; add what it can cost to %(fields)s, or a finding of the"
                    " shape not_counted that says who looked"
                )
                yield Gap(
                    words % {"option": option, "fields": self.called("comparisons", "in_words")}, ("comparisons",)
                )
