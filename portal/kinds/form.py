"""The form that every kind's form is made from: one gate for files and for the admin, one canonical text out of it.

Two questions are kept apart. `is_valid()`: may this be saved as a draft (types, patterns, limits)? `obstacles()`: what
stops it from being published (missing parts, unknown documents, balance)?
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kinds.base import DocumentField, Gap, Wrong, is_blank
from portal.kinds.body import BodyField, body_gaps, body_uses
from portal.kinds.index import Index, Use
from portal.kinds.lines import LinesField
from portal.kinds.row_inputs import asks_for_rows
from portal.kinds.slugs import NameField, unknown
from portal.kinds.spelling import not_a_name
from portal.kinds.widgets import FileValues
from portal.text.faults import BadText, Fault
from portal.text.frontmatter import Parsed, emit, parse
from portal.text.render import Outside, Rendered, render
from portal.text.upgrade import FORMAT

BODY, ALIASES = "body", "aliases"
_NOT_FROM_A_FILE = Parsed({}, "", {}, 1)
_NOTHING_OUTSIDE = Outside(terms={}, urls={}, finding_sources={})


class DocumentForm(forms.Form):
    """A document's front matter in canonical order, and its body when the kind has one.

    `noun` completes "is not a field of …". `shows` names, for a block that draws front matter, the fields it draws.
    """

    # Names to leave unjudged, because another field's fault decides whether they belong here.
    tolerated: frozenset[str] = frozenset()
    noun: Any = gettext_lazy("a document")
    has_body: bool = True
    # It is drawn by itself, so that it can be looked at while it is being written.
    is_drawn: bool = False
    needs_body: bool = False
    # The only document of its kind has one name for ever.
    has_aliases: bool = True
    # Its words are shown inside other pages, which have no place for its notes and are not drawn after it.
    is_part: bool = False
    shows: Mapping[str, Sequence[str]] = {}

    aliases = LinesField(
        gettext_lazy("Former short names"),
        gettext_lazy(
            "Short names that it had before, one a line. Who comes by an old address is sent on to this one."
            " Example: “herniated-disc”."
        ),
        each=NameField("", such_as="herniated-disc"),
    )
    body = BodyField(
        gettext_lazy("Text"),
        gettext_lazy(
            "The words of the page. Start a part with “## ” and its heading, a list entry with “- ”. Put the source of"
            " a fact behind it, such as [@source-name]. Example: “Most people get better within 6 weeks. [@smith-2020]”"
        ),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        index: Index,
        languages: Sequence[str],
        parsed: Parsed | None = None,
        outside: Outside = _NOTHING_OUTSIDE,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.index, self.languages, self.outside = index, tuple(languages), outside
        self.parsed = parsed or _NOT_FROM_A_FILE
        self.is_file = parsed is not None
        self.rendered: Rendered | None = None
        self.arrange()
        former, text = self.fields.pop(ALIASES), self.fields.pop(BODY)
        if self.has_aliases:
            self.fields[ALIASES] = former
        if self.has_body:
            self.fields[BODY] = text
        for name, field in self.document_fields(BODY).items():
            field.set_up(called=name if self.is_file else str(field.label), languages=self.languages, index=index)

    @classmethod
    def from_text(
        cls, parsed: Parsed, *, index: Index, languages: Sequence[str], outside: Outside = _NOTHING_OUTSIDE
    ) -> Self:
        """The form of a document's text, bound; YAML types are checked strictly.

        The body is drawn to see what it names, and that is the same whatever is `outside`; given what is public, what
        was drawn can be shown too (`rendered`).
        """
        values = FileValues(parsed.fields | {BODY: parsed.body})
        return cls(values, index=index, languages=languages, parsed=parsed, outside=outside)

    @classmethod
    def initial_of(cls, parsed: Parsed) -> dict[str, Any]:
        """What the admin's inputs show at first for a document's text, even for one with wrong types."""
        form = cls(initial=parsed.fields, index=Index(), languages=("en",))
        fields = form.document_fields()
        return {name: field.shown(parsed.fields.get(name)) for name, field in fields.items()} | {BODY: parsed.body}

    def arrange(self) -> None:
        """Change the fields to suit the values that came, before anything reads them."""

    def document_fields(self, *more: str) -> dict[str, DocumentField]:
        """The fields of the front matter, in canonical order (and those named in `more`)."""
        return {
            name: field
            for name, field in self.fields.items()
            if isinstance(field, DocumentField) and (name != BODY or name in more)
        }

    def wants_redraw(self) -> bool:
        """Whether the browser only asked for the form to be drawn again, with more rows or other fields."""
        return self.is_bound and not self.is_file and asks_for_rows(self.data)

    def redrawn(self) -> Self:
        """The same form with the words typed so far, unchecked."""
        return type(self)(initial=self.typed(), index=self.index, languages=self.languages)

    def typed(self) -> dict[str, Any]:
        """The words typed so far, as the inputs take them."""
        fields = self.document_fields(BODY)
        return {name: self[name].data for name in fields}

    def clean(self) -> None:
        """Refuse names this kind does not have, a body that cannot be drawn, a text that could not be read again."""
        if self.is_file:
            self._refuse_strange_names()
        if BODY in self.cleaned_data:
            self._draw()
        if not self.errors:
            try:
                parse(self.as_text())
            except BadText as bad:
                self.add_error(None, Wrong(bad.faults[0].message))

    def faults(self) -> list[Fault]:
        """Why this cannot even be saved, each with its line in the file (in the admin: 0, or the line of the body)."""
        found = []
        for name, errors in self.errors.as_data().items():
            for error in errors:
                path, line = getattr(error, "path", ()), getattr(error, "line", 0)
                where = path if name == NON_FIELD_ERRORS else (name, *path)
                found.append(Fault(self.body_line(line) if line else self.line(where), error.messages[0]))
        return sorted(found)

    def obstacles(self) -> list[Fault]:
        """What stops this from being published, each with its line. Fields with faults are not judged again."""
        self.is_valid()
        self.index.expect([use.ref for use in self.references()] + list(self.rendered.links if self.rendered else ()))
        found = [Fault(self.line(gap.path), gap.message) for gap in self._gaps()]
        if self.rendered is not None:
            found += [Fault(self.body_line(line), words) for line, words in body_gaps(self)]
        return sorted(set(found))

    def rules(self) -> Iterator[Gap]:
        """What else this kind asks for at publishing."""
        return iter(())

    @classmethod
    def misfits(cls, fields: Mapping[str, Any], findings: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        """What of some publishable front matter does not fit the findings that it includes, given by their slugs."""
        return iter(())

    def value(self, name: str) -> Any:
        """A field's checked value, or None when it has a fault or is left out."""
        self.is_valid()
        return self.cleaned_data.get(name)

    def called(self, *names: str) -> str:
        """Fields as messages name them: by their keys for a file, by the words on the screen in the admin."""
        fields = self.document_fields()
        return ", ".join(fields[name].called for name in names if name in fields)

    def as_fields(self) -> dict[str, Any]:
        """The front matter in canonical order, without what is left empty."""
        stored = {name: field.stored(self.value(name)) for name, field in self.document_fields().items()}
        return {"format": FORMAT} | {name: value for name, value in stored.items() if not is_blank(value)}

    def as_text(self) -> str:
        """The canonical text of the document. ValueError while it has faults: words would be lost without a notice."""
        if self.errors:
            raise ValueError("a form with faults has no text; ask is_valid() first")
        return emit(self.as_fields(), self.value(BODY) or "")

    def references(self) -> tuple[Use, ...]:
        """Every document that this one names, each once, in the order of the fields and then of the body."""
        named = [found.use for name, field in self.document_fields().items() for found in field.uses(self.value(name))]
        drawn_uses = body_uses(self.rendered) if self.rendered else ()
        return tuple(dict.fromkeys([*named, *drawn_uses]))

    def _gaps(self) -> Iterator[Gap]:
        for name, field in self.document_fields().items():
            if name in self.cleaned_data:
                value = self.cleaned_data[name]
                for gap in field.gaps(value):
                    yield Gap(gap.message, (name, *gap.path))
                for found in field.uses(value):
                    for gap in unknown(field.called, found, self.index):
                        yield Gap(gap.message, (name, *gap.path))
        if self.needs_body and BODY in self.cleaned_data and not self.value(BODY):
            yield Gap(_("the text of the page is missing; write it below the fields"))
        yield from self.rules()

    def _refuse_strange_names(self) -> None:
        names = ["format", *self.document_fields()]
        place = _("field of %(noun)s") % {"noun": self.noun}
        for name in self.parsed.fields:
            if name not in names and name not in self.tolerated:
                self.add_error(None, Wrong(not_a_name(name, place, names), (name,)))
        if self.parsed.fields.get("format") != FORMAT:
            self.add_error(None, Wrong(_("format must be %(format)s") % {"format": FORMAT}, ("format",)))
        if not self.has_body and self.parsed.body:
            self.add_error(
                None,
                Wrong(_("%(noun)s has no text below its fields; move it into a field") % {"noun": self.noun}, line=1),
            )

    def _draw(self) -> None:
        try:
            self.rendered = render(self.value(BODY) or "", self.outside)
        except BadText as bad:
            for line, message in bad.faults:
                words = message if self.is_file else _("line %(line)s: %(fault)s") % {"line": line, "fault": message}
                self.add_error(BODY, Wrong(words, line=line))

    def line(self, path: tuple[str | int, ...]) -> int:
        """The file line of a field, or of a place in it; 0 in the admin."""
        return self.parsed.line_of(path) if self.is_file else 0

    def body_line(self, line: int) -> int:
        """The line of the file, or of the body in the admin, of a line of the body."""
        return self.parsed.body_line + line - 1
