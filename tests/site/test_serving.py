"""A production server judges the shelf before it answers anybody."""

import asyncio
import runpy
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import serving


@pytest.mark.parametrize("module", ["portal.wsgi", "portal.asgi"])
def test_both_entry_points_judge_before_they_serve(monkeypatch, module):
    judged = []
    monkeypatch.setattr(serving, "before_serving", lambda: judged.append(module))
    assert callable(runpy.run_module(module)["application"])
    assert judged == [module]


def test_what_awaits_review_stops_the_server(monkeypatch):
    def refuse():
        raise ImproperlyConfigured("“Get help now” await clinical review.")

    monkeypatch.setattr(serving, "refuse_unreviewed", refuse)
    with pytest.raises(ImproperlyConfigured, match="Get help now"):
        serving.before_serving()


def test_the_database_is_asked_outside_an_event_loop_and_let_go_of(monkeypatch):
    seen = []
    monkeypatch.setattr(serving, "refuse_unreviewed", lambda: seen.append(threading.current_thread()))
    monkeypatch.setattr(serving.connections, "close_all", lambda: seen.append("closed"))

    async def serve():
        serving.before_serving()

    asyncio.run(serve())
    [thread, closed] = seen
    assert thread is not threading.main_thread()
    assert closed == "closed"
