"""Where a listing's next older page stands."""

from __future__ import annotations

import re

from monitor.readers.addresses import absolute, same_host
from monitor.readers.markup import Element, attribute, elements, line_of

_WORDS = frozenset(
    (
        *(
            "next",
            "older",
            "older posts",
            "next page",
            "next »",
            "next ›",
            "›",
            "»",
            ">",
            "→",
            "older →",
            ">>",
        ),
        *(
            "следующая",
            "вперед",
            "далее",
            "дальше",
            "следующая страница",
            "наступна",
            "далі",
            "հաջորդ",
            "հաջորդը",
        ),
        *(
            "növbəti",
            "sonrakı",
            "sonraki",
            "ileri",
            "التالي",
            "التالية",
            "الصفحة التالية",
            "הבא",
            "بعدی",
            "შემდეგი",
        ),
        *("ถัดไป", "បន្ទាប់", "suivant", "page suivante", "siguiente", "próxima", "seguinte", "अगला"),
    )
)
_NUMBER = re.compile(
    r"(?:[?&](?:page|paged|p|pg|pagen_1|start_page)=|/page/|/p/|/page-)(\d{1,4})(?!\d)", re.IGNORECASE
)


def next_page(root: Element, at: str) -> str | None:
    """By rel="next", by the words of a link, by the number after this page's own; only at the same host."""
    candidates = [one for one in elements(root, "link", "a") if one.get("href")]
    chosen = (
        [one for one in candidates if "next" in (one.get("rel") or "").lower().split()]
        or [one for one in candidates if one.tag == "a" and _says_next(one)]
        or [
            one
            for one in candidates
            if one.tag == "a" and _number_of(absolute(at, one.get("href") or "")) == _own(at) + 1
        ]
    )
    for one in chosen:
        address = absolute(at, one.get("href") or "")
        if same_host(address, at) and address.partition("#")[0] != at.partition("#")[0]:
            return address
    return None


def _says_next(anchor: Element) -> bool:
    said = attribute(anchor, "aria-label", "title").lower()
    line = (anchor.text_content() or "")[:40].strip().lower()
    return line in _WORDS or said in _WORDS or (not line and line_of(anchor) in _WORDS)


def _number_of(address: str) -> int:
    found = _NUMBER.search(address)
    return int(found[1]) if found else -1


def _own(at: str) -> int:
    return max(_number_of(at), 1)
