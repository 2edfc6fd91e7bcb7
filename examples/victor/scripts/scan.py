"""Stands for a scanner of dependencies: prints what it found as SARIF."""

import json
import os

rules = [{"id": "EXAMPLE-1", "properties": {"security-severity": "9.8"}}]
found = [{"ruleId": "EXAMPLE-1", "message": {"text": "an example"}}] if os.environ.get("VICTOR_FAULT") == "vulnerable" else []
run = {"tool": {"driver": {"name": "example-scanner", "rules": rules}}, "results": found}
print(json.dumps({"version": "2.1.0", "runs": [run]}))
