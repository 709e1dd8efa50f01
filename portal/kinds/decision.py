"""Decision aids: the choices for one condition, side by side."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.fields import TextField
from portal.kinds.page import PageForm, check_items_field, related_field
from portal.kinds.rows import RowsField
from portal.kinds.slugs import SlugField, SlugsField


class DecisionForm(PageForm):
    """The options for one condition, and sentences by which readers find out what matters to them."""

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
    what_matters = RowsField(
        _("What may matter"),
        _("Sentences that readers can agree with or not. Example: “I want the pain in my leg to go soon.”"),
        columns={"statement": TextField(_("Sentence"), _("In the words of a patient."), longest=300, needed=True)},
    )
    related = related_field()
    check_items = check_items_field()
