"""The fields of a form in groups, in the order in which a writer thinks of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.kinds.form import ALIASES, BODY, DocumentForm

FIRST, REST = "first", "rest"
# Of what is no page readers meet a title at most, and of lists for the search not even that.
CALLED = _("What it is called")
# What is named nowhere comes where REST is; a group without fields is left out.
_GROUPS = (
    (
        FIRST,
        _("What readers meet first"),
        ("title", "medical_name", "summary", "short_answer", "claim", "verdict", "verdict_line"),
    ),
    ("picture", _("The picture"), ("file", "template")),
    ("words", _("The text"), (BODY,)),
    (
        "evidence",
        _("Figures shown on the page"),
        ("findings", "benefit_findings", "harm_findings", "comparisons", "in_words"),
    ),
    (REST, _("Details"), ()),
    ("found", _("How people find it"), ("lay_names", "asked_as", "misspellings", "icd10", "snomed", "also", ALIASES)),
    ("near", _("Pages that belong with it"), ("treats", "procedures", "related")),
)
_PLACED = {name for _slug, _heading, names in _GROUPS for name in names}


@dataclass(frozen=True)
class Section:
    """A group of inputs under one heading."""

    slug: str
    heading: Any
    fields: list[BoundField]


def sections_of(form: DocumentForm) -> Iterator[Section]:
    """The groups of this form, with every one of its fields in exactly one of them."""
    rest = [name for name in form.fields if name not in _PLACED]
    for slug, heading, names in _GROUPS:
        fields = [form[name] for name in (rest if slug == REST else names) if name in form.fields]
        if fields:
            yield Section(slug, CALLED if slug == FIRST and len(fields) == 1 else heading, fields)
