"""What polling came to, as a row of a table."""

import math
from dataclasses import dataclass, field

import numpy as np


@dataclass(slots=True)
class Tally:
    """What a rule came to over all feeds."""

    requests: int = 0
    nothing_new: int = 0
    published: int = 0
    missed: int = 0
    missed_with_gap: int = 0
    gaps: int = 0
    stopped: int = 0
    delays: list[np.ndarray] = field(default_factory=list)

    def line(self, name: str, feeds: int, days: float) -> list[str]:
        """The row of the table."""
        delays = np.concatenate(self.delays) if self.delays else np.array([math.nan])
        known = f"{self.missed_with_gap / self.missed:.1%}" if self.missed else "none missed"
        return [
            name,
            f"{self.requests / feeds / days:.1f}",
            f"{np.median(delays):.1f}",
            f"{np.quantile(delays, 0.95):.0f}",
            f"{self.missed:,}",
            f"{self.missed / max(self.published, 1):.2%}",
            known,
            f"{self.gaps:,}",
            f"{self.nothing_new / max(self.requests, 1):.0%}",
            f"{self.stopped:,}",
        ]


HEADINGS = [
    "rule", "requests a feed and day", "delay, median min", "delay, p95 min", "missed", "of published",
    "misses with a gap row", "gap rows", "requests without news", "feeds given up",
]  # fmt: skip
