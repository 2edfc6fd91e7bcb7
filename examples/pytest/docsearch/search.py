"""Two ways to find the documents that hold a phrase."""

from __future__ import annotations

import os
import re
from collections import defaultdict

from docsearch.settings import Settings, load_settings

_WORD = re.compile(r"\w+")

# Shows what the gate does about a bad change: DOCSEARCH_FAULT=slow makes the new way do its work twenty times,
# DOCSEARCH_FAULT=wrong makes it forget the order of the words.
_FAULT = os.environ.get("DOCSEARCH_FAULT", "none")


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


class Searcher:
    """Finds documents by phrase."""

    def __init__(self, documents: dict[str, str], settings: Settings | None = None) -> None:
        self._settings = settings or load_settings()
        self._words = {name: words_of(text) for name, text in documents.items()}
        self._positions: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for name, words in self._words.items():
            for position, word in enumerate(words):
                self._positions[word][name].append(position)

    def find(self, phrase: str) -> list[str]:
        """The names of the documents that hold the words of `phrase` in a row, sorted."""
        wanted = words_of(phrase)
        if not wanted:
            return []
        if not self._settings.use_positions:
            return sorted(name for name, words in self._words.items() if _holds(words, wanted))
        rounds = 20 if _FAULT == "slow" else 1
        found: list[str] = []
        for _ in range(rounds):
            found = self._find_by_position(wanted)
        return found

    def _find_by_position(self, wanted: list[str]) -> list[str]:
        candidates = set(self._words)
        for word in wanted:
            candidates &= set(self._positions.get(word, ()))
        if _FAULT == "wrong":
            return sorted(candidates)
        return sorted(name for name in candidates if _holds(self._words[name], wanted))


def _holds(words: list[str], wanted: list[str]) -> bool:
    first, length = wanted[0], len(wanted)
    return any(words[at : at + length] == wanted for at, word in enumerate(words) if word == first)
