"""Notes and their numbers."""

import pytest

from portal.text.render import Block, Cite, Outside, render

OUTSIDE = Outside({}, {}, {"peul-pain": "peul-2007", "weber-pain": "weber-1983"})


def notes(body: str) -> list[tuple[str, int]]:
    """The notes of a body in order of reading, those inside blocks at their place."""
    found = []
    for part in render(body, OUTSIDE).parts:
        found += part.parts if isinstance(part, Block) else [part]
    return [(part.source, part.number) for part in found if isinstance(part, Cite)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a [@x]", [("x", 1)]),
        ("a [@x][@y] [@x]", [("x", 1), ("y", 2), ("x", 1)]),
        ("a **[@x]** [@y] *[@z]*", [("x", 1), ("y", 2), ("z", 3)]),
        ("| [@x] | b |\n|--|--|\n| [@y] | [@z] |", [("x", 1), ("y", 2), ("z", 3)]),
        ("- a [@x]\n    - b [@y]\n- c [@z]", [("x", 1), ("y", 2), ("z", 3)]),
        ("::: callout today\na [@x]\n:::\n\nb [@y]", [("x", 1), ("y", 2)]),
        ("a [@x]\n\n::: finding peul-pain\n:::\n\nb [@y] [@peul-2007]", [("x", 1), ("y", 3), ("peul-2007", 2)]),
        ("`[@x]`", []),
        ("\\[@x]", []),
        ("[ @x]", []),
    ],
)
def test_notes_are_numbered_by_first_appearance(body, expected):
    assert notes(body) == expected


def test_sources_stand_in_the_order_of_their_numbers():
    blocks = [f"::: finding {slug}\n:::\n\n" for slug in ("weber-pain", "peul-pain", "unknown")]
    body = f"{blocks[0]}a [@x]\n\n{blocks[1]}{blocks[2]}b [@weber-1983] [@y]"
    rendered = render(body, OUTSIDE)
    assert rendered.sources == ("weber-1983", "x", "peul-2007", "y")
    assert rendered.findings == ("weber-pain", "peul-pain", "unknown")
