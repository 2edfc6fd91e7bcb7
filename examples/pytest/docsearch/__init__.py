"""Searches documents in one of two ways, chosen by a flag."""

from docsearch.search import Searcher
from docsearch.settings import Settings, load_settings

__version__ = "0.6.0"
__all__ = ["Searcher", "Settings", "load_settings"]
