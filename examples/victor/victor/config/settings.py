"""Settings from profiles.yaml and from variables that begin with VICTOR_; a variable wins."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

PREFIX = "VICTOR_"
_WORDS = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}


def home() -> Path:
    return Path(os.environ.get("HOME", "~")).expanduser() / ".victor"


def profiles_path() -> Path:
    return home() / "profiles.yaml"


@dataclass(frozen=True)
class Settings:
    """What the program goes by. A value that is no boolean is kept as it is, so that reading it back shows it."""

    use_coordinator_orchestrator: object = False
    coordinator_rollout_percent: int = 100
    enable_observability_logging: object = False
    observability_log_path: str = ""

    @classmethod
    def load(cls) -> Settings:
        path = profiles_path()
        stored = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
        values = {name: value for name, value in (stored or {}).items() if name in cls.__dataclass_fields__}
        for name in cls.__dataclass_fields__:
            text = os.environ.get(PREFIX + name.upper())
            if text is not None:
                values[name] = _WORDS.get(text.strip().lower(), text)
        return cls(**values)


if __name__ == "__main__":
    print(f"use_coordinator_orchestrator: {Settings.load().use_coordinator_orchestrator!r}")
