"""Pictures of people: how many of a hundred (or a thousand), as rows of figures filled from the top left."""

from dataclasses import dataclass

from django import template

register = template.Library()

# Figures in a row: a hundred make a square, a thousand a block that can be seen at once.
ACROSS = {100: 10, 1000: 40}
# A figure is drawn in a cell of this size; the template's shapes are drawn for it.
CELL = 12


@dataclass(frozen=True)
class Figure:
    """One figure of the row in which the count ends."""

    x: int
    y: int
    has: bool


@dataclass(frozen=True)
class People:
    """What the template draws: whole rows above, one mixed row, whole rows below; sizes in drawing units."""

    across: tuple[int, ...]
    full: tuple[int, ...]
    mixed: tuple[Figure, ...]
    empty: tuple[int, ...]
    width: int
    height: int


@register.filter
def people(count: int, out_of: int) -> People:
    """Lay `count` of 100 or 1,000 people out in rows. ValueError for other numbers.

    Example: people(29, 100) has two full rows, one row in which nine are filled, and seven empty rows.
    """
    if out_of not in ACROSS or not 0 <= count <= out_of:
        raise ValueError(f"{count} of {out_of} people cannot be drawn")
    columns = ACROSS[out_of]
    rows = out_of // columns
    whole, rest = divmod(count, columns)
    mixed = tuple(Figure(column * CELL, whole * CELL, column < rest) for column in range(columns)) if rest else ()
    first_empty = whole + bool(rest)
    return People(
        across=tuple(column * CELL for column in range(columns)),
        full=tuple(row * CELL for row in range(whole)),
        mixed=mixed,
        empty=tuple(row * CELL for row in range(first_empty, rows)),
        width=columns * CELL,
        height=rows * CELL,
    )
