"""Uploaded pictures on paper: their bytes and their words, or their words alone."""

import pytest

from portal.paper.markup import BadMarkup
from portal.paper.photos import addresses_of
from portal.paper.setting import pdf
from tests.paper.reading import opened, tagged, words_of
from tests.paper.test_setting import sheet
from tests.pictures import drawn_png, photograph

SCAR = '<img class="photo" src="/pictures/scar.jpg" width="300" height="200" alt="A thin #pale line">'
FIGURE = f'<h1>A</h1><figure class="figure">{SCAR}<figcaption>Healed. <span class="credit">A. Example</span></figcaption></figure>'  # fmt: skip # noqa: E501


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("content", [photograph(), photograph(progressive=True), drawn_png()])
def test_a_picture_is_set_with_its_words_for_who_cannot_see_it(content: bytes, is_large: bool) -> None:
    made = pdf(sheet(FIGURE, photos={"/pictures/scar.jpg": content}, is_large=is_large))
    assert [figure.alt for figure in tagged(made).named("/Figure")] == ["A thin #pale line"]
    assert [len(page.images) for page in opened(made).pages] == [1]
    assert words_of(made) == ["A", "Healed.", "A.", "Example"]
    assert made == pdf(sheet(FIGURE, photos={"/pictures/scar.jpg": content}, is_large=is_large))


def test_its_words_stand_where_its_bytes_are_gone() -> None:
    made = pdf(sheet(FIGURE))
    assert words_of(made) == ["A", "A", "thin", "#pale", "line", "Healed.", "A.", "Example"]
    assert tagged(made).named("/Figure") == []


def test_a_tall_picture_fits_on_its_page_and_a_small_one_is_not_blown_up() -> None:
    tall = SCAR.replace('width="300" height="200"', 'width="200" height="1600"')
    made = opened(pdf(sheet(f"<p>x</p>{tall}", photos={"/pictures/scar.jpg": photograph((200, 1600))})))
    assert len(made.pages) == 1
    assert len(made.pages[0].images) == 1


@pytest.mark.parametrize(
    "old", [' alt="A thin #pale line"', ' width="300"', ' height="200"'], ids=["no words", "no width", "no height"]
)
def test_a_picture_without_words_or_size_is_refused_by_name(old: str) -> None:
    with pytest.raises(BadMarkup, match="<img> in line 1 has no alt, or no width and height"):
        pdf(sheet(SCAR.replace(old, "")))


def test_a_page_names_each_of_its_pictures_once_in_order() -> None:
    other = SCAR.replace("scar", "other")
    assert addresses_of(f"<p>a</p>{other}<figure>{SCAR}</figure>{other}") == [
        "/pictures/other.jpg",
        "/pictures/scar.jpg",
    ]
    assert addresses_of("<p>a</p>") == []
