"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# How fast a machine is at the moment says nothing about the code.
settings.register_profile("manifestry", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("manifestry")
