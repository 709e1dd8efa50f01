"""Risks: a harm that can follow surgery, and how often it does."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.page import EvidencePageForm, check_items_field, findings_field, related_field
from portal.kinds.slugs import SlugsField


class RiskForm(EvidencePageForm):
    """A harm and the findings that count it."""

    noun = _("a risk")
    parts = {"en": ("What it is", "How often it happens", "What can lower the risk", "Questions to ask")}

    findings = findings_field(_("Findings"), _("Findings that count the harm, one short name a line."), needed=True)
    procedures = SlugsField(
        _("Treatments"),
        _("Treatments it can follow, one short name a line. Example: “spinal-fusion”."),
        kind="procedure",
        how="relates",
        such_as="spinal-fusion",
    )
    related = related_field()
    check_items = check_items_field()
