"""victor --version | chat --no-tui | providers list | load --json FILE | status"""

from __future__ import annotations

import json
import sys
import time

import victor
from victor.agent.orchestrator import Session
from victor.config.settings import Settings
from victor.faults import has_fault
from victor.observability import Events, program_log
from victor.provider_table import provider_table


def chat() -> int:
    """One answer a line, until the input ends. Nothing waits for a person when there is none."""
    session = Session(Settings.load())
    for line in sys.stdin:
        if line.strip():
            print(session.turn(line), flush=True)
    return 0


def load(path: str) -> int:
    """Turns for a fifth of a second, and how they went."""
    session, times, failed = Session(Settings.load()), [], 0
    began = time.perf_counter()
    while time.perf_counter() - began < 0.2:
        started = time.perf_counter()
        try:
            session.turn("Hello")
        except OSError:
            failed += 1
        times.append(time.perf_counter() - started)
    times.sort()
    took = time.perf_counter() - began
    result = {
        "operations_per_second": len(times) / took,
        "p95_ms": times[int(len(times) * 0.95)] * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000,
        "success_percent": 100 * (len(times) - failed) / len(times),
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file)
    return 0


def restart() -> int:
    """A long-running program would be started anew here."""
    program_log().info("started, 0 errors so far")
    if has_fault("restart"):
        program_log().error("Coordinator failed")
    Events(Settings.load()).emit("lifecycle.start", "Program", ok=True)
    return 0


def main(words: list[str]) -> int:
    if words == ["--version"]:
        print(victor.__version__)
        return 0
    if words == ["providers", "list"]:
        print(provider_table())
        return 0
    if words == ["chat", "--no-tui"]:
        return chat()
    if words[:2] == ["load", "--json"] and len(words) == 3:
        return load(words[2])
    if words == ["restart"]:
        return restart()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
