"""Pictures: drawings of this site with their labels and descriptions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.fields import TextField
from portal.kinds.form import DocumentForm
from portal.kinds.index import DRAWING
from portal.kinds.labels import LabelsField
from portal.kinds.rows import RowsField
from portal.kinds.slugs import NameField
from portal.text.references import Ref


class PictureForm(DocumentForm):
    """A drawing, the words inside it, and the words for those who cannot see it."""

    noun = _("a picture")
    has_body = False

    template = NameField(
        _("Drawing"),
        _("The name of the drawing's file, without its ending. Example: “slipped-disc”."),
        needed=True,
    )
    title = LabelsField(_("Title"), _("Example: “A slipped disc”."), longest=100, needed=True)
    caption = LabelsField(_("Caption"), _("One sentence below the picture."), longest=300, needed=True)
    alt = LabelsField(
        _("In place of the picture"),
        _("What it shows, in a sentence, for those who cannot see it."),
        longest=300,
        needed=True,
    )
    description = LabelsField(
        _("Longer description"),
        _("Everything a reader should learn from it, in a few sentences."),
        longest=2000,
        is_long=True,
        needed=True,
    )
    labels = RowsField(
        _("Words in the picture"),
        _("The words that point at its parts. Their order and ids belong to the drawing."),
        columns={"text": LabelsField(_("Words"), _("Example: “nerve”."), longest=140, needed=True)},
    )
    credit = TextField(_("Credit"), _("Who drew it, and the licence. Example: “Drawn for this site”."), longest=200)

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        name = self.value("template")
        if name and not self.index.has(Ref(DRAWING, name)):
            words = _now("%(field)s: there is no drawing “%(name)s”; choose one of: %(names)s")
            more = {"field": self.called("template"), "name": name, "names": ", ".join(self.index.slugs(DRAWING))}
            yield Gap(words % more, ("template",))
