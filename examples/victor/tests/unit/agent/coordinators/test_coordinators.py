from pathlib import Path

from victor.agent import coordinators as parts
from victor.agent.coordinators.work import default_tools


def test_each_describes_itself():
    chat, files, metrics = parts.ChatCoordinator(), parts.FileCoordinator(), parts.MetricsCoordinator()
    made = [
        chat,
        files,
        metrics,
        parts.HistoryCoordinator(),
        parts.ContextCoordinator(8),
        parts.StreamingCoordinator(chat),
        parts.PlanningCoordinator(),
        parts.ToolCoordinator(default_tools(), 3),
        parts.SearchCoordinator(),
        parts.SessionCoordinator(Path(".")),
        parts.CheckpointCoordinator(None),
        parts.ProviderCoordinator(None),
        parts.FallbackCoordinator(None, ["ollama"]),
        parts.CircuitBreakerCoordinator(),
        parts.AnalyticsCoordinator(metrics),
    ]
    assert sorted(type(one).__name__ for one in made) == sorted(parts.__all__)
    assert all(one.describe() for one in made)


def test_files_are_read_and_found(tmp_path):
    (tmp_path / "a.py").write_text("one\ntwo\n")
    assert parts.FileCoordinator().first_line(str(tmp_path / "a.py")) == "one"
    assert parts.FileCoordinator().names(str(tmp_path)) == "a.py"
    assert parts.SearchCoordinator().count("two", str(tmp_path)) == "1 files"
    assert parts.ChatCoordinator().greet("hi") == "hi"
