"""How much is kept, and what goes when there is no room."""

from hashlib import sha256

from portal.ready.answers import Ready
from portal.ready.memory import BESIDES, Memory
from tests.ready.asking import key, ready

SIZE = 2_000
COST = SIZE + len("testserver") + len("/01") + BESIDES


def address(number: int) -> str:
    return f"/{number:02}"


def page(number: int, version: object = "first") -> Ready:
    """A page whose bytes no coding makes smaller."""
    made = b""
    while len(made) < SIZE:
        made += sha256(made + bytes([number])).digest()
    return ready(version, made[:SIZE])


def kept(memory: Memory) -> list[str]:
    return [path for path in map(address, range(20)) if memory.get(key(path))]


def filled(places: int = 8) -> Memory:
    """A memory with room for so many pages, all taken, and nothing to spare."""
    memory = Memory(COST * places)
    for number in range(places):
        assert memory.keep(key(address(number)), page(number))
    return memory


def test_what_is_kept_comes_back_and_is_counted_to_the_byte():
    memory, kept_page = Memory(COST * 8), page(1)
    memory.keep(key("/01"), kept_page)
    assert memory.get(key("/01")) is kept_page
    assert memory.get(key("/02")) is None
    assert memory.taken == COST


def test_all_codings_count():
    packed = ready(body=b"a" * 10_000)
    assert packed.size == sum(len(form.body[0]) for form in packed.forms.values())
    assert set(packed.forms) == {"", "gzip", "br"}


def test_a_newer_answer_takes_the_place_of_the_older_one():
    memory = filled()
    newer = page(3, "second")
    memory.keep(key("/03"), newer)
    assert memory.get(key("/03")) is newer
    assert memory.taken == COST * 8
    assert len(kept(memory)) == 8


def test_without_room_the_first_that_nobody_asked_for_again_goes():
    memory = filled()
    for asked in ("/00", "/01"):
        memory.get(key(asked)).was_asked_for = True
    memory.keep(key("/08"), page(8))
    assert kept(memory) == ["/00", "/01", "/03", "/04", "/05", "/06", "/07", "/08"]
    assert memory.taken == COST * 8


def test_who_was_spared_once_goes_the_next_time_unless_asked_for_again():
    memory = filled(8)
    memory.get(key("/00")).was_asked_for = True
    for number in range(8, 16):
        memory.keep(key(address(number)), page(number))
    assert "/00" not in kept(memory)


def test_what_is_read_outlives_any_number_of_addresses_that_are_asked_once():
    memory = filled()
    for number in range(8, 20):
        memory.get(key("/00")).was_asked_for = True
        memory.keep(key(address(number)), page(number))
    assert kept(memory) == ["/00", *(address(number) for number in range(13, 20))]


def test_where_all_are_read_one_goes_all_the_same():
    memory = filled()
    for number in range(8):
        memory.get(key(address(number))).was_asked_for = True
    memory.keep(key("/08"), page(8))
    assert kept(memory) == ["/01", "/02", "/03", "/04", "/05", "/06", "/07", "/08"]


def test_what_belongs_to_an_older_version_goes_first_however_often_it_was_read():
    memory = filled()
    for number in range(8):
        memory.get(key(address(number))).was_asked_for = True
    memory.keep(key("/07"), page(7, "second"))
    memory.keep(key("/08"), page(8, "second"))
    assert kept(memory) == ["/01", "/02", "/03", "/04", "/05", "/06", "/07", "/08"]
    memory.get(key("/07")).was_asked_for = True
    for number in range(9, 16):
        memory.keep(key(address(number)), page(number, "second"))
    assert kept(memory) == ["/07", *(address(number) for number in range(9, 16))]


def test_one_answer_takes_no_more_than_an_eighth():
    memory = Memory(COST * 8 - 1)
    assert not memory.keep(key("/01"), page(1))
    assert (memory.get(key("/01")), memory.taken) == (None, 0)


def test_an_answer_that_has_grown_too_large_takes_its_older_self_along():
    memory = Memory(COST * 8)
    memory.keep(key("/01"), page(1))
    large = ready(body=b"".join(page(number).forms[""].body[0] for number in range(9)))
    assert not memory.keep(key("/01"), large)
    assert (memory.get(key("/01")), memory.taken) == (None, 0)
