"""The fifteen coordinators."""

from victor.agent.coordinators.conversation import (
    ChatCoordinator,
    ContextCoordinator,
    HistoryCoordinator,
    PlanningCoordinator,
    StreamingCoordinator,
)
from victor.agent.coordinators.work import (
    CheckpointCoordinator,
    FileCoordinator,
    SearchCoordinator,
    SessionCoordinator,
    ToolCoordinator,
)
from victor.agent.coordinators.supply import (
    AnalyticsCoordinator,
    CircuitBreakerCoordinator,
    FallbackCoordinator,
    MetricsCoordinator,
    ProviderCoordinator,
)

__all__ = [
    "AnalyticsCoordinator",
    "ChatCoordinator",
    "CheckpointCoordinator",
    "CircuitBreakerCoordinator",
    "ContextCoordinator",
    "FallbackCoordinator",
    "FileCoordinator",
    "HistoryCoordinator",
    "MetricsCoordinator",
    "PlanningCoordinator",
    "ProviderCoordinator",
    "SearchCoordinator",
    "SessionCoordinator",
    "StreamingCoordinator",
    "ToolCoordinator",
]
