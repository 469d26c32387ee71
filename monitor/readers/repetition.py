"""The repeated structure of a page: which of its links or headings are the items of its list.

Links of like surroundings make a cluster. The items are their furthest ancestors that are
still one to a link. A cluster is weighed by its size, the length of its titles, how many
of them differ and how many stand beside a date; menus are short, undated and stand in their own places.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from monitor.readers.dates import DATELINE, Dating, Published
from monitor.readers.item_dates import find_headings
from monitor.readers.markup import Element, classes, elements, line_of
from monitor.readers.page_items import HEADINGS, Frame, links_of, read_item
from monitor.readers.selectors import Selectors

FEWEST = 3
MANY = 1_000
_MOST_SEEDS = 3_000
_SAMPLE = 10
_AGREED = 0.8
_ELSEWHERE = frozenset(("nav", "footer", "aside", "form", "select", "button"))
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|pagination|pager|pages|social|share"
    r"|lang|langs|languages?|sidebar|aside|widget|related|popular|tags?|tagcloud|banner|ads?|cookie|topbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STATES = frozenset(("active", "current", "new", "featured", "big", "small"))
_TURN = re.compile(r"(?:(?:^|[-_])(?:odd|even|first|last)|[-_]?\d+)+\Z", re.IGNORECASE)
_HASHED = re.compile(r"([A-Za-z][A-Za-z-]*(?:_[A-Za-z]+)?__)(?=[A-Za-z-]*[0-9A-Z])[A-Za-z0-9_-]{2,8}\Z")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Elements that stand in like surroundings, one for each item of a list, and what speaks for them."""

    items: tuple[Element, ...]
    weight: float


def stable_classes(element: Element) -> tuple[str, ...]:
    """Classes that say what an element is; not its number, its turn or its state."""
    return tuple(name for name in classes(element) if _is_stable(name))


def class_forms(element: Element) -> list[str]:
    """How CSS names an element by its classes; of one with a hash at its end only the part before counts."""
    hashed = [found[1] for name in classes(element) if (found := _HASHED.fullmatch(name))]
    return [*(f".{name}" for name in stable_classes(element)), *(f'[class*="{name}"]' for name in hashed)]


def _is_stable(name: str) -> bool:
    turn = _TURN.search(name)
    plain = re.fullmatch(r"(?:[A-Za-z_][A-Za-z_-]*)?[A-Za-z_]\d{0,2}", name)
    counted = turn is not None and (not turn[0].isdigit() or len(turn[0]) > 2)
    return bool(plain) and not counted and name.lower() not in _STATES and not _HASHED.fullmatch(name)


def _shape_of(element: Element) -> tuple[object, ...]:
    """The tag and the classes without turns and numbers: what rows have in common."""
    names = {_TURN.sub("", name) for name in classes(element) if name.lower() not in _STATES}
    hashed = {found[1] if (found := _HASHED.fullmatch(name)) else name for name in names}
    return (element.tag, *sorted(name for name in hashed if name and not re.search(r"\d", name))[:3])


def find_clusters(root: Element, frame: Frame, dating: Dating) -> list[Cluster]:
    """The candidate lists of a page, the likeliest first."""
    grouped: dict[tuple[object, ...], list[Element]] = defaultdict(list)
    for seed in _seeds(root, dating):
        grouped[_surroundings(seed)].append(seed)
    headings = find_headings(root, dating)
    clusters = [
        _weigh(items, frame, headings)
        for seeds in grouped.values()
        if len(seeds) >= FEWEST and len(items := _climb(seeds)) >= FEWEST
    ]
    return sorted((one for one in clusters if one.weight > 0), key=lambda one: -one.weight)


def _seeds(root: Element, dating: Dating) -> list[Element]:
    """Links with words, and headings without a link that are no dates, in document order."""
    chosen: list[Element] = []
    for one in elements(root, "a", *HEADINGS):
        linked = one.tag == "a" and next(links_of(one), None) is one
        headed = one.tag != "a" and next(one.iter("a"), None) is None
        inside_link = one.tag != "a" and next(one.iterancestors("a"), None) is not None
        line = line_of(one) if linked or (headed and not inside_link) else ""
        if len(line) >= 8 and (linked or dating.read_alone(line, DATELINE)[0] is None):
            chosen.append(one)
        if len(chosen) >= _MOST_SEEDS:
            break
    return chosen


