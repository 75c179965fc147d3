"""trafilatura alone, in a module that imports nothing of ours: its process pays for nothing else."""

import time

import trafilatura


def read(body: bytes) -> int:
    """One page as it comes, with metadata; how much text was found."""
    found = trafilatura.bare_extraction(body, with_metadata=True)
    return 0 if found is None else len(found.text or "")


def cpu(_: object = None) -> float:
    """CPU seconds of the process that runs this, since its start."""
    return time.process_time()
