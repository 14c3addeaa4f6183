"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How fast a machine is at the moment says nothing about the code. The same examples are tried each
# time, so that a run can be repeated; MANIFESTRY_EXPLORE=1 looks for new ones.
settings.register_profile(
    "manifestry",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("MANIFESTRY_EXPLORE"),
)
settings.load_profile("manifestry")
