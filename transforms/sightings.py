"""What two bodies of a feed, one poll apart, tell about entries that nobody saw."""


def gap_suspected(last_keys: list[str], new_keys: list[str]) -> bool:
    """Whether entries may have come and gone between two polls. Keys of the bodies' entries, newest first.

    They may have if none of the newest half of the last body is in the new one: it has moved on by at least
    half its length. Only half, for a feed may keep an old entry pinned for ever. False where the last body
    had no entries, or the new one has none.
    """
    newest = last_keys[: (len(last_keys) + 1) // 2]
    return bool(newest) and bool(new_keys) and set(newest).isdisjoint(new_keys)
