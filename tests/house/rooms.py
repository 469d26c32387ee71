"""The files of the house, as the tests of its habits see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("monitor", "alerts", "workers")


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that belongs to the project, relative to its root; what .gitignore names is left out."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split() if line] + [".git"]
    return tuple(sorted(_walk(ROOT, ignored)))


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for place in folder.iterdir():
        if any(fnmatch(place.name, pattern) for pattern in ignored):
            continue
        if place.is_dir() and not place.is_symlink():
            yield from _walk(place, ignored)
        else:
            yield place.relative_to(ROOT)


def python_files(*folders: str) -> list[Path]:
    """The modules below these folders, or all of them."""
    return [
        path for path in all_files() if path.suffix == ".py" and (not folders or path.parts[0] in folders)
    ]


def text_files() -> Iterator[tuple[Path, str]]:
    """Every file that is text, with its text."""
    for path in all_files():
        try:
            yield path, (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))
