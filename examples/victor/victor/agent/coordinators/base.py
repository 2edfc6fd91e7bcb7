"""What every coordinator is made from."""

from __future__ import annotations

from abc import ABC, abstractmethod


class BaseCoordinator(ABC):
    @abstractmethod
    def describe(self) -> str:
        """What it is for, in a few words."""
