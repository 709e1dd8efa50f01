"""The cache that machines share: nobody waits for it, nothing fails without it, and the log says so once."""

import logging
import threading

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ReadOnlyError
from redis.exceptions import TimeoutError as NoAnswer

from portal import callers, shared_cache
from portal.shared_cache import PAUSE_SECONDS, SharedCache


class Redis:
    """What Django's own cache would ask; it answers, or is gone with an error."""

    def __init__(self):
        self.kept, self.error, self.asked = {}, None, 0

    def asking(self, name):
        def asked(cache, key, *args, **kwargs):
            self.asked += 1
            if self.error:
                raise self.error
            return getattr(self, name)(key, *args)

        return asked

    def get(self, key, default=None):
        return self.kept.get(key, default)

    def add(self, key, value, timeout=None):
        return self.kept.setdefault(key, value) is value

    def incr(self, key, delta=1):
        if key not in self.kept:
            raise ValueError(key)
        self.kept[key] += delta
        return self.kept[key]

    def touch(self, key, timeout=None):
        return key in self.kept


@pytest.fixture
def redis(monkeypatch):
    made = Redis()
    for name in ("get", "add", "incr", "touch"):
        monkeypatch.setattr(RedisCache, name, made.asking(name))
    return made


@pytest.fixture
def clock(monkeypatch):
    """The clock by which pauses are told, in seconds; it stands still until it is moved."""
    now = [1000.0]
    monkeypatch.setattr(shared_cache.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def cache(monkeypatch, redis, clock):
    monkeypatch.setattr(shared_cache, "_lines", {})
    made = SharedCache("redis://nowhere.example:6379/1", {})
    made.alone.clear()
    yield made
    made.alone.clear()


def test_while_redis_answers_it_is_redis_that_counts(cache, redis):
    assert cache.add("n", 0) is True
    assert (cache.incr("n"), cache.incr("n")) == (1, 2)
    assert (redis.kept, cache.is_gone) == ({"n": 2}, False)


@pytest.mark.parametrize("error", [NoConnection("secret"), NoAnswer("secret"), ReadOnlyError("secret")])
def test_without_redis_the_process_counts_by_itself_and_asks_no_more_for_a_while(cache, redis, clock, error):
    redis.kept["n"], redis.error = 7, error
    assert cache.get("n", "nothing") == "nothing"
    assert (cache.add("n", 0, 60), cache.incr("n"), cache.incr("n", 2), cache.get("n")) == (True, 1, 3, 3)
    assert (redis.asked, cache.is_gone) == (1, True)
    clock[0] += PAUSE_SECONDS
    cache.get("n")
    cache.get("n")
    assert redis.asked == 2


def test_when_redis_is_back_what_was_counted_meanwhile_is_forgotten(cache, redis, clock):
    redis.error = NoConnection()
    cache.add("n", 5)
    redis.error = None
    assert cache.get("n") == 5, "the pause is not over"
    clock[0] += PAUSE_SECONDS
    assert (cache.get("n"), cache.is_gone) == (None, False)
    assert cache.alone.get("n") is None


def test_the_log_says_it_once_each_way_and_never_what_was_asked_for(cache, redis, clock, caplog):
    caplog.set_level(logging.INFO)
    redis.error = NoConnection("to redis://:secret@nowhere.example failed")
    for _time in range(3):
        cache.get("callers:secret")
        clock[0] += PAUSE_SECONDS
    redis.error = None
    cache.get("callers:secret")
    cache.get("callers:secret")
    assert [record.getMessage() for record in caplog.records] == [
        "The shared cache is gone (ConnectionError): this process counts by itself meanwhile",
        "The shared cache answers again",
    ]


def test_what_was_never_counted_is_no_failure_of_redis(cache):
    with pytest.raises(ValueError, match="n"):
        cache.incr("n")
    assert cache.is_gone is False


def test_a_limit_holds_in_each_process_while_redis_is_gone(cache, redis, monkeypatch):
    monkeypatch.setattr(callers, "cache", cache)
    redis.error = NoConnection()
    assert [callers.is_too_often("post", "192.0.2.7", most=2) for _time in range(4)] == [False, False, True, True]
    assert redis.asked == 1


def test_all_threads_of_a_process_know_that_it_is_gone(cache, redis):
    redis.error = NoConnection()
    cache.get("n")

    def elsewhere():
        SharedCache("redis://nowhere.example:6379/1", {}).get("n")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert redis.asked == 1


def test_nobody_waits_long_for_a_redis_that_says_nothing(cache):
    pool = cache._cache.get_client(write=True).connection_pool.connection_kwargs
    assert (pool["socket_connect_timeout"], pool["socket_timeout"]) == (0.25, 0.25)
    assert pool["retry"]._retries == 1


def test_a_redis_where_nobody_listens_is_as_good_as_an_empty_one(monkeypatch):
    monkeypatch.setattr(shared_cache, "_lines", {})
    cache = SharedCache("redis://127.0.0.1:1/1", {})
    assert (cache.get("n", 3), cache.is_gone) == (3, True)
    cache.alone.clear()
