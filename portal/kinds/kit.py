"""Lists of the visit kit: what a reader may tick while getting ready for a visit."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.fields import TextField
from portal.kinds.form import DocumentForm
from portal.kinds.guide import STAGES
from portal.kinds.numbers import WholeField
from portal.kinds.rows import RowsField

QUESTION = "question"
PARTS = {
    "want": _("what I want from the visit"),
    "matter": _("what matters to me"),
    "tried": _("what I have tried"),
    QUESTION: _("questions to ask"),
}
LONGEST_LINE = 200


class KitListForm(DocumentForm):
    """One list of the visit kit. Questions are listed by stage, a list for each; the rest is the same for everybody."""

    noun = gettext_lazy("a list of the visit kit")
    has_body = False

    title = TextField(_("Title"), _("For staff. Example: “Questions while getting ready”."), longest=100, needed=True)
    part = ChoiceField(_("Part"), _("The part of the visit kit that it belongs to."), answers=PARTS, needed=True)
    stage = ChoiceField(_("Stage"), _("Only for questions: where the reader is on the way."), answers=STAGES)
    position = WholeField(_("Position"), _("Its place among the lists of its part: 1 comes first."), low=0, high=9999)
    lines = RowsField(
        _("Lines"),
        _("What can be ticked, one line each. Example: “What usually happens without treatment?”"),
        columns={
            "words": TextField(_("Words"), _("As the reader would say it."), longest=LONGEST_LINE, needed=True),
            "why": TextField(_("Why"), _("Only for questions: one sentence on why it helps to ask."), longest=200),
        },
        least=1,
        most=30,
        needed=True,
    )

    def rules(self) -> Iterator[Gap]:
        """Only questions belong to a stage, and only they say why it helps."""
        part, has_stage = self.value("part"), bool(self.value("stage"))
        if part == QUESTION and not has_stage:
            words = gettext("%(field)s is needed for questions: where the reader is on the way")
            yield Gap(words % {"field": self.called("stage")}, ("stage",))
        if part and part != QUESTION and has_stage:
            words = gettext("%(field)s is for questions only; leave it out")
            yield Gap(words % {"field": self.called("stage")}, ("stage",))
