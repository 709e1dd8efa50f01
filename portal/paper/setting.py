"""Sets a page: blocks and a few facts in, the bytes of a tagged PDF/UA-1 file out."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from portal.paper.blocks import blocks
from portal.paper.letters import letters, printable
from portal.paper.markup import read_html

TEMPLATE = Path(__file__).with_name("page.typ")
STANDARD: Final = "ua-1"


@dataclass(frozen=True)
class Sheet:
    """One page to set.

    `html` is all that goes on paper, `address` the page's full address on the web. `counting` is how pages are
    counted, with "{page}" and "{pages}" in it. `changed_at` is the file's date, so that the same page has the same
    bytes.
    """

    html: str
    title: str
    site: str
    language: str
    address: str
    counting: str
    changed_at: datetime
    is_large: bool = False


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF. BadMarkup for HTML that is not known on paper."""
    content = {
        "title": printable(sheet.title),
        "site": printable(sheet.site),
        "language": sheet.language,
        "counting": printable(sheet.counting),
        "is_large": sheet.is_large,
        "fonts": letters().families,
        "blocks": blocks(read_html(sheet.html), sheet.address),
    }
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=letters().fonts,
        sys_inputs={"sheet": json.dumps(content)},
        pdf_standards=[STANDARD],
        timestamp=int(sheet.changed_at.timestamp()),
    )
