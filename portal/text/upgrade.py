"""Texts of older formats, lifted on reading, so that a new rule never spoils old history."""

from collections.abc import Callable, Mapping

from portal.text.faults import BadText, Fault
from portal.text.frontmatter import Parsed

FORMAT = 1

# From each older format the step to the next one. Empty while there is one format only.
STEPS: Mapping[int, Callable[[Parsed], Parsed]] = {}


def lift(parsed: Parsed) -> Parsed:
    """The same document in today's format. BadText when it names no format, or one of the future."""
    number = parsed.fields.get("format")
    line = parsed.line_of(("format",))
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise BadText(Fault(line, f"the format is missing; write “format: {FORMAT}” as the first field"))
    if number > FORMAT:
        raise BadText(Fault(line, f"this text is of format {number}; update the portal first"))
    for step in range(number, FORMAT):
        parsed = STEPS[step](parsed)
    return parsed
