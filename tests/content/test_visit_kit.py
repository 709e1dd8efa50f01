"""The shipped lists of the visit kit: enough questions for each stage, in plain words, without figures."""

import re

import pytest
from django.conf import settings

from portal.kinds.guide import STAGES
from portal.kinds.kit import PARTS
from portal.text.frontmatter import parse
from portal.text.readability import grade

LISTS = {path.stem: parse(path.read_text()).fields for path in sorted(settings.CONTENT_DIR.glob("en/kit/*.md"))}


def test_each_stage_has_eight_to_twelve_questions_and_every_part_its_sentences() -> None:
    counts = {one["stage"]: len(one["lines"]) for one in LISTS.values() if "stage" in one}
    assert counts.keys() == STAGES.keys()
    assert all(8 <= count <= 12 for count in counts.values())
    assert {one["part"] for one in LISTS.values()} == PARTS.keys()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_easily_and_holds_no_figure_but_out_of_100(name: str) -> None:
    texts = [text for line in LISTS[name]["lines"] for text in (line["words"], line.get("why", "")) if text]
    assert grade("\n\n".join(f"{text.rstrip('.?')}." for text in texts)).explained <= 6
    assert [text for text in texts if re.search(r"\d", text.replace("100 people", ""))] == []
    if LISTS[name]["part"] == "question":
        assert [line["words"] for line in LISTS[name]["lines"] if not line["words"].endswith("?")] == []
