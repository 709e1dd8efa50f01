"""Passages as they are shown: whole where they are short, cut at blanks around what was asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.excerpts import CUT, LONGEST, Asked, excerpt, marked


def shown(passage: str, *stems: str) -> str:
    return "".join(piece.text for piece in excerpt(passage, Asked(set(stems), "en")))


def test_a_short_passage_is_shown_whole():
    assert shown("Most discs shrink.", "disc") == "Most discs shrink."
    assert excerpt("", Asked({"disc"}, "en")) == ()


def test_a_long_passage_is_cut_at_blanks_around_the_first_mark():
    passage = f"{'before ' * 60}the disc, {'after ' * 60}".strip()
    cut = shown(passage, "disc")
    assert cut.startswith(f"{CUT}before before")
    assert cut.endswith(f"after{CUT}")
    assert "the disc, after" in cut
    assert len(cut) <= LONGEST + 2


def test_without_a_mark_the_beginning_is_shown():
    assert shown("word " * 100) == f"{('word ' * (LONGEST // 5)).strip()}{CUT}"


def test_the_end_of_a_passage_is_not_cut():
    cut = shown(f"{'before ' * 60}the disc.", "disc")
    assert (cut[0], cut.endswith("the disc.")) == (CUT, True)


@pytest.mark.parametrize("passage", ["x" * 1000, "椎間板" * 300, f"disc{'x' * 1000}"])
def test_what_has_no_blanks_is_cut_too(passage):
    assert len(shown(passage, "椎間")) <= LONGEST + 2


@given(st.text(max_size=500), st.sets(st.sampled_from(["disc", "a", "0", "椎"])))
def test_marks_change_no_letter(text, stems):
    pieces = marked(text, Asked(stems, "en"))
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
