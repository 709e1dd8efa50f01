"""From a Markdown body to clean parts that templates can draw.

    render("## Why\\n\\nA disc can bulge [@kreiner-2014].", Outside({}, {}, {}))

Order, for safety: limits, blocks cut out, Markdown with placeholders, the cleaner, then cutting at the placeholders.
"""

from collections.abc import Iterable, Iterator

from markdown import Markdown

from portal.text.blocks import BLOCKS, FOLDS_THE_REST, Chunk, shape_faults, split
from portal.text.citations import numbered
from portal.text.clean import Clean, clean
from portal.text.dialect import our_markdown
from portal.text.drawing import Drawing
from portal.text.faults import BadText
from portal.text.limits import check
from portal.text.parts import Block, Cite, Heading, Html, Outside, Part, Rendered, Setting, TermMark, flat

__all__ = [
    "BLOCKS", "Block", "Cite", "Clean", "Heading", "Html", "Outside", "Part", "Rendered", "Setting", "TermMark",
    "render",
]  # fmt: skip


def render(body: str, outside: Outside) -> Rendered:
    """Draw a body. BadText holds all its faults, with lines counted from the body's first line as 1."""
    if faults := check(body):
        raise BadText(*faults)
    chunks, faults = split(body)
    drawing = Drawing(outside)
    md = our_markdown(drawing)
    # Drawn even when a `:::` line is wrong, so that a writer sees the faults of the words as well.
    parts = [part for chunk in chunks for part in drawn(chunk, drawing, md)]
    if faults or drawing.faults:
        raise BadText(*faults, *drawing.faults)
    return gathered(folded(parts), drawing)


def folded(parts: list[Part]) -> list[Part]:
    """The parts with those behind `::: numbers` inside it."""
    at = next((at for at, part in enumerate(parts) if isinstance(part, Block) and part.name == FOLDS_THE_REST), None)
    return parts if at is None else [*parts[:at], Block(FOLDS_THE_REST, "", tuple(parts[at + 1 :]))]


def drawn(chunk: Chunk, drawing: Drawing, md: Markdown) -> Iterator[Part]:
    """The parts of one run of words, or the one part of a block; none once there are faults."""
    drawing.chunk, drawing.tags = chunk, []
    markup = md.reset().convert(chunk.text)
    if chunk.name in BLOCKS:
        drawing.faults += shape_faults(chunk, drawing.tags)
    if drawing.faults:
        return
    parts = tuple(drawing.parts_of(clean(markup)))
    if chunk.name:
        yield Block(chunk.name, chunk.argument, parts)
    else:
        yield from parts


def gathered(parts: list[Part], drawing: Drawing) -> Rendered:
    """The finished text with the lists of what it uses."""
    counted, sources = numbered(parts, drawing.outside.finding_sources)
    every = list(flat(counted))
    return Rendered(
        parts=counted,
        headings=tuple(drawing.headings),
        terms=unique(part.slug for part in every if isinstance(part, TermMark)),
        sources=sources,
        findings=arguments(every, "finding"),
        pictures=arguments(every, "figure"),
        cards=arguments(every, "card"),
        settings=unique(part.name for part in every if isinstance(part, Setting)),
        links=tuple(drawing.links),
    )


def arguments(parts: Iterable[Part], name: str) -> tuple[str, ...]:
    """What the blocks of one name are about, in order of first use."""
    return unique(part.argument for part in parts if isinstance(part, Block) and part.name == name)


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, in order of first use."""
    return tuple(dict.fromkeys(words))
