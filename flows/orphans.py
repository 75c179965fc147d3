"""Processes that must not outlive the run that started them, however it ends."""

import os
import threading
import time

_SECONDS_BETWEEN_LOOKS = 0.5


def end_with(parent: int) -> None:
    """Ends this process soon after its parent, a process id, is gone; to be called by the child.

    A thread looks, so work that keeps Python's lock (one long regular expression, say) is finished first.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        os._exit(0)

    threading.Thread(target=watch, name="end with parent", daemon=True).start()