def _surroundings(seed: Element) -> tuple[object, ...]:
    """The tags and classes of an element and of its nearest ancestors."""
    chain = [seed, *islice(seed.iterancestors(), 3)]
    return tuple(_shape_of(one) for one in chain)


def _climb(seeds: Sequence[Element]) -> tuple[Element, ...]:
    """The furthest ancestors that still hold one seed each; seeds that lead to one page count once."""
    by_target: dict[str, Element] = {}
    for number, seed in enumerate(seeds):
        by_target.setdefault(seed.get("href") or f"#{number}", seed)
    level = list(by_target.values())
    while True:
        above = [one.getparent() for one in level]
        if any(one is None or one.tag in ("body", "html") for one in above) or len(set(above)) < len(level):
            return tuple(level)
        level = [one for one in above if one is not None]


def _weigh(items: tuple[Element, ...], frame: Frame, headings: dict[Element, Published]) -> Cluster:
    sample = [*items[:_SAMPLE], items[-1]]
    shared = headings if len(headings) < len(items) else {}
    inner = Frame(frame.at, Selectors(), frame.dating, frozenset(items), shared)
    dated = 0.0
    for follows in (True, False):
        one_way = Frame(inner.at, inner.selectors, inner.dating, inner.items, inner.headings, follows)
        read = [read_item(one, one_way) for one in sample]
        dated = max(dated, sum(one.published[0] is not None for one in read) / len(sample))
    titles = [read_item(one, inner).title for one in items[:60]]
    length = sum(min(_width(title), 90) for title in titles) / len(titles)
    distinct = len(set(titles)) / len(titles)
    if length < (8 if dated > _AGREED else 12) or distinct < 0.5:
        return Cluster(items, 0.0)
    if next(items[0].iterancestors(*_ELSEWHERE), None) is not None:
        return Cluster(items, 0.0)
    weight = len(items) ** 0.75 * (length / 90) ** 1.5 * (1 + 1.5 * dated) * distinct
    return Cluster(items, weight * (0.15 if _stands_aside(items[0]) else 1.0))


def _width(text: str) -> int:
    """Letters as wide as Latin ones: a sign of Chinese or Japanese says as much as three."""
    return sum(3 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _stands_aside(element: Element) -> bool:
    """In something called a menu, a side column or the like; such a name may also mean the whole page."""
    for one in (element, *element.iterancestors()):
        if one.tag in ("body", "html"):
            return False
        if _ASIDE.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False


def lead_items(root: Element, cluster: Cluster, dating: Dating) -> list[Element]:
    """Up to three items that stand apart from their list: what leads to addresses of the same form."""
    known = {link.get("href") for item in cluster.items for link in links_of(item)}
    forms = {_form_of(link) for item in cluster.items for link in islice(links_of(item), 1)}
    if len(forms) != 1:
        return []
    apart: dict[str, Element] = {}
    for one in _seeds(root, dating):
        target = one.get("href") or ""
        if target and target not in known and _form_of(one) in forms and not _is_elsewhere(one):
            apart.setdefault(target, one)
    return [_widen(one, cluster) for one in apart.values()] if len(apart) <= 3 else []


def _is_elsewhere(element: Element) -> bool:
    return next(element.iterancestors(*_ELSEWHERE), None) is not None or _stands_aside(element)


def _form_of(link: Element) -> str:
    """An address up to its last part, with the keys of its query."""
    path, _, query = (link.get("href") or "").partition("?")
    return f"{path.rpartition('/')[0]}?{re.sub(r'=[^&]*', '', query)}"


def _widen(seed: Element, cluster: Cluster) -> Element:
    """The furthest ancestor that leads nowhere else and holds nothing of the list."""
    widest = seed
    for above in islice(seed.iterancestors(), 5):
        targets = {link.get("href") for link in islice(links_of(above), 3)}
        if (
            above.tag in ("body", "html", "main")
            or len(targets) > 1
            or any(one in cluster.items for one in above)
        ):
            break
        widest = above
    return widest
