"""Finished answers in memory: as many as there is room for, and those that are asked for most."""

from collections import OrderedDict
from threading import Lock

from portal.ready.answers import Key, Ready

# What one answer takes besides its bodies: its headers, three times.
BESIDES = 4_000
# One answer may take no more than this part of the room, or a single file would push out everything else.
LARGEST_PART = 8


class Memory:
    """Answers by what was asked, in at most `room` bytes.

    When room is needed, a hand goes round over all answers in the order in which they came. It takes out what belongs
    to another version than the newest, and what nobody has asked for since it last came by; the rest has its second
    chance. So addresses that were made up, and asked for once, push out each other and nothing that is read.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        # In the order of the round: the hand is at the first one.
        self._kept: OrderedDict[Key, Ready] = OrderedDict()
        self._changing = Lock()

    def get(self, key: Key) -> Ready | None:
        """What is kept, of whatever version. Waits for nobody: looking into a dictionary is one step in Python."""
        return self._kept.get(key)

    def keep(self, key: Key, ready: Ready) -> bool:
        """Keep an answer in the place of an older one; False where it is too large for that."""
        cost = _cost(key, ready)
        with self._changing:
            if key in self._kept:
                self._take_out(key)
            if cost * LARGEST_PART > self.room:
                return False
            while self.taken + cost > self.room:
                self._turn(ready.version)
            self._kept[key] = ready
            self.taken += cost
        return True

    def _turn(self, newest: object) -> None:
        key, passed = next(iter(self._kept.items()))
        if passed.version is newest and passed.was_asked_for:
            passed.was_asked_for = False
            self._kept.move_to_end(key)
        else:
            self._take_out(key)

    def _take_out(self, key: Key) -> None:
        self.taken -= _cost(key, self._kept.pop(key))


def _cost(key: Key, ready: Ready) -> int:
    return ready.size + len(key.host) + len(key.path) + BESIDES
