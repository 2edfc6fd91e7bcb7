"""Coordinators of tools and files."""

from __future__ import annotations

from pathlib import Path

from victor.agent.coordinators.base import BaseCoordinator
from victor.faults import has_fault


class ToolRegistry:
    """Which tools there are."""

    def __init__(self, names: list[str]) -> None:
        self.names = names


def default_tools() -> ToolRegistry:
    return ToolRegistry(["read_file", "search", "list"])


class ToolCoordinator(BaseCoordinator):
    def __init__(self, registry: ToolRegistry, budget) -> None:
        if has_fault("part"):
            raise RuntimeError("the registry is closed")
        self.registry, self.budget = registry, budget

    def describe(self) -> str:
        return f"{len(self.registry.names)} tools"


class FileCoordinator(BaseCoordinator):
    def first_line(self, path: str) -> str:
        return Path(path).read_text(encoding="utf-8").splitlines()[0]

    def names(self, folder: str) -> str:
        return ", ".join(sorted(path.name for path in Path(folder).iterdir()))

    def describe(self) -> str:
        return "files"


class SearchCoordinator(BaseCoordinator):
    def count(self, word: str, folder: str) -> str:
        files = sorted(Path(folder).rglob("*.py"))
        return f"{sum(word in file.read_text(encoding='utf-8') for file in files)} files"

    def describe(self) -> str:
        return "search"


class SessionCoordinator(BaseCoordinator):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def describe(self) -> str:
        return f"sessions in {self.folder}"


class CheckpointCoordinator(BaseCoordinator):
    def __init__(self, sessions: SessionCoordinator | None) -> None:
        self.sessions = sessions

    def describe(self) -> str:
        return "checkpoints"
