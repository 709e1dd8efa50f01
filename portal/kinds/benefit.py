"""Benefits: a promise made for the surgery, put to the test."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.choices import ChoiceField
from portal.kinds.fields import TextField
from portal.kinds.page import EvidencePageForm, findings_field, related_field
from portal.kinds.slugs import SlugsField

VERDICTS = {
    "well_supported": _("well supported"),
    "partly": _("partly supported"),
    "uncertain": _("uncertain"),
    "not_supported": _("not supported"),
}


class BenefitForm(EvidencePageForm):
    """A promise, the verdict on it, and the findings on both sides."""

    noun = _("a benefit")
    parts = {"en": ("The claim and our verdict", "What was found", "What it means for you", "Questions to ask")}

    claim = TextField(
        _("Claim"), _("The promise, in your own words. Example: “You lose less blood.”"), longest=300, needed=True
    )
    verdict = ChoiceField(_("Verdict"), _("How well the studies carry the promise."), answers=VERDICTS, needed=True)
    verdict_line = TextField(
        _("Verdict in a sentence"), _("Example: “True for fusion, small for disc surgery.”"), longest=300, needed=True
    )
    findings = findings_field(_("Findings"), _("Findings that test the promise, one short name a line."), needed=True)
    harm_findings = findings_field(
        _("Findings about harms"), _("What a reader should weigh against it, one short name a line."), needed=True
    )
    procedures = SlugsField(
        _("Treatments"),
        _("Treatments it is promised for, one short name a line. Example: “microdiscectomy”."),
        kind="procedure",
        how="relates",
        such_as="microdiscectomy",
    )
    related = related_field()
