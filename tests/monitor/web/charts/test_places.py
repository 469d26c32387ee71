"""Places on a plain map, and how their names find room."""

from __future__ import annotations

import math
import re

import pytest
import yaml

from monitor.agreements.presets import list_presets, read_preset_text
from monitor.web.charts.labels import Box, Label, place_labels, split_names
from monitor.web.charts.places import Spot, draw_places, make_frame
from tests.monitor.web.charts.drawings import parts, read_svg, titles, words

SIDES = [("Armenian side", "s1"), ("Azerbaijan", "s2")]


def a_spot(
    names: str = "Ganja", lat: float = 40.68, lon: float = 46.36, *counts: int, others: int = 0
) -> Spot:
    return Spot(names, lat, lon, counts or (3, 1), others, "/claims?place=ganja")


def radius(path: str) -> float:
    found = re.search(r"A([\d.]+)", path)
    assert found is not None
    return float(found.group(1))


def test_the_area_of_half_a_disc_is_the_count_and_the_left_half_is_the_first_sides() -> None:
    svg = read_svg(draw_places([a_spot("Ganja", 40.68, 46.36, 9, 1)], SIDES, "mp", "Places"))
    (left,), (right,) = parts(svg, "path", "f1"), parts(svg, "path", "f2")
    assert math.isclose(radius(left.get("d", "")), 3 * radius(right.get("d", "")), abs_tol=0.2)
    assert "Ganja: 9 said by Armenian side, 1 said by Azerbaijan" in titles(svg)
    x = float(parts(svg, "circle", "hit")[0].get("cx", ""))
    assert re.match(rf"M{x:.1f} [\d.]+A[\d.]+ [\d.]+ 0 0 1 {x:.1f}", left.get("d", ""))


def test_the_map_has_degrees_and_a_scale_and_no_border() -> None:
    svg = read_svg(draw_places([a_spot(), a_spot("Hadrut", 39.52, 47.03)], SIDES, "mp", "Places"))
    assert {"46.5°E", "40°N"} <= set(words(svg))
    assert any(re.fullmatch(r"\d+ km", said) for said in words(svg))
    assert {"svg", "title", "line", "text", "a", "circle", "path", "tspan"} >= {
        str(each.tag).split("}")[1] for each in svg.iter()
    }


def test_one_place_alone_is_shown_with_its_surroundings() -> None:
    frame = make_frame([a_spot()], 540)
    assert frame.east - frame.west >= 0.12
    assert frame.south < 40.68 < frame.north


def test_what_observers_say_is_a_ring() -> None:
    svg = read_svg(draw_places([a_spot("Ganja", 40.68, 46.36, 0, 0, others=2)], SIDES, "mp", "Places"))
    assert len(parts(svg, "circle", "do")) == 1
    assert parts(svg, "path") == []


def test_three_sides_share_a_disc_in_sectors() -> None:
    sides = [*SIDES, ("A third", "s3")]
    svg = read_svg(draw_places([a_spot("Ganja", 40.68, 46.36, 4, 4, 4)], sides, "mp", "Places"))
    assert len({path.get("d") for path in parts(svg, "path")}) == 3


def test_without_a_place_there_is_no_map() -> None:
    assert draw_places([], SIDES, "mp", "Places") == ""


@pytest.mark.parametrize("id", list_presets())
def test_every_bundled_gazetteer_can_be_drawn(id: str) -> None:
    for agreement in yaml.safe_load(read_preset_text(id))["agreements"]:
        spots = [
            a_spot(" / ".join(place["names"].get("en", ["x"])), place["lat"], place["lon"])
            for place in agreement["places"]
            if place.get("lat") is not None
        ]
        svg = read_svg(draw_places(spots, SIDES, "mp", "Places", 360))
        assert len(parts(svg, "a")) == len(spots)
        width, height = (float(number) for number in svg.get("viewBox", "").split()[2:])
        assert (width, height < 2.2 * width) == (360, True)
        for circle in parts(svg, "circle", "hit"):
            assert 0 < float(circle.get("cx", "")) < width
            assert 0 < float(circle.get("cy", "")) < height


def test_names_never_overlap_and_one_without_room_is_left_out() -> None:
    crowd = [Label("Stepanakert / Khankendi", 3, 100, 100, 8) for _ in range(12)]
    placed = place_labels(crowd, Box(0, 0, 400, 200))
    assert 1 < len(placed) < 12
    alone = place_labels([Label("Ganja", 3, 395, 100, 8)], Box(0, 0, 400, 200))
    assert alone[0].anchor == "end"


def test_names_are_split_between_names_only() -> None:
    assert split_names("Martuni / Khojavend / Xocavənd") == ["Martuni /", "Khojavend /", "Xocavənd"]
    assert split_names("A / B") == ["A / B"]
