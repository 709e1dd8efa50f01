"""First uses of glossary words."""

import pytest

from portal.text.render import Block, Html, Outside, TermMark, render

TERMS = {
    "disc": "disc", "discs": "disc", "slipped disc": "slipped-disc", "nerve root": "nerve-root", "nerve": "nerve",
    "MRI": "mri", "cauda equina": "cauda-equina", "x-ray": "x-ray", "C++ (test)": "test",
}  # fmt: skip


def marks(body: str, terms: dict[str, str] = TERMS) -> list[tuple[str, str]]:
    """The marks of a body in order of reading."""
    found = []
    for part in render(body, Outside(terms, {}, {})).parts:
        found += part.parts if isinstance(part, Block) else [part]
    return [(part.slug, part.shown) for part in found if isinstance(part, TermMark)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A disc.", [("disc", "disc")]),
        ("DISC and disc", [("disc", "DISC")]),
        ("Discs, then a disc", [("disc", "Discs")]),
        ("A slipped disc", [("slipped-disc", "slipped disc")]),
        ("A slipped disc, a disc", [("slipped-disc", "slipped disc"), ("disc", "disc")]),
        ("A slipped disc, a slipped disc, a disc", [("slipped-disc", "slipped disc"), ("disc", "disc")]),
        ("A nerve\nroot", [("nerve-root", "nerve root")]),
        ("The nerve and its nerve root", [("nerve", "nerve"), ("nerve-root", "nerve root")]),
        ("Discuss discography and predisc", []),
        ("non-disc disc-like", []),
        ("disc's (disc)", [("disc", "disc")]),
        ("An **MRI** scan", [("mri", "MRI")]),
        ("*nerve* root", [("nerve", "nerve")]),
        ("An X-ray", [("x-ray", "X-ray")]),
        ("The C++ (test) here", [("test", "C++ (test)")]),
        ("## The disc\n\nA disc", [("disc", "disc")]),
        ("[disc](https://a.example/) and disc", [("disc", "disc")]),
        ("[a **disc** b](https://a.example/)", []),
        ("[disc](condition:slipped-disc)", []),
        ("`disc`", []),
        ("| disc |\n|---|\n| nerve |", [("nerve", "nerve")]),
        ("- disc\n    - nerve\n- MRI", [("disc", "disc"), ("nerve", "nerve"), ("mri", "MRI")]),
        ("> disc", [("disc", "disc")]),
        ("a\n\n::: callout today\nMRI\n:::\n\nMRI disc", [("mri", "MRI"), ("disc", "disc")]),
        ("disc[@a]disc", [("disc", "disc")]),
        ("<disc>", [("disc", "disc")]),
        ("", []),
    ],
)
def test_the_first_use_of_each_word_is_marked(body, expected):
    assert marks(body) == expected


def test_no_words_no_marks():
    assert marks("A disc.", {}) == []
    assert marks("A disc.", {" ": "blank"}) == []


def test_the_words_around_a_mark_stay():
    assert render("One DISC, *two*.", Outside(TERMS, {}, {})).parts == (
        Html("<p>One "),
        TermMark("disc", "DISC"),
        Html(", <em>two</em>.</p>"),
    )
