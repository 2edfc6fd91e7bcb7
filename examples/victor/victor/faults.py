"""Faults that tests ask for by VICTOR_FAULT, so that a gate can be seen to find them."""

from __future__ import annotations

import os


def has_fault(name: str) -> bool:
    return os.environ.get("VICTOR_FAULT") == name
