"""How far the new way gives what the old one gave."""

from __future__ import annotations

from victor.agent.orchestrator import CoordinatorOrchestrator, LegacyOrchestrator

_QUESTIONS = ["Hello", "Read victor/__init__.py", "Search for 'Coordinator' in victor", "List files in victor/config"]


def differences() -> list[str]:
    old, new = LegacyOrchestrator(), CoordinatorOrchestrator()
    return [question for question in _QUESTIONS if old.answer(question) != new.answer(question)]


def main() -> None:
    found = differences()
    print(f"Feature parity: {100 * (len(_QUESTIONS) - len(found)) / len(_QUESTIONS):.1f} %")
    print(f"Compatibility issues: {len(found)}")
    for question in found:
        print(f"  differs: {question}")


if __name__ == "__main__":
    main()
