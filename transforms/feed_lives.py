"""The life of a feed: how it moves, ends, lies about change or loses its entries, told from its polls.

    Life --after_poll(Poll)--> Life

A pure function of what was known and what a poll came to; the same poll told twice changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from transforms.sightings import KEPT_KEYS

WHOLE_EVERY = timedelta(days=1)  # so often a feed is asked without validators, since validators lie
MOVED_AFTER = 2  # polls that found a permanent redirect to one place
GONE_FOR = timedelta(days=1)  # between two answers 410
LIES_BELIEVED = 2  # signs of a lie before validators are no longer sent
_LONGEST_ADDRESS = 2000  # characters
# An entry that is that much older than an answer "not modified" was hidden by it; caches lag by less.
_BEHIND = timedelta(hours=1)
_PERMANENT = {301, 308}
_LIE = "says unchanged though it has new entries: validators are no longer sent"


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a feed beyond its next poll (schemas.FEED_LIVES has the meanings)."""

    feed_id: str
    url: str
    polled_at: datetime | None = None
    seen_at: datetime | None = None
    last_keys: Sequence[str] = field(default=())
    moving_to: str | None = None
    moving_seen: int = 0
    gone_since: datetime | None = None
    asked_whole_at: datetime | None = None
    ask_whole: bool = False
    not_modified_at: datetime | None = None
    lies_seen: int = 0
    lie: str | None = None
    lost_entries_since: datetime | None = None
    retired_at: datetime | None = None
    retired_reason: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to.

    outcome: of the fetch, or parse_error; redirects: statuses; validators: ETag and Last-Modified as stored
    before, and as answered; keys: of the entries of a body that was parsed, newest first; news: when the
    newest of them, which the last body lacked, were published (sightings.news).
    """

    at: datetime
    outcome: str
    status: int | None = None
    asked_whole: bool = False
    redirects: Sequence[int] = ()
    final_url: str = ""
    validators: tuple[tuple[str | None, str | None], tuple[str | None, str | None]] = ((None, None),) * 2
    same_body: bool = False
    keys: Sequence[str] | None = None
    news: Sequence[datetime | None] = ()

    @property
    def in_hand(self) -> bool:
        """Whether the poll brought a body that is a feed, a new one or the last one again."""
        return self.same_body or self.keys is not None

    @property
    def good(self) -> bool:
        return self.outcome in ("ok", "not_modified")


def asks_whole(
    asked_whole_at: datetime | None, *, ask_whole: bool | None, body_hash: str | None, now: datetime
) -> bool:
    """Whether to poll without validators: a body is there to be unchanged, they are believed, and not due."""
    due = asked_whole_at is None or asked_whole_at + WHOLE_EVERY <= now
    return bool(ask_whole) or body_hash is None or due


def after_poll(life: Life, poll: Poll) -> Life:
    """What is known of a feed after a poll. One that is older than what is known tells nothing."""
    if life.polled_at is not None and poll.at <= life.polled_at:
        return life
    if life.retired_at:  # polled nevertheless: a user wants it
        life = Life(life.feed_id, life.url, last_keys=life.last_keys, seen_at=life.seen_at)
    for told in _STEPS:
        life = told(life, poll)
    return replace(life, polled_at=poll.at, notice=_notice(life))


def retired(life: Life, reason: str, at: datetime | None) -> Life:
    """The feed's life, ended. It is polled again only if a user says so."""
    return replace(life, retired_at=at, retired_reason=reason, moving_to=None, moving_seen=0)


def _move(life: Life, poll: Poll) -> Life:
    """A permanent redirect to one place, seen with a feed there often enough, is the feed's new address."""
    if not poll.good:
        return life  # tells nothing of the redirect before
    target = _target(life, poll)
    if target is None:
        return replace(life, moving_to=None, moving_seen=0)
    seen = (life.moving_seen if target == life.moving_to else 0) + poll.in_hand
    if seen < MOVED_AFTER:
        return replace(life, moving_to=target, moving_seen=seen)
    return replace(life, url=target, moving_to=None, moving_seen=0, lies_seen=0, lie=None)


def _target(life: Life, poll: Poll) -> str | None:
    permanent = bool(poll.redirects) and set(poll.redirects) <= _PERMANENT
    fits = len(poll.final_url) <= _LONGEST_ADDRESS and poll.final_url != life.url
    return poll.final_url if permanent and fits else None


def _gone(life: Life, poll: Poll) -> Life:
    """410 again after a day is the end; a failure of another kind in between is no sign of life."""
    if poll.good:
        return replace(life, gone_since=None)
    if poll.outcome != "gone":
        return life
    since = life.gone_since or poll.at
    life = replace(life, gone_since=since)
    if poll.at - since < GONE_FOR:
        return life
    return retired(life, f"gone: answers 410 since {since:%Y-%m-%d}", poll.at)


def _validators(life: Life, poll: Poll) -> Life:
    """Whether what says that nothing has changed can be believed."""
    lies_seen = _lies_seen(life, poll)
    return replace(
        life,
        lies_seen=lies_seen,
        lie=life.lie or (_LIE if lies_seen >= LIES_BELIEVED else None),
        asked_whole_at=poll.at if poll.asked_whole and poll.in_hand else life.asked_whole_at,
        not_modified_at=poll.at if poll.outcome == "not_modified" else life.not_modified_at,
    )


def _lies_seen(life: Life, poll: Poll) -> int:
    """The same validators for other entries are proof. That only a poll without validators brings entries,
    and older ones than an answer that nothing had changed, is a sign: dates may be wrong, or stated late.
    """
    if not (life.last_keys and poll.news):
        return life.lies_seen
    before, answered = poll.validators
    if any(before) and before == answered:
        return LIES_BELIEVED
    if not poll.asked_whole:
        return 0  # asked with validators, it told of the change
    last = life.not_modified_at
    hidden = last is not None and any(at is not None and at < last - _BEHIND for at in poll.news)
    return min(life.lies_seen + hidden, LIES_BELIEVED)


def _entries(life: Life, poll: Poll) -> Life:
    """A feed without entries where it had some is no failure, but worth a word; what it had is remembered."""
    if poll.keys:
        kept = list(poll.keys[:KEPT_KEYS])
        return replace(life, seen_at=poll.at, last_keys=kept, lost_entries_since=None)
    if poll.keys is not None and life.last_keys:
        return replace(life, lost_entries_since=life.lost_entries_since or poll.at)
    if poll.same_body and not life.lost_entries_since:
        return replace(life, seen_at=poll.at)
    return life


def _ask_whole(life: Life, poll: Poll) -> Life:
    """Next time without validators: where they lie, where a move must be seen, after a 304 to no question."""
    unasked = poll.status == 304 and not poll.good
    return replace(life, ask_whole=bool(life.lie or life.moving_to or unasked))


_STEPS: tuple[Callable[[Life, Poll], Life], ...] = (_move, _gone, _validators, _entries, _ask_whole)


def _notice(life: Life) -> str | None:
    lost = life.lost_entries_since
    parts = [
        f"no entries since {lost:%Y-%m-%d}: it had {len(life.last_keys)}" if lost else None,
        f"has moved to {life.moving_to}: followed when seen again" if life.moving_to else None,
        life.lie,
    ]
    return "; ".join(part for part in parts if part) or None
