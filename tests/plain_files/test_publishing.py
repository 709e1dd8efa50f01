"""The whole public site in files: what is written, what is not written again, and what readers keep when it fails."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.test import Client

from portal.desk.people import User
from portal.desk.pictures.blobs import upload
from portal.desk.press.projection import take_off
from portal.plain_files.asking import Portal
from portal.shelf.pages import Page
from portal.sitemaps import Pages
from tests.pictures import page_with_it, photograph, published_picture
from tests.plain_files.conftest import (
    NAME,
    SPACER,
    STENOSIS,
    Write,
    names,
    read,
    releases,
    rename_and_withdraw,
    something_is_published,
)


def asked(address: str) -> bytes:
    """What a browser gets from the portal itself."""
    return Client().get(address, secure=True, headers={"host": "portal.example"}).content


FILES = {
    "/": "index.html",
    SPACER: "procedures/interspinous-spacer/index.html",
    "/glossary/": "glossary/index.html",
    "/sources/": "sources/index.html",
    "/a-z/": "a-z/index.html",
    "/a-z/a/": "a-z/a/index.html",
    "/conditions/": "conditions/index.html",
    "/check/": "check/index.html",
    "/score-sheet/": "score-sheet/index.html",
    "/robots.txt": "robots.txt",
    "/sitemap.xml": "sitemap.xml",
    "/no/such/page/": "404.html",
}
# What files cannot do, and what is said instead.
INSTEAD = {
    "search": "The search does not work just now",
    "visit-kit": "Your sheet cannot be made here just now",
    "feedback/procedures/interspinous-spacer": "We cannot take messages here just now",
    "not-here/choices": "Other choices cannot be compared here just now",
    "not-here/paper": "This file to print is not here just now",
}


def test_files_are_what_the_portal_answers_byte_for_byte(site: Path, write: Write, folder: Path) -> None:
    write()
    assert {name: read(folder, name).encode() for name in FILES.values()} == {
        name: asked(address) for address, name in FILES.items()
    }


def test_every_address_of_the_sitemap_has_a_file(site: Path, write: Write, folder: Path) -> None:
    write()
    assert {f"{page.get_absolute_url()}index.html".removeprefix("/") for page in Page.objects.all()} <= names(folder)


def test_every_part_of_a_long_sitemap_has_a_file(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pages, "limit", 2)
    write()
    named = re.findall("<loc>https://portal.example/(.*?)</loc>", read(folder, "sitemap.xml"))
    assert named == [f"sitemap/{number}.xml" for number in range(1, len(named) + 1)]
    assert len(named) == -(-Page.objects.count() // 2)
    pages = [
        page for part in named for page in re.findall("<loc>https://portal.example(.*?)</loc>", read(folder, part))
    ]
    assert sorted(pages) == sorted(page.get_absolute_url() for page in Page.objects.all())


def test_scripts_and_sheets_that_pages_name_are_there_and_none_of_the_desk(
    site: Path, write: Write, folder: Path
) -> None:
    write()
    static = {name for name in names(folder) if name.startswith("static/") and not name.endswith((".gz", ".br"))}
    assert static == {
        "static/css/site.css",
        "static/img/favicon.svg",
        "static/img/vertebra-read.svg",
        "static/img/vertebra.svg",
        *(f"static/js/{name}.js" for name in ("aloud", "page", "search", "words")),
    }


def test_packed_variants_hold_the_same_words(site: Path, write: Write, folder: Path) -> None:
    write()
    place = folder / "current" / "site" / "index.html"
    assert gzip.decompress(Path(f"{place}.gz").read_bytes()) == place.read_bytes()
    assert brotli.decompress(Path(f"{place}.br").read_bytes()) == place.read_bytes()


def test_a_published_picture_is_there_and_goes_when_it_is_taken_down(site: Path, write: Write, folder: Path) -> None:
    writer = User.objects.create_user("writer")
    blob = upload(photograph(), by=writer)
    picture = published_picture(blob.name, by=writer)
    page = page_with_it(by=writer)
    name = f"pictures/scar-{blob.digest[:12]}.jpg"
    write()
    assert (folder / "current" / "site" / name).read_bytes() == bytes(blob.content)
    headers = json.loads((folder / "current" / "headers.json").read_text())
    [found] = [each["headers"] for each in headers if each["sort"] == "picture"]
    assert found["Content-Security-Policy"] == "default-src 'none'; sandbox"
    take_off(page)
    take_off(picture)
    something_is_published()
    write()
    assert name not in names(folder)


def test_each_language_has_its_pages_and_its_own_page_of_errors(
    site: Path, write: Write, folder: Path, settings: Any
) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    write()
    assert {"es/index.html", "es/404.html", "es/search/index.html", "es/a-z/index.html"} <= names(folder)
    assert '<html lang="es">' in read(folder, "es/404.html")


def test_old_addresses_lead_on_and_withdrawn_pages_say_so(site: Path, write: Write, folder: Path) -> None:
    rename_and_withdraw()
    done = write()
    assert (done.redirects, done.gone) == (2, 1)
    moved = read(folder, "conditions/narrow/index.html")
    assert f'<meta http-equiv="refresh" content="0; url={STENOSIS}">' in moved
    assert f'<link rel="canonical" href="{NAME}{STENOSIS}">' in moved
    assert read(folder, "procedures/interspinous-spacer/index.html").encode() == asked(SPACER)
    assert read(folder, "_redirects") == f"/conditions/narrow/ {STENOSIS} 301\n/home/ / 301\n"
    assert json.loads((folder / "current" / "redirects.json").read_text()) == {
        "redirects": [
            {"from": "/conditions/narrow/", "to": STENOSIS, "status": 301},
            {"from": "/home/", "to": "/", "status": 301},
        ],
        "gone": [{"from": SPACER, "status": 410}],
    }


def test_what_files_cannot_do_is_said_kindly_with_the_ways_on_and_the_emergency_card(
    site: Path, write: Write, folder: Path
) -> None:
    write()
    pages = {name: read(folder, f"{name}/index.html") for name in INSTEAD}
    assert {name: re.findall("<h1>(.*?)</h1>", page) for name, page in pages.items()} == {
        name: [words] for name, words in INSTEAD.items()
    }
    for page in pages.values():
        assert 'Numb between the legs? Call <a class="dial" href="tel:999">999</a>.' in page
        assert '<li><a href="/a-z/">A to Z</a></li>' in page
        assert '<meta name="robots" content="noindex">' in page
        assert "<form" not in page


def test_suggestions_find_nothing_in_the_words_that_the_field_understands(
    site: Path, write: Write, folder: Path
) -> None:
    write()
    assert json.loads(read(folder, "search/suggestions/index.html")) == {"found": []}


def test_files_to_print_are_written_when_asked_for(site: Path, write: Write, folder: Path) -> None:
    write()
    assert not [name for name in names(folder) if name.endswith(".pdf")]
    write(with_paper=True)
    assert {"procedures/interspinous-spacer.pdf", "procedures/interspinous-spacer.large.pdf"} <= names(folder)
    assert (folder / "current/site/procedures/interspinous-spacer.pdf").read_bytes().startswith(b"%PDF")


def test_an_empty_site_is_written_too(db: None, write: Write, folder: Path) -> None:
    assert write().counts == {"new": 3}
    assert {"index.html", "404.html", "a-z/index.html"} <= names(folder)


def test_without_a_change_nothing_is_asked_or_written(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write()
    monkeypatch.setattr(Portal, "ask", None)
    again = write()
    assert (again.is_as_before, again.release, releases(folder)) == (True, first.release, {first.release.name})


def test_what_has_not_changed_is_the_same_file_as_before(site: Path, write: Write, folder: Path) -> None:
    first = write()
    Page.objects.filter(slug="questions").update(title="Questions to take along")
    something_is_published()
    second = write()
    assert second.release != first.release
    assert second.counts["changed"] > 0
    assert second.counts["changed"] + second.counts["as before"] == first.counts["new"]
    for name, is_same in (("glossary/index.html", True), ("guides/questions/index.html", False)):
        for ending in ("", ".gz", ".br"):
            old, new = (place / "site" / f"{name}{ending}" for place in (first.release, second.release))
            assert old.samefile(new) is is_same


def test_anew_writes_every_file_and_trusts_none(site: Path, write: Write, folder: Path) -> None:
    first = write()
    (first.release / "site" / "glossary" / "index.html.gz").write_bytes(b"spoilt")
    second = write(anew=True)
    assert second.counts == first.counts
    assert read(folder, "glossary/index.html").encode() == asked("/glossary/")
    assert (folder / "current/site/glossary/index.html.gz").read_bytes() != b"spoilt"


def test_the_next_day_is_another_moment(site: Path, write: Write) -> None:
    with time_machine.travel("2026-11-25 10:00Z", tick=False):
        write()
    with time_machine.travel("2026-11-26 10:00Z", tick=False):
        assert write().is_as_before is False


def test_a_style_sheet_of_the_release_before_is_still_there_but_not_that_of_one_older(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write()
    old = first.release / "site" / "static" / "css" / "site.0123456789ab.css"
    old.write_text("/* of the last release */")
    state = json.loads((first.release / "state.json").read_text())
    state["static"].append("static/css/site.0123456789ab.css")
    (first.release / "state.json").write_text(json.dumps(state))
    found = []
    for _time in range(3):
        something_is_published()
        write()
        found.append("static/css/site.0123456789ab.css" in names(folder))
    assert found == [True, True, False]


def test_the_last_release_is_kept_and_older_ones_go(site: Path, write: Write, folder: Path) -> None:
    made = []
    for _time in range(3):
        something_is_published()
        made.append(write().release.name)
    assert releases(folder) == set(made[-2:])
    assert (folder / "current").readlink() == Path("releases", made[-1])
