import time

import pytest

from victor.agent import coordinators
from victor.agent.orchestrator import make_orchestrator
from victor.config.settings import Settings


@pytest.fixture(scope="module")
def orchestrator():
    started = time.perf_counter()
    made = make_orchestrator(Settings.load())
    print(f"Initialization time: {(time.perf_counter() - started) * 1000:.2f}ms")
    return made


def test_chat_latency(benchmark, orchestrator):
    assert benchmark(lambda: [orchestrator.answer("Hello") for _ in range(20)])


def test_tool_time(benchmark, orchestrator):
    assert benchmark(lambda: [orchestrator.answer("Read victor/__init__.py") for _ in range(20)])


def test_create_chat_coordinator(benchmark):
    assert benchmark(coordinators.ChatCoordinator)
