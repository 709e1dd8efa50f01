"""Rules about the parts of a page: what each kind must have, where its links lead, when it was looked at last."""

from portal.text.dialect import free_anchor
from portal.text.links import inward
from portal.text.lint.sheet import LINK_TARGET, Found, Rule, Sheet, blocks, warns


@blocks("DISCERN 1")
def every_part_is_there(sheet: Sheet) -> Found:
    """The parts that its kind must have, found by their headings."""
    for part in sheet.parts:
        if free_anchor(part, set()) not in sheet.headings:
            yield 1, f"the part “{part}” is missing; write it under a heading “## {part}”"


@blocks("this site: no link leads nowhere")
def links_lead_to_a_heading(sheet: Sheet) -> Found:
    """A link to a part of another page names a heading that is there."""
    for passage in sheet.passages if sheet.anchors else ():
        for target in LINK_TARGET.findall(passage.text):
            found = inward(target)
            if found and found[1] and found[1] not in sheet.anchors.get(found[0], {found[1]}):
                yield passage.line, f"{found[0]} has no heading “#{found[1]}”; correct the link"


@warns("PEMAT 20; DISCERN 15")
def there_is_something_to_ask_or_do(sheet: Sheet) -> Found:
    """A page ends in something to act on: steps, a list of what to do, or questions to ask."""
    items = sum(passage.sort == "item" for passage in sheet.passages)
    if sheet.acts and items < 3:
        yield "", "there is nothing to act on; add steps, a list of what to do, or questions to ask"


@warns("DISCERN 5; JAMA currency")
def the_review_is_not_overdue(sheet: Sheet) -> Found:
    """A page that was reviewed is reviewed again in time."""
    if sheet.review_due and sheet.review_due < sheet.today:
        yield "", f"its review was due on {sheet.review_due}; have it reviewed again"


RULES: tuple[Rule, ...] = (
    every_part_is_there,
    links_lead_to_a_heading,
    there_is_something_to_ask_or_do,
    the_review_is_not_overdue,
)
