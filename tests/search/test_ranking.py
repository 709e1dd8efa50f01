"""Which parts of a question an answer needs, and which passage is shown."""

import pytest

from portal.search.asked import Group, way
from portal.search.ranking import needed, place


def asked(**weights: float) -> list[Group]:
    """Groups of one word each, with their weights."""
    return [Group((way((word,)),), weight) for word, weight in weights.items()]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"disc": 2.0}, {"disc"}),
        # Of two things an answer has half: the lighter one alone is never enough.
        ({"disc": 2.0, "walk": 1.0}, {"disc"}),
        ({"disc": 1.0, "walk": 1.0}, {"disc", "walk"}),
        # Of three, 45 of 100 parts.
        ({"disc": 1.0, "walk": 1.0, "nerve": 1.0}, {"walk", "nerve"}),
        ({"disc": 2.0, "walk": 1.0, "nerve": 1.0}, {"disc", "nerve"}),
        ({"disc": 0.0, "walk": 0.0}, {"disc", "walk"}),
        ({}, set()),
    ],
)
def test_an_answer_needs_one_of_the_parts_without_which_the_rest_is_not_enough(
    weights: dict[str, float], words: set[str]
) -> None:
    assert {group.typed[0] for group in needed(asked(**weights))} == words


LINES = " disc nerv \n walk \n disc walk and very much more of the same in this line \n nerv walk disc "


@pytest.mark.parametrize(
    ("weights", "number"),
    [
        ({"disc": 1.0, "walk": 1.0}, 2),  # the first of those that answer alike
        ({"disc": 1.0, "walk": 1.0, "nerv": 1.0}, 3),
        ({"walk": 5.0, "disc": 0.1}, 2),  # a heading says less than a sentence, even one with a light word more
        ({"nerv": 1.0}, 0),
        ({"nerv": 1.0, "walk": 0.1}, 3),
        ({"spine": 1.0}, -1),
        ({}, -1),
    ],
)
def test_the_passage_that_answers_most_is_shown(weights: dict[str, float], number: int) -> None:
    assert place(asked(**weights), LINES) == number


def test_a_light_word_beside_a_heavy_one_counts_though_it_is_looked_for_only_there() -> None:
    sentence = "of a sentence that is long enough to be one and no heading"
    text = f" light {sentence} \n heavy {sentence} \n heavy light {sentence} \n light light {sentence} "
    assert place(asked(light=0.1, heavy=2.0), text) == 2
