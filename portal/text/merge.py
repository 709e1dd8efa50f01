"""The three-way merge of two documents that were written from one older text, such as a file and a staff's draft.

What only one side changed is taken, whichever side it is. What both changed differently is a conflict: the merged text
holds ours, and a person sees all three. No words are lost: what a side wrote is in the text or in a conflict.
"""

from dataclasses import dataclass

from portal.text.frontmatter import Parsed, emit, parse
from portal.text.merge_fields import Conflict, merge_fields
from portal.text.merge_lines import merge_lines
from portal.text.upgrade import lift

__all__ = ["Conflict", "Merged", "merge"]

BODY = ("body",)


@dataclass(frozen=True)
class Merged:
    """A canonical text made of two, and where they conflict: front matter first, then the body from the top."""

    text: str
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        return not self.conflicts


def merge(base: str | None, ours: str, theirs: str) -> Merged:
    """Merge two texts that were written from `base`; without a base, whatever differs is a conflict.

    A body of "A\\n\\nB" that is "X\\n\\nB" in ours and "A\\n\\nY" in theirs becomes "X\\n\\nY".

    Front matter is merged as `merge_fields` says, the body line by line as `merge_lines` says. BadText when one of the
    texts cannot be read. A clean merge is a text, not yet a document that may be published, and it may be larger than
    `parse` takes: it is to be checked as any text that somebody wrote.
    """
    old = Parsed({}, "", {}, 1) if base is None else lift(parse(base))
    left, right = lift(parse(ours)), lift(parse(theirs))
    fields, conflicts = merge_fields(old.fields, left.fields, right.fields)
    body, clashes = _merge_bodies(old.body, left.body, right.body)
    return Merged(emit(fields, body), (*conflicts, *clashes))


def _merge_bodies(base: str, ours: str, theirs: str) -> tuple[str, list[Conflict]]:
    merged, clashes = merge_lines(_lines(base), _lines(ours), _lines(theirs))
    conflicts = []
    for clash in clashes:
        old, left, right = ("\n".join(lines) for lines in (clash.base, clash.ours, clash.theirs))
        # What ours removed at the end would stand behind the last line.
        conflicts.append(Conflict(BODY, old, left, right, line=max(min(clash.line, len(merged)), 1)))
    return "\n".join(merged), conflicts


def _lines(body: str) -> list[str]:
    return body.split("\n") if body else []
