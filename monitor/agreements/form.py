"""A whole form: one YAML text of agreements, sources, channels and rules, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from monitor.agreements.faults import BadForm, Fault, Path, write_faults
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.form_channel import ChannelForm
from monitor.agreements.form_faults import list_faults
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.form_source import SourceForm
from monitor.agreements.form_values import NullIsEmpty, StrictForm
from monitor.agreements.inner_faults import find_inner_faults
from monitor.agreements.yaml_tree import MOST_BYTES, Tree, Unreadable, read_tree


class FormContent(StrictForm):
    """What a file of the contract's YAML holds."""

    version: Literal[1]
    agreements: Annotated[list[AgreementForm], NullIsEmpty] = Field(default=[], max_length=200)
    sources: Annotated[list[SourceForm], NullIsEmpty] = Field(default=[], max_length=5000)
    channels: Annotated[list[ChannelForm], NullIsEmpty] = Field(default=[], max_length=500)
    rules: Annotated[list[RuleForm], NullIsEmpty] = Field(default=[], max_length=1000)


@dataclass(frozen=True, slots=True)
class Form:
    """A checked form; `file` and `lines` name the place of whatever is found wrong later."""

    file: str
    content: FormContent
    lines: dict[Path, int]


def read_form(text: str, file: str = "form.yaml") -> Form:
    """Read and check one text; raises BadForm with every fault of it."""
    try:
        tree = read_tree(text)
    except Unreadable as error:
        raise BadForm(write_faults([error.fault], file, {})) from None
    return check_tree(tree, file)


def check_tree(tree: Tree, file: str) -> Form:
    """Check plain values as a form; raises BadForm with every fault of them."""
    if not isinstance(tree.value, dict):
        what = "holds no form; begin it with `version: 1` and `agreements:`."
        raise BadForm(write_faults([*tree.faults, Fault((), what)], file, tree.lines))
    faults = [*tree.faults, *find_inner_faults(tree.value)]
    content = _check_content(tree.value, faults)
    if faults or content is None:
        raise BadForm(write_faults(faults, file, tree.lines))
    return Form(file, content, tree.lines)


def read_forms(files: Sequence[FilePath]) -> list[Form]:
    """Read and check files; raises BadForm with the faults of all of them."""
    forms: list[Form] = []
    sentences: list[str] = []
    for file in files:
        try:
            forms.append(read_form(read_text(file), str(file)))
        except BadForm as bad:
            sentences += bad.sentences
    if sentences:
        raise BadForm(sentences)
    return forms


def read_text(file: FilePath) -> str:
    """The text of a file; raises BadForm when it can't be read, is no UTF-8 or is too large."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 16).decode("utf-8-sig")
    except OSError as error:
        raise BadForm([f"{file}: cannot be read ({error.strerror}); check the path."]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadForm([f"{file}:{line}: is not UTF-8 text; save the file as UTF-8."]) from None


def _check_content(value: Any, faults: list[Fault]) -> FormContent | None:
    try:
        return FormContent.model_validate(value)
    except ValidationError as error:
        faults += _mend_version(list_faults(error, frozenset(FormContent.model_fields)))
        return None


def _mend_version(faults: Iterable[Fault]) -> list[Fault]:
    return [
        Fault(fault.path, "must be 1, the version of this form; write `version: 1`.")
        if fault.path == ("version",)
        else fault
        for fault in faults
    ]
