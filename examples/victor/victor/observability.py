"""The event log, one JSON object a line, and the log of the program."""

from __future__ import annotations

import json
import logging
import time
import uuid
from pathlib import Path

from victor.config.settings import Settings, home


class Events:
    """Writes events where the settings say so, and nowhere by default."""

    def __init__(self, settings: Settings) -> None:
        wanted = settings.enable_observability_logging is True
        self._path = Path(settings.observability_log_path or home() / "metrics/victor.jsonl") if wanted else None

    def emit(self, topic: str, source: str, **data: object) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        event = {
            "id": uuid.uuid4().hex[:16],
            "topic": topic,
            "data": data,
            "timestamp": time.time(),
            "source": source,
            "correlation_id": None,
        }
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")


def program_log() -> logging.Logger:
    """`2026-11-22 23:17:56,015 - host - victor.agent.orchestrator - INFO - message`, in UTC."""
    logger = logging.getLogger("victor.agent.orchestrator")
    if not logger.handlers:
        path = home() / "logs/victor.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8")
        formatter = logging.Formatter("%(asctime)s - local - %(name)s - %(levelname)s - %(message)s")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    return logger
