"""Sets a page: blocks and a few facts in, the bytes of a tagged PDF/UA-1 file out."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
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
    bytes. `is_landscape` turns one sheet on its side and sets everything as large as it fits there. `photos` are the
    bytes of the page's JPEG and PNG pictures by the addresses that it has for them.
    """

    html: str
    title: str
    site: str
    language: str
    address: str
    counting: str
    changed_at: datetime
    is_large: bool = False
    is_landscape: bool = False
    photos: Mapping[str, bytes] = field(default_factory=dict)


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF. BadMarkup for HTML that is not known on paper."""
    files = {address: f"{number}.picture" for number, address in enumerate(sheet.photos)}
    content = {
        "title": printable(sheet.title),
        "site": printable(sheet.site),
        "language": sheet.language,
        "counting": printable(sheet.counting),
        "is_large": sheet.is_large,
        "is_landscape": sheet.is_landscape,
        "fonts": letters().families,
        "blocks": blocks(read_html(sheet.html), sheet.address, files),
    }
    with _beside_each_other({files[address]: content for address, content in sheet.photos.items()}) as template:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=letters().fonts,
            sys_inputs={"sheet": json.dumps(content)},
            pdf_standards=[STANDARD],
            timestamp=int(sheet.changed_at.timestamp()),
        )


@contextmanager
def _beside_each_other(files: Mapping[str, bytes]) -> Iterator[Path]:
    """The template, with these files in its folder: the typesetter takes bytes from nowhere else."""
    if not files:
        yield TEMPLATE
        return
    with TemporaryDirectory(prefix="spine-portal-paper-") as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        template = Path(folder, TEMPLATE.name)
        template.write_bytes(TEMPLATE.read_bytes())
        yield template
