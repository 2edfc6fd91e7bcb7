"""Coordinators of the conversation itself."""

from __future__ import annotations

from victor.agent.coordinators.base import BaseCoordinator


class ChatCoordinator(BaseCoordinator):
    def greet(self, greeting: str) -> str:
        return greeting

    def describe(self) -> str:
        return "basic chat"


class HistoryCoordinator(BaseCoordinator):
    def __init__(self) -> None:
        self.turns: list[str] = []

    def describe(self) -> str:
        return f"history of {len(self.turns)} turns"


class ContextCoordinator(BaseCoordinator):
    def __init__(self, window: int) -> None:
        self.window = window

    def describe(self) -> str:
        return f"context of {self.window} tokens"


class StreamingCoordinator(BaseCoordinator):
    def __init__(self, chat: ChatCoordinator) -> None:
        self.chat = chat

    def describe(self) -> str:
        return f"streams {self.chat.describe()}"


class PlanningCoordinator(BaseCoordinator):
    def describe(self) -> str:
        return "plans"
