"""Choices side by side: each figure under the choice that had it, and nothing of two studies beside each other."""

import pytest
from django.test import Client

from portal.desk.press.composing import NotPublishable
from tests.kept import starting_with
from tests.views.choices import ADDRESS, COMPARED, DECISION, GROUPS, LASTING, SPACER, shown
from tests.views.conftest import Publish

# The decision aid and all that it names, published.
compared = starting_with(COMPARED)


def test_each_figure_stands_under_the_choice_that_its_group_had(client: Client, compared: None) -> None:
    found = shown(client, "?choices=interspinous-spacer,decompression,fusion")
    assert found.choices == [SPACER, "Decompression", "Fusion"]
    assert found.lines["Another operation"] == {
        SPACER: "29 of 100 A spacer",
        "Decompression": "8 of 100 Decompression",
        "Fusion": "Not compared directly",
    }
    assert found.lines["Daily life at five years"] == {
        SPACER: "Not compared directly",
        "Decompression": "61 of 100 Nerves freed alone",
        "Fusion": "63 of 100 Nerves freed and fused",
    }
    assert found.lines["Operated again by eight years"]["Decompression"] == "18 of 100 Nerves freed alone"
    assert found.lines["Operated again by eight years"][SPACER] == "Not compared directly"


def test_groups_in_another_order_stay_with_their_choices(client: Client, publish: Publish) -> None:
    name = "all/findings/daily-life.md"
    alone, fused = GROUPS.split("  - id: fused", 1)
    turned = "arms:\n  - id: fused" + fused + alone.removeprefix("arms:\n")
    publish(COMPARED | {name: LASTING.format(shape="two_counts", figures=turned)})
    assert shown(client, "?choices=decompression,fusion").lines["Daily life at five years"] == {
        "Decompression": "61 of 100 Nerves freed alone",
        "Fusion": "63 of 100 Nerves freed and fused",
    }


def test_a_line_of_two_is_shown_only_with_both_of_them(client: Client, compared: None) -> None:
    lines = shown(client, "?choices=waiting,decompression").lines
    assert "Another operation" not in lines
    assert "Daily life at five years" not in lines
    assert lines["Operated again by eight years"]["Waiting"] == "Not compared directly"


def test_the_same_questions_are_answered_for_each_choice(client: Client, compared: None) -> None:
    lines = shown(client, "?choices=waiting,decompression").lines
    assert lines["What it is"] == {"Waiting": "This is waiting.", "Decompression": "This is decompression."}
    assert lines["Is it an operation?"] == {"Waiting": "No", "Decompression": "Yes"}
    assert lines["Nights in hospital"] == {"Waiting": "Not an operation", "Decompression": "1 to 4 nights"}
    assert lines["How long it takes"] == {"Waiting": "Not an operation", "Decompression": "1 to 2 hours"}
    assert lines["Getting back to things"]["Decompression"] == "Get up and walk: the same day or the next"
    assert lines["It may not suit you if…"]["Decompression"] == "your back hurts but your legs do not"
    assert "So that you feel no pain" not in lines


def test_gains_and_harms_in_words_stand_apart(client: Client, compared: None) -> None:
    page = client.get(ADDRESS + "?choices=waiting,fusion").content.decode()
    assert page.index("What people gain") < page.index("Many stay the same.") < page.index("What can go wrong")
    assert page.index("What can go wrong") < page.index("Nobody counted the harm.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first_group: alone\n    second", "first_group: nobody\n    second"),
        ("    second: fusion\n    second_group: fused\n", ""),
        ("    finding: daily-life\n", "    finding: course\n"),
        ("    finding: eight-years\n", "    finding: daily-life\n"),
        ("    first_group: alone\nin_words", "in_words"),
        ("    about: gain\n    finding: course\n", "    about: gain\n    finding: eight-years\n"),
    ],
    ids=["strange group", "half a comparison", "no groups", "two groups for one", "no group", "a figure in words"],
)
def test_a_figure_without_its_group_is_never_published(publish: Publish, old: str, new: str) -> None:
    text = DECISION.format(first="").replace(old, new)
    assert text != DECISION.format(first="")
    with pytest.raises(NotPublishable, match=r"row \d: the finding"):
        publish(COMPARED | {"en/decisions/narrow-canal.md": text})


def test_a_figure_in_words_has_a_line_of_its_own(client: Client, publish: Publish) -> None:
    course = LASTING.format(shape="words", figures="says:\n  en: Up to 20 in 100 got worse.\n")
    with pytest.raises(NotPublishable, match="has a figure, which would stand beside those of other studies"):
        publish(COMPARED | {"all/findings/course.md": course})
    text = DECISION.format(first="").replace("  - id: waiting\n    option: waiting\n    about: gain\n"
                                             "    finding: course\n", "")  # fmt: skip
    text = text.replace(
        "in_words:", "  - id: course\n    finding: course\n    about: harm\n    first: waiting\nin_words:"
    )
    publish(COMPARED | {"all/findings/course.md": course, "en/decisions/narrow-canal.md": text})
    assert shown(client, "?choices=waiting,fusion").lines["Daily life at five years"] == {
        "Waiting": "Up to 20 in 100 got worse.", "Fusion": "Not compared directly",
    }  # fmt: skip
