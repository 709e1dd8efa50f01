"""The whole shipped library as files, and a real nginx that gives them to readers."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import brotli
import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from portal.plain_files.publishing import Published, publish_site
from portal.shelf.counter import Counter
from portal.shelf.moved import Moved
from tests.content.conftest import shipped_plan, site  # noqa: F401
from tests.plain_files.conftest import NAME, names, read
from tests.plain_files.serving import BROTLI, NGINX, TYPES, get, nginx

pytestmark = [pytest.mark.gate, pytest.mark.django_db]
DISC = "/conditions/slipped-disc/"
needs_nginx = pytest.mark.skipif(NGINX is None or not TYPES.exists(), reason="no nginx on this machine")


@pytest.fixture(scope="module")
def shipped(
    tmp_path_factory: pytest.TempPathFactory,
    site: object,  # noqa: F811
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    """The folder with everything in it: an old address and a page that was taken down besides."""
    folder = tmp_path_factory.mktemp("shipped") / "plain"
    named = {"SITE_URL": NAME, "ALLOWED_HOSTS": ["portal.example"], "LANGUAGES": [("en", "English"), ("es", "español")]}
    with django_db_blocker.unblock(), override_settings(**named):
        at = {"language": "en", "kind": "condition"}
        Moved.objects.create(**at, slug="old-disc", to_kind="condition", to_slug="slipped-disc")
        Moved.objects.create(**at, slug="taken-down")
        Moved.objects.create(language="es", kind="condition", slug="taken-down")
        Counter.bump(["en", "es"])
        publish_site(folder)
        yield folder


@pytest.fixture(scope="module")
def served(shipped: Path) -> Iterator[int]:
    with nginx(shipped, shipped.parent / "nginx") as port:
        yield port


def portal(address: str) -> Any:
    return Client().get(address, secure=True, headers={"host": "portal.example"})


def test_every_address_of_the_sitemap_has_a_file(shipped: Path) -> None:
    tree = ElementTree.fromstring(read(shipped, "sitemap.xml"))  # noqa: S314  our own file
    paths = [urlsplit(place.text or "").path for place in tree.findall(".//{*}loc")]
    assert len(paths) > 50
    assert {f"{path}index.html".removeprefix("/") for path in paths} <= names(shipped)


def test_a_second_run_has_nothing_to_do_and_one_for_nothing_changes_nothing(shipped: Path) -> None:
    settings = {"SITE_URL": NAME, "ALLOWED_HOSTS": ["portal.example"]}
    with override_settings(**settings, LANGUAGES=[("en", "English"), ("es", "español")]):
        assert publish_site(shipped).is_as_before is True
        Counter.bump(["en"])
        done: Published = publish_site(shipped)
    assert set(done.counts) == {"as before"}
    assert done.must_reload is False


@needs_nginx
@pytest.mark.parametrize("address", ["/", DISC, "/glossary/", "/a-z/b/", "/es/", "/robots.txt", "/sitemap.xml"])
def test_nginx_gives_what_the_portal_gives_with_the_same_headers(served: int, settings: Any, address: str) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = NAME, ["portal.example"]
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    answer, body = get(served, address)
    own = portal(address)
    assert (answer.status, body) == (200, own.content)
    same = {"Cache-Control", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options", "Permissions-Policy"}
    same |= {"Cross-Origin-Opener-Policy", "Strict-Transport-Security", "X-Robots-Tag"}
    assert {name: answer.getheader(name) for name in same} == {name: own.headers.get(name) for name in same}
    policies = [answer.getheader("Content-Security-Policy"), own.headers["Content-Security-Policy"]]
    assert sorted(policies[0].split("; ")) == sorted(policies[1].split("; "))
    assert (
        answer.getheader("Content-Type", "").split(";")[0].replace("text/xml", "application/xml")
        == (own.headers["Content-Type"].split(";")[0])
    )


@needs_nginx
def test_nginx_gives_what_is_packed_and_says_that_it_depends(served: int, shipped: Path) -> None:
    answer, body = get(served, DISC, Accept_Encoding="gzip")
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body).decode() == read(shipped, "conditions/slipped-disc/index.html")
    assert (answer.getheader("Vary"), answer.getheader("Content-Type")) == (
        "Accept-Encoding",
        "text/html; charset=utf-8",
    )


@needs_nginx
@pytest.mark.skipif(not BROTLI.exists(), reason="no libnginx-mod-http-brotli-static on this machine")
def test_nginx_gives_brotli_to_who_takes_it(served: int, shipped: Path) -> None:
    answer, body = get(served, DISC, Accept_Encoding="gzip, br")
    assert answer.getheader("Content-Encoding") == "br"
    assert brotli.decompress(body).decode() == read(shipped, "conditions/slipped-disc/index.html")


@needs_nginx
def test_nginx_answers_304_to_who_has_the_page(served: int) -> None:
    tag = get(served, DISC)[0].getheader("ETag")
    assert get(served, DISC, If_None_Match=tag or "")[0].status == 304


@needs_nginx
@pytest.mark.parametrize(
    ("address", "status", "words", "language"),
    [
        ("/no/such/page/", 404, "This page is not here", "en"),
        ("/es/no/such/page/", 404, "This page is not here", "es"),
        ("/static/", 404, "This page is not here", "en"),
        ("/conditions/slipped-disc/index.html", 404, "This page is not here", "en"),
        ("/conditions/slipped-disc/index.html.gz", 404, "This page is not here", "en"),
        ("/_redirects", 404, "This page is not here", "en"),
        ("/%2e%2e/state.json", 400, "Bad Request", ""),
        ("/conditions/taken-down/", 410, "This page was taken down", "en"),
        ("/es/conditions/taken-down/", 410, "This page was taken down", "es"),
        ("/conditions/slipped-disc.pdf", 404, "This file to print is not here just now", "en"),
        ("/es/conditions/none.pdf", 404, "This file to print is not here just now", "es"),
        ("/search/?q=pain", 200, "The search does not work just now", "en"),
        ("/visit-kit/", 200, "Your sheet cannot be made here just now", "en"),
        ("/feedback/conditions/slipped-disc/?part=what-it-is", 200, "We cannot take messages here just now", "en"),
        ("/decisions/slipped-disc/?choices=a&choices=b", 200, "Other choices cannot be compared here just now", "en"),
        ("/conditions/slipped-disc/?choices=a", 200, "<title>", "en"),
    ],
)
def test_nginx_says_what_is_not_there_in_the_portals_words(
    served: int, address: str, status: int, words: str, language: str
) -> None:
    answer, body = get(served, address)
    assert answer.status == status
    assert words in body.decode()
    assert (f'<html lang="{language}">' in body.decode()) is bool(language)


@needs_nginx
@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/conditions/old-disc/", DISC),
        ("/home/", "/"),
        ("/es/home/", "/es/"),
        ("/conditions/slipped-disc", DISC),
    ],
)
def test_nginx_sends_readers_on(served: int, address: str, target: str) -> None:
    answer, _body = get(served, address)
    assert (answer.status, answer.getheader("Location")) == (301, target)


@needs_nginx
def test_nobody_keeps_what_is_asked_of_the_search(served: int) -> None:
    answer, _body = get(served, "/search/?q=pain")
    assert answer.getheader("Referrer-Policy") == "no-referrer"
    assert "no-store" in (answer.getheader("Cache-Control") or "")


def test_everything_is_told_to_hosts_that_are_no_nginx(shipped: Path) -> None:
    told = json.loads((shipped / "current" / "headers.json").read_text())
    assert {each["sort"] for each in told} == {"page", "static", "robots", "sitemap", "search", "form", "lost"}
