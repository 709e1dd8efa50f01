"""The lines of the text that the form holds: what counts them, and where a link to one of them leads without a script.

With one, such a link (`data-line`) leads into the field itself, which has no places of its own to lead to.
"""

from dataclasses import dataclass

from portal.admin import addresses
from portal.admin.document.sheets import Sheet
from portal.kinds.form import BODY, DocumentForm
from portal.kinds.page import PageForm
from portal.text import frontmatter
from portal.text.faults import BadText
from portal.text.limits import LARGEST_BODY, MOST_LINES


@dataclass(frozen=True)
class Lines:
    """Where line n of the body can be read: at the address `stem` and the number n + `above`; nowhere without a stem.

    `typed` are the lines that the screen itself must show for that.
    """

    typed: tuple[str, ...] = ()
    stem: str = ""
    above: int = 0

    def way(self, line: int) -> str:
        """The address of a line of the body, or of the whole body for line 0."""
        return f"{self.stem}{line + self.above}" if self.stem and line else f"#field-{BODY}"


# For an answer that is only a part of the screen, and has no place for the lines.
NOWHERE = Lines()


def lines_of(sheet: Sheet, judged: DocumentForm) -> Lines:
    """The lines as faults and remarks of the judged form count them.

    Those of the newest revision stand on a screen of their own, and nobody who only opened it loses words by leaving.
    """
    if BODY not in sheet.form.fields:
        return NOWHERE
    body = sheet.form.fields[BODY].to_python(sheet.form[BODY].value())
    if sheet.shown and (above := _above(sheet, body)) is not None:
        return Lines(stem=f"{addresses.screen(sheet.document, 'revision', sheet.document.head_id)}#line-", above=above)
    typed = tuple(body.split("\n"))
    if len(body) > LARGEST_BODY or len(typed) > MOST_LINES or not _are_spoken_of(sheet, judged):
        return NOWHERE
    return Lines(typed, "#typed-line-")


def _above(sheet: Sheet, body: str) -> int | None:
    """How many lines stand above this body in the newest revision's text; None where it has another body."""
    try:
        newest = frontmatter.parse(sheet.document.head.text)
    except BadText:
        return None
    return newest.body_line - 1 if newest.body == body else None


def _are_spoken_of(sheet: Sheet, judged: DocumentForm) -> bool:
    """Whether anything names lines: a fault, or the panel, which speaks where there is none."""
    return any(fault.line for fault in sheet.faults()) or (isinstance(judged, PageForm) and judged.is_valid())
