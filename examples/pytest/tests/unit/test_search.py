import pytest

from docsearch import Searcher, Settings, load_settings

DOCUMENTS = {
    "a.txt": "The quick brown fox jumps over the lazy dog.",
    "b.txt": "A brown dog is quick; a fox is quicker.",
    "c.txt": "Nothing to see here.",
}


@pytest.fixture
def searcher() -> Searcher:
    return Searcher(DOCUMENTS)


def test_finds_a_word(searcher: Searcher) -> None:
    assert searcher.find("quick") == ["a.txt", "b.txt"]


def test_finds_a_phrase_in_order(searcher: Searcher) -> None:
    assert searcher.find("brown fox") == ["a.txt"]


def test_ignores_case_and_punctuation(searcher: Searcher) -> None:
    assert searcher.find("LAZY dog!") == ["a.txt"]


@pytest.mark.parametrize("phrase", ["", "  ", "absent", "fox brown"])
def test_finds_nothing(searcher: Searcher, phrase: str) -> None:
    assert searcher.find(phrase) == []


def test_both_ways_agree() -> None:
    old = Searcher(DOCUMENTS, Settings(use_positions=False))
    new = Searcher(DOCUMENTS, Settings(use_positions=True))
    for phrase in ["quick", "is quick", "quick is", "the lazy dog", "a"]:
        assert old.find(phrase) == new.find(phrase)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCSEARCH_USE_POSITIONS", "yes")
    assert load_settings().use_positions is True


def test_settings_come_from_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "settings.yaml").write_text("# mine\nuse_positions: true\n", encoding="utf-8")
    monkeypatch.setenv("DOCSEARCH_HOME", str(tmp_path))
    monkeypatch.delenv("DOCSEARCH_USE_POSITIONS", raising=False)
    assert load_settings().use_positions is True
