"""The directions of the house, walked from file to file: who may import whom."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPLICATIONS = ["archive", "documents", "people", "places"]
PURE = [
    f"documents.{name}"
    for name in ("dates", "markup", "diff", "snapshot", "comparison")
    if (ROOT / "documents" / name).exists() or (ROOT / "documents" / f"{name}.py").exists()
]
# What public pages may read: frozen versions, the chain's entries, and the listing made from versions.
OPEN_TO_READERS = {"documents.models.version", "documents.models.entry", "documents.models.listing"}
# And of authority records, which are no documents: their own pages, and the labels of types.
AUTHORITIES_FOR_READERS = {
    ("documents.reading.authorities", "documents.models.collection"),
    ("documents.reading.authorities", "documents.models.archival"),
    ("documents.reading.vocabulary", "documents.models.vocabulary"),
}
TOP_LEVEL = {
    *("archive", "documents", "people", "places", "templates", "tests", "docs", "locale"),
    *("manage.py", "requirements.txt", "requirements-dev.txt", "pyproject.toml"),
    *("README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"),
    *(".ci", ".gitignore", ".editorconfig"),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Give every module of the project with its file."""
    for application in APPLICATIONS:
        for file in sorted((ROOT / application).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


def imports(file: Path) -> Iterator[str]:
    """Give the names of the modules that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = file.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *filter(None, [node.module])])
            yield from (module_or_member(module, alias.name) for alias in node.names)


def module_or_member(module: str, name: str) -> str:
    """Return `module.name` where that is a module of the project, else `module`."""
    path = ROOT.joinpath(*module.split("."), name)
    return f"{module}.{name}" if path.with_suffix(".py").exists() or path.is_dir() else module


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def is_pure(module: str) -> bool:
    return any(within(module, room) for room in PURE)


ALL_IMPORTS = [(module, imported) for module, file in modules() for imported in imports(file)]


def test_the_walk_sees_the_imports_of_the_project():
    assert ("archive.health", "archive.errors") in ALL_IMPORTS
    assert ("archive.management.commands.backup", "documents.exchange.backup") in ALL_IMPORTS
    assert PURE


def test_an_application_imports_only_those_below_it():
    height = {name: level for level, name in enumerate(reversed(APPLICATIONS))}
    wrong = [
        f"{module} imports {imported}"
        for module, imported in ALL_IMPORTS
        if not is_pure(imported) and height.get(imported.split(".")[0], -1) > height[module.split(".")[0]]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", PURE)
def test_a_pure_module_knows_neither_django_nor_tables(room):
    wrong = [
        f"{module} imports {imported}"
        for module, imported in ALL_IMPORTS
        if within(module, room)
        and (
            imported.split(".")[0] in ("django", "simple_history", "archive", "people", "places")
            or (within(imported, "documents") and imported != "documents" and not is_pure(imported))
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["documents.reading", "documents.search"])
def test_public_code_reads_versions_entries_and_listings_only(room):
    wrong = [
        f"{module} imports {imported}"
        for module, imported in ALL_IMPORTS
        if within(module, room)
        and (within(imported, "documents.models") or imported == "documents.history")
        and imported not in OPEN_TO_READERS
        and (module, imported) not in AUTHORITIES_FOR_READERS
    ]
    assert wrong == []


def test_the_top_level_is_the_one_that_was_agreed():
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git on this computer")
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a checkout of git")
    assert {Path(name).parts[0] for name in listed.stdout.splitlines()} <= TOP_LEVEL
