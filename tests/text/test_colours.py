"""Colours of a style sheet are read as a browser would, in every scheme, and measured by the formula of WCAG."""

import pytest

from portal.text.colours import contrast, is_colour, luminance, schemes

SHEET = """/* :root { --ink: #f00; } */
:root { --ink: #111; --paper: #fff; --word: var(--ink); --gap: clamp(1rem, 2vw, 2rem) }
body { --ink: #00f; color: var(--ink); }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eee; --paper: #000; }
  body { --paper: #0f0; }
}
@media (prefers-contrast: more) { :root { --ink: #000; } }
"""


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#fff", "#000", 21.0),
        ("#000000", "#FFFFFF", 21.0),
        ("#abc", "#aabbcc", 1.0),
        ("#777", "#fff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#00f", "#fff", 8.592),
    ],
)
def test_contrast_is_that_of_wcag_in_either_order(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.001)


def test_light_runs_from_black_to_white():
    assert (luminance("#000"), luminance("#fff")) == (0, pytest.approx(1))
    assert luminance("#f00") == pytest.approx(0.2126)


@pytest.mark.parametrize("words", ["", "#12", "#1234", "#12345678", "red", "#ggg", "rgb(0, 0, 0)", "#fff\n"])
def test_what_is_no_hexadecimal_colour_is_not_measured(words):
    assert not is_colour(words)
    with pytest.raises(ValueError, match="no colour in hexadecimal"):
        luminance(words)


def test_each_scheme_has_its_own_colours_and_the_later_rule_wins():
    assert schemes(SHEET) == {
        "light": {"ink": "#111", "paper": "#fff", "word": "#111", "gap": "clamp(1rem, 2vw, 2rem)"},
        "light, contrast: more": {"ink": "#000", "paper": "#fff", "word": "#000", "gap": "clamp(1rem, 2vw, 2rem)"},
        "dark": {"ink": "#eee", "paper": "#000", "word": "#eee", "gap": "clamp(1rem, 2vw, 2rem)"},
        "dark, contrast: more": {"ink": "#000", "paper": "#000", "word": "#000", "gap": "clamp(1rem, 2vw, 2rem)"},
    }


@pytest.mark.parametrize(
    "query",
    [
        "@media (prefers-contrast: more) and (prefers-color-scheme: dark) { :root { --ink: #ff0 } }",
        "@media screen and (prefers-color-scheme:dark) and ( prefers-contrast : more ) { :root { --ink: #ff0 } }",
        "@media (prefers-contrast: more) { @media (prefers-color-scheme: dark) { :root { --ink: #ff0 } } }",
    ],
)
def test_a_scheme_may_ask_for_two_things_at_once(query):
    found = schemes(SHEET + query)
    assert {name: values["ink"] for name, values in found.items()} == {
        "light": "#111",
        "light, contrast: more": "#000",
        "dark": "#eee",
        "dark, contrast: more": "#ff0",
    }


def test_either_of_two_queries_is_enough():
    sheet = (
        ":root { --ink: #111 } @media (prefers-contrast: more), (prefers-color-scheme: dark) { :root { --ink: #222 } }"
    )
    assert [values["ink"] for values in schemes(sheet).values()] == ["#111", "#222", "#222", "#222"]


def test_light_asked_for_by_name_is_the_first_scheme():
    sheet = ":root { --ink: #111 } @media (prefers-color-scheme: light) { :root { --ink: #222 } }"
    assert schemes(sheet) == {"light": {"ink": "#222"}}


@pytest.mark.parametrize("query", ["@media print", "@media (forced-colors: active)"])
def test_colours_that_no_screen_shows_are_left_out(query):
    assert schemes(f":root {{ --ink: #111 }} {query} {{ :root {{ --ink: CanvasText }} }}") == {"light": {"ink": "#111"}}


def test_a_query_that_says_not_is_refused():
    with pytest.raises(ValueError, match="cannot be read"):
        schemes("@media not (prefers-color-scheme: dark) { :root { --ink: #111 } }")


def test_names_that_lead_in_a_circle_or_nowhere_stay_as_they_are():
    values = schemes(":root { --one: var(--two); --two: var(--one); --three: var(--four) }")["light"]
    assert values["one"].startswith("var(")
    assert values["three"] == "var(--four)"


@pytest.mark.parametrize("css", ["", "a { color: red }", ":root {}"])
def test_a_sheet_without_properties_has_one_empty_scheme(css):
    assert schemes(css) == {"light": {}}
