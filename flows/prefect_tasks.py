"""How the steps of our flows are Prefect tasks."""

from typing import Any

from prefect.cache_policies import NO_CACHE

# They take the open session, which Prefect must neither hash nor store.
UNCACHED: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False, "log_prints": False}
