"""enable | disable, with --backup and --percent N. Writes profiles.yaml anew, as such scripts do: its comments are gone."""

from __future__ import annotations

import datetime
import shutil
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from victor.config.settings import profiles_path  # noqa: E402
from victor.faults import has_fault  # noqa: E402


def main(words: list[str]) -> int:
    action = words[0] if words else ""
    if action not in ("enable", "disable"):
        print("usage: enable | disable [--backup] [--percent N]", file=sys.stderr)
        return 2
    path = profiles_path()
    stored = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    if "--backup" in words and path.exists():
        folder = path.parent / "backups"
        folder.mkdir(exist_ok=True)
        stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d_%H%M%S")
        shutil.copy2(path, folder / f"{path.name}.backup_{stamp}")
    stored["use_coordinator_orchestrator"] = action == "enable"
    if "--percent" in words:
        stored["coordinator_rollout_percent"] = int(words[words.index("--percent") + 1])
    if not has_fault("toggle"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(stored), encoding="utf-8")
    print(f"Status: {'ENABLED' if action == 'enable' else 'DISABLED'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
