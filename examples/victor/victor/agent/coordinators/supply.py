"""Coordinators of providers and of what is counted."""

from __future__ import annotations

from victor.agent.coordinators.base import BaseCoordinator


class ProviderCoordinator(BaseCoordinator):
    def __init__(self, settings) -> None:
        self.settings = settings

    def describe(self) -> str:
        return "providers"


class FallbackCoordinator(BaseCoordinator):
    def __init__(self, providers, order: list[str]) -> None:
        self.providers, self.order = providers, order

    def describe(self) -> str:
        return f"falls back over {len(self.order)} providers"


class CircuitBreakerCoordinator(BaseCoordinator):
    def __init__(self, limit: int = 5) -> None:
        self.limit = limit

    def describe(self) -> str:
        return f"opens after {self.limit} failures"


class MetricsCoordinator(BaseCoordinator):
    def describe(self) -> str:
        return "metrics"


class AnalyticsCoordinator(BaseCoordinator):
    def __init__(self, metrics: MetricsCoordinator) -> None:
        self.metrics = metrics

    def describe(self) -> str:
        return f"analytics of {self.metrics.describe()}"
