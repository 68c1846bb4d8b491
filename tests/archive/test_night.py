"""By night the archive has other colours, and is otherwise the same: what holds by day still holds."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "archive" / "static").rglob("*.css"))
NIGHT = re.compile(r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]|\{[^{}]*\})*)\}")
COLOUR = re.compile(r"--[a-z-]+|color-scheme|(?:[a-z-]+-)?colou?r|background|fill|stroke")


def properties(block: str) -> list[str]:
    return re.findall(r"(?<=[{;])\s*([a-z-]+)\s*:", re.sub(r"/\*.*?\*/", "", block, flags=re.DOTALL))


def test_there_is_a_night():
    assert sum(bool(NIGHT.search(style.read_text(encoding="utf-8"))) for style in STYLES) >= 2


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_night_changes_colours_only(style):
    text = style.read_text(encoding="utf-8")
    changed = {name for block in NIGHT.findall(text) for name in properties(block)}
    assert [name for name in sorted(changed) if not COLOUR.fullmatch(name)] == []


def test_no_script_or_page_asks_whether_it_is_night():
    asking = [
        path.relative_to(ROOT)
        for folder in ("archive/static", "templates")
        for path in sorted((ROOT / folder).rglob("*.*"))
        if path.suffix in (".js", ".html", ".jinja", ".svg")
        and "prefers-color-scheme" in path.read_text(encoding="utf-8")
    ]
    assert asking == []
