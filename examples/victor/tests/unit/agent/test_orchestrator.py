import pytest

from victor.agent.orchestrator import CoordinatorOrchestrator, LegacyOrchestrator, Session, make_orchestrator
from victor.config.settings import Settings


@pytest.mark.parametrize("on, made", [(True, CoordinatorOrchestrator), (False, LegacyOrchestrator), ("false", LegacyOrchestrator)])
def test_the_flag_chooses(on, made):
    assert type(make_orchestrator(Settings(use_coordinator_orchestrator=on))) is made


@pytest.mark.parametrize("orchestrator", [LegacyOrchestrator(), CoordinatorOrchestrator()])
def test_every_tool_answers(orchestrator):
    assert orchestrator.answer("Hello").startswith("Hello")
    assert "stand-in" in orchestrator.answer("Read victor/__init__.py")
    assert orchestrator.answer("Search for 'class ChatCoordinator' in victor/agent") != "0 files"
    assert "settings.py" in orchestrator.answer("List files in victor/config")


def test_a_turn_is_told_to_the_event_log(tmp_path):
    log = tmp_path / "events.jsonl"
    settings = Settings(enable_observability_logging=True, observability_log_path=str(log))
    assert Session(settings).turn("Hello")
    assert '"topic": "turn.completed"' in log.read_text()
