"""What the page shows where scripts do not run: the figures and the most repeated sentences."""

from html import escape
from typing import Any

from dedup.report.plain import percent, shortened

__all__ = ["fallback"]

WIDTH = 300
CONTROLS = {code: 0xFFFD for code in range(32) if code not in (9, 10)} | {127: 0xFFFD}


def fallback(header: dict[str, Any]) -> str:
    """Plain HTML; every text is escaped and isolated."""
    counts = header["totals"]["counts"]
    figures = [
        ("Repeated", percent(counts["occurrences"], counts["units"])),
        ("Groups", f"{counts['groups']:,}"),
        ("Verified pairs", f"{counts['pairs']:,}"),
        ("Articles", f"{counts['articles']:,}"),
        ("Rejected rows", f"{counts['rejects']:,}"),
    ]
    cards = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    rows = "".join(group_row(one) for one in header["top"])
    return (
        f"<p>Run {inert(header['run'].get('run_id', ''))}</p><dl class='facts'>{cards}</dl>"
        f"<h2>Most repeated</h2><table class='plain'><thead><tr><th>times</th><th>outlets</th><th>group</th>"
        f"<th>sentence</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def group_row(group: dict[str, Any]) -> str:
    """One group as a row."""
    text = inert(shortened(group["text"] or "(text not in this report)", WIDTH))
    return (
        f"<tr><td>{group['n_occurrences']:,}</td><td>{group['n_sources']:,}</td>"
        f"<td>{inert(group['cluster_id'])}</td><td>{text}</td></tr>"
    )


def inert(text: str) -> str:
    """A text of strangers in HTML: escaped, and isolated from the direction of what follows."""
    return f'<bdi dir="auto">{escape(text.translate(CONTROLS))}</bdi>'
