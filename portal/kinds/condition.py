"""Conditions: what is wrong, in everyday words first."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.fields import PatternField
from portal.kinds.lines import LinesField
from portal.kinds.page import PageForm, check_items_field, related_field, safety_field


class ConditionForm(PageForm):
    """A condition, with the codes under which records keep it. One that is an emergency is about safety."""

    noun = _("a condition")
    needs_body = True
    parts = {"en": ("Questions to ask",)}

    icd10 = LinesField(
        _("ICD-10 codes"),
        _("Codes of the ICD-10-CM list, one a line. Example: “M51.1”."),
        each=PatternField(
            "", pattern=r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", what=_("an ICD-10 code"), such_as="M51.1"
        ),
    )
    snomed = LinesField(
        _("SNOMED CT codes"),
        _("Codes of SNOMED CT, figures only, one a line. Example: “76107001”."),
        each=PatternField("", pattern=r"[0-9]{6,18}", what=_("a SNOMED CT code in quotes"), such_as="76107001"),
    )
    is_safety = safety_field()
    related = related_field()
    check_items = check_items_field()
