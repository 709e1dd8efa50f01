"""Pictures: drawings of this site or uploaded files, with their labels and descriptions."""

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
from portal.kinds.upload import UploadField
from portal.text.references import Ref


class PictureForm(DocumentForm):
    """A drawing or an uploaded file, the words inside it, and the words for those who cannot see it."""

    noun = _("a picture")
    has_body = False
    is_drawn = True

    template = NameField(
        _("Drawing"),
        _("One of this site’s own drawings, by its name. Leave it empty for a picture of your own."),
    )
    file = UploadField(
        _("Picture of your own"),
        _(
            "A JPEG, PNG or WebP file of up to 15 MB. It is made smaller, and what the camera noted in it (place, day,"
            " device) is taken out. Show no patient who can be recognised."
        ),
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
        _("For a drawing: the words that point at its parts. Their order and ids belong to it."),
        columns={"text": LabelsField(_("Words"), _("Example: “nerve”."), longest=140, needed=True)},
    )
    credit = TextField(
        _("Credit"),
        _("Who made it, and who allows its use; readers see it. Example: “Photo: A. Example, used with permission”."),
        longest=200,
    )

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        yield from self._one_of_two()
        name = self.value("template")
        if name and not self.index.has(Ref(DRAWING, name)):
            words = _now("%(field)s: there is no drawing “%(name)s”; choose one of: %(names)s")
            more = {"field": self.called("template"), "name": name, "names": ", ".join(self.index.slugs(DRAWING))}
            yield Gap(words % more, ("template",))

    def _one_of_two(self) -> Iterator[Gap]:
        """A picture is a drawing or a file; of a file readers are told whose it is."""
        drawing, file = self.value("template"), self.value("file")
        both = {"drawing": self.called("template"), "file": self.called("file")}
        if drawing and file:
            yield Gap(_now("%(drawing)s and %(file)s are both given; take one of them out") % both, ("file",))
        elif not drawing and not file and not {"template", "file"} & self.errors.keys():
            yield Gap(_now("%(drawing)s or %(file)s is needed: name a drawing, or choose a picture file") % both)
        if file and not self.value("credit"):
            words = _now("%(field)s is needed for a picture of your own: say who made it and who allows its use")
            yield Gap(words % {"field": self.called("credit")}, ("file",))
