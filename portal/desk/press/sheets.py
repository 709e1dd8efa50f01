"""A page as the content linter takes it, and what the linter will not let pass."""

from portal.kinds.form import BODY, DocumentForm
from portal.kinds.page import PageForm
from portal.text import lint
from portal.text.faults import Fault
from portal.text.lint import Sheet


def obstacles(form: DocumentForm) -> list[Fault]:
    """What of a valid form the linter will not let pass, each with its line in the document's text.

    A part that is missing is said by `check_content` only: a clinic may publish a shorter page of its own.
    """
    if not isinstance(form, PageForm):
        return []
    return [Fault(line_of(form, remark), remark.message) for remark in lint.obstacles(sheet_of(form))]


def sheet_of(form: PageForm) -> Sheet:
    """The page with what stands in its own text; what is around it is left out."""
    headings = form.rendered.headings if form.rendered else ()
    return Sheet(
        form.value(BODY) or "",
        fields=form.as_fields(),
        headings=tuple(heading.anchor for heading in headings),
        asked=frozenset(form.fields),
        acts=form.acts,
    )


def line_of(form: DocumentForm, remark: lint.Remark) -> int:
    """Where a remark belongs in the document's text: in its body, at a field, or at its beginning."""
    if remark.line:
        return form.body_line(remark.line)
    return form.line((remark.field,)) if remark.field else 1
