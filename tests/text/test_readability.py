"""Reading grades."""

import subprocess
import sys

import pytest

from portal.text.readability import Grade, grade
from portal.text.syllables import by_rule, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("spine", 1),
        ("disc", 1),
        ("pain", 1),
        ("nerve", 1),
        ("surgery", 3),
        ("operation", 4),
        ("hospital", 3),
        ("Surgeon", 2),
        ("herniated", 4),
        ("radiculopathy", 6),
        ("microdiscectomy", 6),
        ("laminectomy", 5),
        ("spondylolisthesis", 6),
        ("paracetamol", 5),
        ("gabapentin", 4),
        ("diazepam", 4),
        ("orthopaedic", 4),
        ("oedema", 3),
        ("randomised", 3),
        ("MRI", 3),
        ("CT", 2),
        ("NHS", 3),
        ("follow-up", 3),
        ("don’t", 1),
        ("patient's", 2),
        ("12", 2),
        ("1,000", 4),
        ("x", 1),
        ("stenosis’s", 3),
    ],
)
def test_syllables_are_those_that_people_say(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bone", 1),
        ("healed", 1),
        ("treated", 2),
        ("bones", 1),
        ("table", 2),
        ("tables", 2),
        ("hernia", 3),
        ("video", 3),
        ("being", 2),
        ("movement", 2),
        ("station", 2),
        ("brrr", 1),
        ("", 1),
    ],
)
def test_the_rule_for_unknown_words_knows_silent_and_parted_vowels(word, count):
    assert by_rule(word) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Grade(0.0, 0.0, 0, 0, 0)),
        ("\n — \n…", Grade(0.0, 0.0, 0, 0, 0)),
        ("Go.", Grade(0.0, 0.0, 1, 1, 1)),
        # 0.39 * 12 / 1 + 11.8 * 15 / 12 - 15.59
        ("The surgeon takes away the part of the disc that presses hard.", Grade(3.8, 3.8, 1, 12, 12)),
        # 0.39 * 10 / 3 + 11.8 * 13 / 10 - 15.59
        ("One heading here\nThe first pain. \nThe other patient is", Grade(1.1, 1.1, 3, 10, 4)),
        ("See e.g. Dr. Who. Then go!”  Now?", Grade(0.0, 0.0, 3, 8, 5)),
    ],
)
def test_the_grade_is_that_of_the_formula(text, expected):
    assert grade(text) == expected


def test_explained_words_count_as_two_syllables():
    text = "A microdiscectomy eases radiculopathy under general anaesthetic."
    # 7 words; 24 syllables, then 24 - 4 - 1 - 2, then 24 - 4 (a phrase counts only where it stands whole)
    assert grade(text) == Grade(27.6, 27.6, 1, 7, 7)
    assert grade(text, ["Microdiscectomy", "general anaesthetic"]).explained == 15.8
    assert grade(text, {"microdiscectomy", "general hospital"}).explained == 20.9
    assert grade(text, ["microdiscectomy"]).raw == 27.6


def test_the_dictionary_is_read_only_when_a_word_is_asked_for():
    asked = "import portal.text.readability, portal.text.syllables as s; print(s.dictionary.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "0\n"
