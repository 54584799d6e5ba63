"""Tables of figures in aligned text."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def aligned(rows: Sequence[Sequence[str]], words: int = 1) -> str:
    """Rows, the first of them the heading, in columns; all but the first `words` columns to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        GAP.join(
            cell.ljust(width) if k < words else cell.rjust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(["  " + line for line in lines])


def figure(value: float) -> str:
    """A number in about three digits: 0.254, 17.3, 8,536."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if value >= 10 else 2 if value >= 1 else 3}f}"


def times(value: float) -> str:
    """A ratio: ×0.98, ×17, ×1,203."""
    return f"×{value:,.0f}" if value >= 10 else f"×{value:.2g}"
