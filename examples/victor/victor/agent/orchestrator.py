"""The two ways to answer: the old orchestrator, and the one that is put together from coordinators."""

from __future__ import annotations

import time
from pathlib import Path

from victor.agent.coordinators import ChatCoordinator, FileCoordinator, SearchCoordinator
from victor.config.settings import Settings
from victor.faults import has_fault
from victor.observability import Events, program_log

_GREETING = "Hello. What shall we look at?"


def _think(text: str) -> int:
    """The work that both ways share, and that most of the time goes into."""
    return sum(hash((text, step)) & 1 for step in range(400))


class LegacyOrchestrator:
    def answer(self, text: str) -> str:
        _think(text)
        words = text.strip().split()
        if words[:1] == ["Read"] and len(words) > 1:
            return Path(words[1]).read_text(encoding="utf-8").splitlines()[0]
        if words[:1] == ["Search"] and len(words) > 3:
            files = sorted(Path(words[-1]).rglob("*.py"))
            return f"{sum(words[2].strip(chr(39)) in file.read_text(encoding='utf-8') for file in files)} files"
        if words[:1] == ["List"] and len(words) > 1:
            return ", ".join(sorted(path.name for path in Path(words[-1]).iterdir()))
        return _GREETING


class CoordinatorOrchestrator:
    def __init__(self) -> None:
        self._chat, self._files, self._search = ChatCoordinator(), FileCoordinator(), SearchCoordinator()
        self._is_slow, self._is_wrong = has_fault("slow"), has_fault("wrong")
        self._ballast = bytearray(300_000_000) if has_fault("memory") else b""

    def answer(self, text: str) -> str:
        _think(text)
        if self._is_slow:
            time.sleep(0.002)
        words = text.strip().split()
        if words[:1] == ["Read"] and len(words) > 1:
            return "?" if self._is_wrong else self._files.first_line(words[1])
        if words[:1] == ["Search"] and len(words) > 3:
            return self._search.count(words[2].strip("'"), words[-1])
        if words[:1] == ["List"] and len(words) > 1:
            return self._files.names(words[-1])
        return self._chat.greet(_GREETING)


def make_orchestrator(settings: Settings) -> LegacyOrchestrator | CoordinatorOrchestrator:
    return CoordinatorOrchestrator() if settings.use_coordinator_orchestrator is True else LegacyOrchestrator()


class Session:
    """One conversation: answers, and tells the event log how long each took."""

    def __init__(self, settings: Settings) -> None:
        self._events = Events(settings)
        self._orchestrator = make_orchestrator(settings)
        self._events.emit("lifecycle.session.start", "Session", ok=True)

    def turn(self, text: str) -> str:
        started = time.perf_counter()
        try:
            answer = self._orchestrator.answer(text)
        except OSError as error:
            program_log().error("Tool execution failed: %s", error)
            self._events.emit("tool.result", "Session", tool_name="file", success=False, duration_ms=0.0)
            raise
        took = (time.perf_counter() - started) * 1000
        self._events.emit("tool.result", "Session", tool_name="file", success=True, duration_ms=took)
        self._events.emit("turn.completed", "Session", duration_ms=took, provider="anthropic")
        return answer
