"""One document on the screen, being written: its forms, and the screen that shows them."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document import uploading
from portal.admin.document.forms import AddressForm, SavingForm
from portal.admin.document.screens import public_url
from portal.admin.document.sections import sections_of
from portal.admin.offered import not_offered
from portal.admin.permissions import may
from portal.desk.documents import Document, Revision
from portal.desk.presence import others
from portal.desk.press.named import index_of
from portal.desk.press.surroundings import languages
from portal.desk.states import states_of
from portal.desk.titles import title_of
from portal.kinds.form import DocumentForm
from portal.kinds.registry import Kind
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText
from portal.text.frontmatter import Parsed
from portal.text.merge import Conflict, merge


class ToMend(NamedTuple):
    """A fault of what was sent: the anchor of its field or "", the line of the body or 0, what to do."""

    anchor: str
    line: int
    words: str


@dataclass
class Sheet:
    """The forms of one screen. `document` is None while it is new, and then there is an `address` to choose.

    `shown` is the text that the form was filled from, if it was.
    """

    kind: Kind
    form: DocumentForm
    saving: SavingForm
    document: Document | None = None
    address: AddressForm | None = None
    shown: Parsed | None = None

    @classmethod
    def of_new(cls, kind: Kind, sent: Any = None, *, first: dict[str, str] | None = None) -> Self:
        """An empty sheet, or one with what was sent; `first` fills inputs, such as the shape of a finding."""
        address = AddressForm(sent, kind=kind)
        index = index_of(address.language_chosen)
        form = kind.form(sent, initial=first, index=index, languages=languages())
        return cls(kind, form, SavingForm(sent), address=address)

    @classmethod
    def of(cls, document: Document, sent: Any = None) -> Self:
        """A document's newest text, or what was sent for it. BadText where the newest text cannot be read any more."""
        if sent is not None:
            kind, index = document.kind_row, index_of(document.language)
            return cls(kind, kind.form(sent, index=index, languages=languages()), SavingForm(sent), document)
        return cls.of_text(document, document.head.text, based_on=document.head)

    @classmethod
    def of_text(cls, document: Document, text: str, **revisions: Revision) -> Self:
        """A text to go on with, and the revisions that it was written from, as the saving form names them.

        BadText where it cannot be read.
        """
        kind, parsed = document.kind_row, upgrade.lift(frontmatter.parse(text))
        form = kind.form(initial=kind.form.initial_of(parsed), index=index_of(document.language), languages=languages())
        keys = {name: revision.pk for name, revision in revisions.items()}
        return cls(kind, form, SavingForm(initial=keys), document, shown=parsed)

    def judged(self) -> DocumentForm:
        """A form whose words have been checked: the one that was sent, or that of the text that is shown."""
        if self.form.is_bound or self.document is None or self.shown is None:
            return self.form
        return self.kind.form.from_text(self.shown, index=self.form.index, languages=self.form.languages)

    @property
    def language(self) -> str:
        return self.document.language if self.document else self.address.language_chosen

    @property
    def base(self) -> Revision | None:
        """The revision that the words were written from, if it is one of this document's."""
        return self._revision("based_on")

    @property
    def theirs(self) -> Revision | None:
        """Another revision whose words these take in, if it is one of this document's."""
        return self._revision("joins")

    def _revision(self, name: str) -> Revision | None:
        number = self.saving.cleaned_data.get(name)
        return Revision.objects.filter(document=self.document, pk=number).first() if number else None

    def is_valid(self) -> bool:
        """Whether everything that was sent can be saved; asks every form, so that all faults show at once."""
        if words := not_offered(Document, self.form.data, self.form.fields):
            self.saving.add_error(None, words)
        faulty = [form for form in (self.address, self.form, self.saving) if form and not form.is_valid()]
        return not faulty

    def redraw(self) -> None:
        """Let the document's form draw itself again, with more rows or other fields, and nothing checked."""
        self.form, self.shown = self.form.redrawn(), None
        self.saving = SavingForm(initial={name: self.saving[name].value() for name in self.saving.fields})
        if self.address:
            typed = {name: self.address[name].value() for name in self.address.fields}
            self.address = AddressForm(initial=typed, kind=self.kind)

    def rebase(self, newest: Revision) -> tuple[Conflict, ...]:
        """Go on with what was typed, over `newest`: where only its writer changed something, that stands.

        Returns where both did; what was typed stays there. All of it stays where the newest text cannot be read.
        """
        base, keys = self.base, self.saving.cleaned_data | {"based_on": newest.pk}
        self.saving = SavingForm(initial=keys)
        try:
            both = merge(base.text if base else None, self.form.as_text(), newest.text)
            together = self.of_text(self.document, both.text)
        except BadText:
            return ()
        self.form, self.shown = together.form, together.shown
        return both.conflicts

    def faults(self) -> list[ToMend]:
        """Every fault with its place, for the list on top of the screen."""
        found = []
        for form in filter(None, (self.address, self.form, self.saving)):
            for name, errors in form.errors.as_data().items() if form.is_bound else ():
                anchor = f"field-{form.add_prefix(name)}" if name in form.fields else ""
                found += [ToMend(anchor, getattr(e, "line", 0), words) for e in errors for words in e.messages]
        return found

    def screen(self, entry: Any, request: HttpRequest, *, newest: Revision | None = None, **more: Any) -> HttpResponse:
        """The screen. `newest` is somebody else's revision that was saved meanwhile."""
        template = more.pop("template", "admin/document/change.html")
        uploading.show(self.form)
        title = _("New: %(kind)s") % {"kind": self.kind.name} if self.document is None else title_of(self.document)
        context = {
            **entry.admin_site.each_context(request),
            "title": title,
            "kind": self.kind,
            "opts": entry.opts,
            "list_url": addresses.of_kind(self.kind, "changelist"),
            "document": self.document,
            "states": list(states_of(self.document)) if self.document else [],
            "links": addresses.links_of(self.document) if self.document else {},
            "public_url": public_url(self.document) if self.document else "",
            "sheet": self,
            "sections": list(sections_of(self.form)),
            "faults": self.faults(),
            "newest": newest,
            "may_publish": may(request.user, "publish"),
            "others": others(document=self.document, besides=request.user) if self.document else [],
            **more,
        }
        return TemplateResponse(request, template, context, status=409 if newest else 200)
