import random

from docsearch import Searcher

WORDS = [f"word{number}" for number in range(400)]


def _library() -> dict[str, str]:
    pick = random.Random(11)
    return {f"doc{number}": " ".join(pick.choices(WORDS, k=120)) for number in range(60)}


def test_find_frequent_word(benchmark) -> None:
    searcher = Searcher(_library())
    found = benchmark.pedantic(searcher.find, args=("word7",), rounds=30, iterations=5, warmup_rounds=3)
    assert found


def test_build(benchmark) -> None:
    library = _library()
    searcher = benchmark.pedantic(Searcher, args=(library,), rounds=10, iterations=1, warmup_rounds=2)
    assert searcher.find("nowhere") == []
