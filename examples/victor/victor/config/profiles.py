"""What profiles.yaml may hold."""

from __future__ import annotations

import yaml
from pydantic import BaseModel, ConfigDict

from victor.config.settings import profiles_path


class Profile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    provider: str
    model: str


class Profiles(BaseModel):
    profiles: dict[str, Profile] = {}
    use_coordinator_orchestrator: bool = False
    coordinator_rollout_percent: int = 100


def check_profiles() -> Profiles:
    path = profiles_path()
    return Profiles.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {})
