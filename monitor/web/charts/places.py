"""Places named in accusations on a plain map: degrees and a scale, no borders, no tiles, no control lines.

Equirectangular around the middle of what is shown. A place is a disc cut into as many sectors as there
are sides, the first one left; the area of a sector is the count. Observers' words are a ring.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from monitor.web.charts.labels import Box, Label, place_labels
from monitor.web.charts.scales import find_step
from monitor.web.charts.svg import Value, element, join, side_class

KM_PER_DEGREE = 111.2
LARGEST = 26.0
SMALLEST = 3.5
LEFT, TOP, RIGHT, FOOT = 44, 24, 8, 22
LEAST_DEGREES = 0.12
PAD = 0.14
_DEGREES = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 45)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the counts of each side in their order, and of observers; `names` in gazetteer order."""

    names: str
    lat: float
    lon: float
    counts: Sequence[int]
    others: int
    url: str

    @property
    def total(self) -> int:
        return sum(self.counts) + self.others


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the earth is drawn, and how large: `scale` pixels for a degree of latitude."""

    west: float
    north: float
    east: float
    south: float
    scale: float
    squeeze: float

    @property
    def width(self) -> float:
        return (self.east - self.west) * self.squeeze * self.scale

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def x(self, lon: float) -> float:
        return LEFT + (lon - self.west) * self.squeeze * self.scale

    def y(self, lat: float) -> float:
        return TOP + (self.north - lat) * self.scale


def draw_places(
    spots: Sequence[Spot],
    sides: Sequence[tuple[str, str]],
    name: str,
    title: str,
    width: int = 540,
    *,
    is_linked: bool = True,
) -> Markup:
    """`sides`: label and mark of each, in the order of the counts. Nothing without a place to show.

    One for phones is not `is_linked`: the table below it has the links.
    """
    if not spots:
        return Markup()
    frame = make_frame(spots, width)
    unit = _find_unit(spots)
    largest_first = sorted(spots, key=lambda spot: -spot.total)
    tall = frame.height + TOP + FOOT
    pieces = [
        element("title", title, id=f"{name}-t"),
        *_draw_grid(frame, width),
        *_draw_scale(frame, width),
        *(_draw_spot(spot, sides, frame, unit, is_linked=is_linked) for spot in largest_first),
        *_draw_labels(spots, frame, unit, width),
    ]
    viewed: dict[str, Value] = {"viewBox": f"0 0 {width} {tall:.0f}", "aria-labelledby": f"{name}-t"}
    return element("svg", *pieces, class_="chart middle", role="group", **viewed)


def make_frame(spots: Sequence[Spot], width: int) -> Frame:
    """Around all places with a margin, between half as high as wide and somewhat higher than wide."""
    north, south = max(spot.lat for spot in spots), min(spot.lat for spot in spots)
    east, west = max(spot.lon for spot in spots), min(spot.lon for spot in spots)
    squeeze = max(math.cos(math.radians((north + south) / 2)), 0.05)
    high = max((north - south) * (1 + 2 * PAD), LEAST_DEGREES)
    wide = max((east - west) * (1 + 2 * PAD) * squeeze, LEAST_DEGREES)
    high, wide = max(high, wide * 0.55), max(wide, high * 0.9)
    lat, lon = (north + south) / 2, (east + west) / 2
    scale = (width - LEFT - RIGHT) / wide
    half = wide / squeeze / 2
    return Frame(lon - half, lat + high / 2, lon + half, lat - high / 2, scale, squeeze)


def _find_unit(spots: Sequence[Spot]) -> float:
    """The radius of a count of one: the largest count fills the largest disc."""
    most = max(max([*spot.counts, spot.others]) for spot in spots)
    return LARGEST / math.sqrt(max(most, 1))


def _radius(count: int, unit: float) -> float:
    return max(unit * math.sqrt(count), SMALLEST) if count else 0.0


def _draw_spot(
    spot: Spot, sides: Sequence[tuple[str, str]], frame: Frame, unit: float, *, is_linked: bool
) -> Markup:
    x, y = frame.x(spot.lon), frame.y(spot.lat)
    reach = max(_radius(count, unit) for count in [*spot.counts, spot.others])
    pieces = []
    if spot.others:
        pieces.append(element("circle", class_="do", cx=x, cy=y, r=_radius(spot.others, unit)))
    turn = 360 / len(sides)
    for place, (count, (_, mark)) in enumerate(zip(spot.counts, sides, strict=True)):
        if count:
            path = _sector(x, y, _radius(count, unit), 90 + place * turn, turn)
            pieces.append(element("path", class_=f"{side_class('f', mark)} cut", d=path))
    if len(sides) == 2 and any(spot.counts):
        pieces.append(element("line", class_="axis", x1=x, x2=x, y1=y - reach - 2, y2=y + reach + 2))
    if not is_linked:
        return join(pieces)
    hit = element("circle", class_="hit", cx=x, cy=y, r=max(reach, 12))
    return element("a", element("title", _say(spot, sides)), hit, *pieces, href=spot.url, tabindex=-1)


def _say(spot: Spot, sides: Sequence[tuple[str, str]]) -> str:
    said = [f"{count} said by {label}" for count, (label, _) in zip(spot.counts, sides, strict=True)]
    said += [f"{spot.others} by observers and others"] if spot.others else []
    return f"{spot.names}: {', '.join(said)}"


def _sector(x: float, y: float, radius: float, start: float, turn: float) -> str:
    """The first of two sectors, from 90 degrees on and clockwise on the screen, is the left half."""
    ends = [math.radians(start), math.radians(start + min(turn, 359.9))]
    (x1, y1), (x2, y2) = ((x + radius * math.cos(end), y + radius * math.sin(end)) for end in ends)
    far = int(turn > 180)
    arc = f"A{radius:.1f} {radius:.1f} 0 {far} 1 {x2:.1f} {y2:.1f}"
    center = "" if turn == 180 else f"L{x:.1f} {y:.1f}"
    return f"M{x1:.1f} {y1:.1f}{arc}{center}Z"


def _draw_grid(frame: Frame, width: int) -> Iterator[Markup]:
    step = next((step for step in _DEGREES if (frame.north - frame.south) <= 5 * step), _DEGREES[-1])
    foot = TOP + frame.height
    for number in range(math.ceil(frame.west / step), math.floor(frame.east / step) + 1):
        x = frame.x(number * step)
        yield element("line", class_="gridl", x1=x, x2=x, y1=TOP, y2=foot)
        if x < width - 18:
            said = _name_degree(number * step, "E", "W")
            yield element("text", said, class_="dim", x=x, y=foot + 15, text_anchor="middle")
    for number in range(math.ceil(frame.south / step), math.floor(frame.north / step) + 1):
        y = frame.y(number * step)
        yield element("line", class_="gridl", x1=LEFT, x2=width - RIGHT, y1=y, y2=y)
        said = _name_degree(number * step, "N", "S")
        yield element("text", said, class_="dim", x=LEFT - 6, y=y + 4, text_anchor="end")


def _name_degree(degrees: float, plus: str, minus: str) -> str:
    if degrees < -180 or degrees > 180:
        degrees -= math.copysign(360, degrees)
    return f"{abs(degrees):g}°{plus if degrees > 0 else minus if degrees < 0 else ''}"


def _draw_scale(frame: Frame, width: int) -> Iterator[Markup]:
    """A round length of about a fifth of the width, true in the middle of the map."""
    pixels_per_km = frame.scale / KM_PER_DEGREE
    length = find_step(width * 0.2 / pixels_per_km, 1, least=0.1)
    while length * pixels_per_km > width * 0.34:
        length /= 2
    end = width - RIGHT
    start = end - length * pixels_per_km
    yield element("line", class_="axis", x1=start, x2=end, y1=14, y2=14)
    yield element("text", f"{length:g} km", class_="dim", x=(start + end) / 2, y=9, text_anchor="middle")


def _draw_labels(spots: Sequence[Spot], frame: Frame, unit: float, width: int) -> Iterator[Markup]:
    """In the order of the agreement; what finds no room stands in the table."""
    discs = [
        Label(
            spot.names,
            spot.total,
            frame.x(spot.lon),
            frame.y(spot.lat),
            max(_radius(count, unit) for count in [*spot.counts, spot.others]),
        )
        for spot in spots
    ]
    ground = Box(LEFT, TOP, width, TOP + frame.height)
    for placed in place_labels(discs, ground):
        lines = [
            element("tspan", line, x=placed.x, y=placed.y + 12 * number)
            for number, line in enumerate(placed.lines)
        ]
        number = element("tspan", f" {placed.number}", class_="strong")
        yield element("text", *lines, number, class_="halo", text_anchor=placed.anchor)
