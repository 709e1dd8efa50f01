"""A text as it would be read aloud."""

import pytest

from portal.text.drawing import SETTINGS
from portal.text.plain import SPOKEN, plain
from portal.text.references import Ref
from portal.text.render import Outside, render

OUTSIDE = Outside({"disc": "disc"}, {Ref("risk", "infection"): "/risks/infection/"}, {})


def test_every_detail_of_the_clinic_can_be_spoken():
    assert set(SPOKEN) == set(SETTINGS)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", ""),
        ("One *two*\nthree  \nfour.", "One two three\nfour."),
        ("## Why\n\nSo.", "Why\nSo."),
        ("- a\n- b\n    - c", "a\nb\nc"),
        ("> a\n\n---\n\nb", "a\nb"),
        ("| a | b |\n|--|--|\n| c d | e |", "a\nb\nc d\ne"),
        ("A disc [@x], and [an infection](risk:infection) [@y].", "A disc, and an infection."),
        ("**Call {emergency_number} now.**", "Call your emergency number now."),
        ("Call {clinic_phone} or {out_of_hours_phone}.", "Call the clinic’s number or your out-of-hours number."),
        ("a < b & c `<p>`", "a < b & c <p>"),
        ("a\n\n::: callout today\n**Call** us.\n\nNow.\n:::\n\nb\n\n::: figure c\n:::", "a\nCall us.\nNow.\nb"),
    ],
)
def test_words_stay_and_marks_go(body, text):
    assert plain(render(body, OUTSIDE)) == text
