"""Faults of a form: each becomes one plain sentence that names the file, the line, the key and the mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

Path = tuple[str | int, ...]
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a key, and its mend; `line` where the path alone can't tell it."""

    path: Path
    what: str
    line: int | None = None


class Sentence(str):
    """A fault for the operator's screen, with the fault itself for a page that shows it at its field."""

    fault: Fault


class BadForm(ValueError):
    """A form that can't be used as it is; `sentences` are for the operator's screen, one per fault."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))

    @property
    def faults(self) -> list[Fault]:
        """The same apart from the file; a sentence about none of its keys stands at the whole."""
        return [each.fault if isinstance(each, Sentence) else Fault((), each) for each in self.sentences]


def write_path(path: Path) -> str:
    """A key as people read it: agreements[0].parties[1].country."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def find_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a key, or of the nearest thing around it."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def write_fault(fault: Fault, file: str, lines: Mapping[Path, int]) -> Sentence:
    """FILE:LINE: key: what is wrong; the mend."""
    line = fault.line or find_line(lines, fault.path)
    place = f"{file}:{line}" if line else file
    key = f"{write_path(fault.path)}: " if fault.path else ""
    sentence = Sentence(f"{place}: {key}{fault.what}")
    sentence.fault = replace(fault, line=line)
    return sentence


def write_faults(faults: Iterable[Fault], file: str, lines: Mapping[Path, int]) -> list[str]:
    """All faults of a file in the order of its lines, at most 20, and how many more there are."""
    known = sorted(faults, key=lambda fault: fault.line or find_line(lines, fault.path) or 0)
    sentences: list[str] = list(dict.fromkeys(write_fault(fault, file, lines) for fault in known))
    rest = len(sentences) - MOST_FAULTS
    if rest > 0:
        return [*sentences[:MOST_FAULTS], f"{file}: and {rest} more; mend these first."]
    return sentences


def suggest(name: str, known: Iterable[str]) -> str:
    """Words that point to the nearest known name, or list the first known ones."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    if not names:
        return "there is none here yet."
    return f"known here: {', '.join(names[:24])}{', ...' if len(names) > 24 else ''}."
