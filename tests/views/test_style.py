"""The style page: for staff only, kept by nobody, and nothing that pages are made of is missing from it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.desk.people import User
from portal.kinds.benefit import VERDICTS
from portal.kinds.finding.shapes import SHAPES
from portal.text.blocks import BLOCKS
from portal.views import palette
from portal.views.example import drawn, library
from tests.site.asked import Drawn, words
from tests.views.conftest import SITE, Publish
from tests.views.test_frame import MOST_QUERIES, times_three

pytestmark = pytest.mark.django_db

ADDRESS = "/style/"
TEMPLATES = Path(settings.BASE_DIR, "templates")
SIGN_IN = f"/admin/login/?next={ADDRESS}"
DRAWN_PARTS = [
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("blocks", "parts", "portal", "search", "style")
    for path in sorted((TEMPLATES / folder).rglob("*.html"))
    if path != TEMPLATES / "search" / "page.html"
]


@pytest.fixture
def staff(client: Client) -> Client:
    """A browser in which somebody of the staff, without any permission, has signed in."""
    client.force_login(User.objects.create_user("nurse", is_staff=True))
    return client


def test_nobody_but_staff_sees_it(client: Client) -> None:
    assert client.get(ADDRESS).headers["Location"] == SIGN_IN
    client.force_login(User.objects.create_user("reader"))
    assert client.get(ADDRESS).headers["Location"] == SIGN_IN
    client.force_login(User.objects.create_user("gone", is_staff=True, is_active=False))
    assert client.get(ADDRESS).headers["Location"] == SIGN_IN


def test_nobody_keeps_it_and_no_search_engine_lists_it(staff: Client) -> None:
    answer = staff.get(ADDRESS)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
    assert "ETag" not in answer.headers
    assert "no-store" in Client().get(ADDRESS).headers["Cache-Control"]
    assert ADDRESS not in staff.get("/sitemap.xml").content.decode()


def test_only_reading_is_answered(staff: Client) -> None:
    assert staff.head(ADDRESS).status_code == 200
    assert staff.post(ADDRESS, {"x": "y"}).status_code == 405


def test_the_desk_leads_to_it(staff: Client) -> None:
    assert f'<a href="{ADDRESS}">Style</a>' in staff.get("/admin/").content.decode()


@pytest.fixture
def page(staff: Client) -> Drawn:
    """The page, read as a browser reads it."""
    return Drawn(staff.get(ADDRESS).content.decode())


def test_it_is_well_formed_and_every_id_stands_once(page: Drawn) -> None:
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 50
    asked = [
        element.get(name) for element in page.root.iter() for name in ("aria-describedby", "aria-labelledby", "for")
    ]
    assert {name for names in asked if names for name in names.split()} <= set(ids)


def test_everything_that_pages_are_made_of_is_on_it(staff: Client) -> None:
    used = {template.name for template in staff.get(ADDRESS).templates}
    assert [template for template in DRAWN_PARTS if template not in used] == []


def test_every_block_and_every_shape_of_a_finding_is_in_the_example(staff: Client) -> None:
    used = {template.name for template in staff.get(ADDRESS).templates}
    assert {f"blocks/{name}.html" for name in BLOCKS} <= used
    assert {f"blocks/finding/{shape}.html" for shape in SHAPES} <= used
    bodies = "".join(form.value("body") or "" for form, _row in drawn())
    for name, rule in BLOCKS.items():
        arguments = rule.argument if isinstance(rule.argument, frozenset) else [""]
        assert all(f"\n::: {name} {argument}".rstrip() in bodies for argument in arguments), name
    assert {row.shape for row in library().values() if row.kind == "finding"} == SHAPES.keys()


def test_every_verdict_and_every_state_of_review_is_on_it(staff: Client) -> None:
    page = staff.get(ADDRESS).content.decode()
    assert [f'class="verdict verdict-{verdict}"' in page for verdict in VERDICTS] == [True] * len(VERDICTS)
    states = [row.review_state for row in staff.get(ADDRESS).context["states"]]
    assert states == ["awaiting", "reviewed", "changed", "overdue"]


def test_every_colour_is_on_it_with_its_contrast_in_each_scheme(staff: Client) -> None:
    answer = staff.get(ADDRESS)
    schemes = answer.context["schemes"]
    assert schemes[0].name == "light"
    assert "dark" in [scheme.name for scheme in schemes]
    for scheme in schemes:
        swatches = [swatch for purpose in scheme.purposes for swatch in purpose.swatches]
        assert {swatch.name for swatch in swatches} == {*palette.WORDS, *palette.LINES, *palette.FILLS}
        for swatch in swatches:
            assert f"<code>{swatch.value}</code>" in answer.content.decode()
            for measure in swatch.measures:
                assert f"{measure.ratio:.1f} to 1 on {measure.name}<" in answer.content.decode()


def test_a_contrast_is_measured_on_the_ground_that_it_names() -> None:
    names = {*palette.WORDS, *palette.LINES, *palette.FILLS} - {"ink", "sunk"}
    css = ":root { --ink: #000; --sunk: #777; " + "".join(f"--{name}: #fff;" for name in names) + "}"
    [scheme] = palette.palette(css)
    ink = scheme.purposes[0].swatches[0]
    found = {measure.name: (measure.ground, round(measure.ratio, 1)) for measure in ink.measures}
    assert found["paper"] == ("#fff", 21.0)
    assert found["sunk"] == ("#777", 4.7)


def test_the_form_stands_in_its_three_conditions(page: Drawn) -> None:
    names = [page.at(f"id_{prefix}-name") for prefix in ("empty", "filled", "wrong")]
    assert [(name.get("value"), name.get("aria-invalid")) for name in names] == [
        (None, None),
        ("Example, made up", None),
        (None, "true"),
    ]
    summaries = [section.get("aria-labelledby") for section in page.all("section", class_="summary")]
    assert summaries == ["wrong-problem", "entries-problem"]
    assert [section.get("autofocus") for section in page.all("section", class_="summary")] == [None, None]
    assert {form.get("method") for form in page.all("form")} == {"get"}


def test_what_is_made_up_says_so_and_could_be_published(page: Drawn) -> None:
    found = list(drawn())
    assert {row.title: form.obstacles() for form, row in found if form.obstacles()} == {}
    assert all("made up" in row.title or "Example" in row.title for _form, row in found if row.kind != "term")
    assert len(page.all("p", class_="made-up")) >= 9
    assert words(page.one("h1")) == "Style"


def test_nothing_is_written_and_three_of_everything_cost_no_query_more(
    staff: Client, publish: Publish, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for documents in (SITE, times_three(SITE)):
        publish(documents)
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            staff.get(ADDRESS)
        assert [query["sql"] for query in asked if not query["sql"].lstrip("(").startswith("SELECT")] == []
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_it_is_there_on_a_site_in_another_language(staff: Client, settings) -> None:
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("es", "español"), ("en", "English")], "es"
    answer = staff.get(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "es")
