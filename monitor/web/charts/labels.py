"""Names beside discs on a map: eight positions are tried, none may overlap; else the name is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LETTER, LINE = 6.1, 12
LONGEST_LINE = 18
GAP = 4


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    foot: float

    def overlaps(self, other: Box) -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.foot <= other.top or other.foot <= self.top)

    def holds(self, other: Box) -> bool:
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.foot <= self.foot


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be written beside the disc at a point."""

    names: str
    number: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines that begin, stand centred or end (`anchor`) at a point, the first one's foot at `y`."""

    lines: list[str]
    number: int
    x: float
    y: float
    anchor: str


def place_labels(labels: Sequence[Label], ground: Box) -> list[Placed]:
    """In the order given, so that no name is preferred for its count."""
    taken = [_around(label) for label in labels]
    placed: list[Placed] = []
    for label in labels:
        for option, box in _options(label):
            others = [each for each in taken if each != _around(label)]
            if ground.holds(box) and not any(box.overlaps(each) for each in others):
                placed.append(option)
                taken.append(box)
                break
    return placed


def split_names(names: str) -> list[str]:
    """In two or more lines where names are long: after a slash, never within a name."""
    lines: list[str] = []
    for name in names.split(" / "):
        if lines and len(lines[-1]) + len(name) + 3 <= LONGEST_LINE:
            lines[-1] += f" / {name}"
        else:
            lines = [*lines[:-1], f"{lines[-1]} /", name] if lines else [name]
    return lines


def _around(label: Label) -> Box:
    reach = max(label.radius, 3)
    return Box(label.x - reach, label.y - reach, label.x + reach, label.y + reach)


def _options(label: Label) -> Iterator[tuple[Placed, Box]]:
    """Right, left, then the corners, above and below."""
    lines = split_names(label.names)
    longest = max([*map(len, lines[:-1]), len(lines[-1]) + len(str(label.number)) + 1])
    width, height = longest * LETTER, LINE * len(lines)
    near, far = label.radius + GAP, (label.radius + GAP) * 0.75
    middle = label.y - height / 2
    for side, top in (
        (1, middle),
        (-1, middle),
        (1, label.y - far - height / 2),
        (1, label.y + far - height / 2),
        (-1, label.y - far - height / 2),
        (-1, label.y + far - height / 2),
        (0, label.y - near - height),
        (0, label.y + near),
    ):
        left = {1: label.x + near, -1: label.x - near - width, 0: label.x - width / 2}[side]
        anchor = {1: "start", -1: "end", 0: "middle"}[side]
        x = {1: left, -1: left + width, 0: label.x}[side]
        placed = Placed(lines, label.number, x, top + LINE - 2.5, anchor)
        yield placed, Box(left, top, left + width, top + height)
