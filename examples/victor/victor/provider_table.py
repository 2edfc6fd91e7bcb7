"""A table for people, 80 columns wide, whose cells run on over the next row."""

from __future__ import annotations

from textwrap import wrap

from victor.faults import has_fault

_WIDTHS = (13, 15, 25, 22)
_ROWS = [
    ("anthropic", "✅ Ready", "Tool calling, Streaming, long contexts", ""),
    ("azure", "🏢 Enterprise", "Hosted models", "azure-openai"),
    ("claude", "❓ Unknown", "", ""),
    ("llamacpp", "✅ Ready", "Local models, CPU/GPU", "llama-cpp, llama.cpp"),
    ("ollama", "✅ Ready", "Local models, Free, Tool calling", ""),
    ("openai", "✅ Ready", "Function calling, Vision", ""),
    ("replicate", "⚠️ Untested", "Open models", ""),
]


def provider_table() -> str:
    rows = [("ollama", "❌ Offline", "", "") if has_fault("provider") and row[0] == "ollama" else row for row in _ROWS]
    lines = ["Available Providers".center(80), _rule("┏┳┓", "━"), _line("┃", ("Provider", "Status", "Features", "Aliases"))]
    lines.append(_rule("┡╇┩", "━"))
    for row in rows:
        cells = [wrap(cell, width - 2) or [""] for cell, width in zip(row, _WIDTHS)]
        for at in range(max(map(len, cells))):
            lines.append(_line("│", tuple(cell[at] if at < len(cell) else "" for cell in cells)))
    return "\n".join([*lines, _rule("└┴┘", "─")])


def _rule(corners: str, dash: str) -> str:
    left, middle, right = corners
    return left + middle.join(dash * width for width in _WIDTHS) + right


def _line(edge: str, cells: tuple[str, ...]) -> str:
    return edge + edge.join(f" {cell:<{width - 1}}" for cell, width in zip(cells, _WIDTHS)) + edge
