"""Settings from a YAML file and the environment; the environment wins."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

_WORDS = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Settings:
    use_positions: bool = False


def settings_path() -> Path:
    return Path(os.environ.get("DOCSEARCH_HOME", Path.home() / ".docsearch")) / "settings.yaml"


def load_settings() -> Settings:
    path = settings_path()
    stored = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    value = (stored or {}).get("use_positions", False)
    text = os.environ.get("DOCSEARCH_USE_POSITIONS")
    if text is not None:
        value = _WORDS[text.strip().lower()]
    return Settings(use_positions=value)


if __name__ == "__main__":
    print(f"use_positions: {load_settings().use_positions!r}")
