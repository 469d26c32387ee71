"""The OpenAPI description: what any operation of its kind may answer is written to each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from monitor.web.api.forms import problems

_OF_ANY = {str(status): answer for status, answer in problems(414, 421).items()}
_OF_A_BODY = {str(status): answer for status, answer in problems(400, 413).items()}
_BAD_PARAMETERS = problems(422)[422]


def describing(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """FastAPI's description, with the answers that it does not know of."""
    write = app.openapi

    def describe() -> dict[str, Any]:
        whole = write()
        for path in whole["paths"].values():
            for operation in path.values():
                operation["responses"] = _list_answers(operation)
        return whole

    return describe


def _list_answers(operation: dict[str, Any]) -> dict[str, Any]:
    """Those of the operation, of the layer around every one, and of whatever reads its parameters."""
    answers: dict[str, Any] = _OF_ANY | (_OF_A_BODY if "requestBody" in operation else {})
    answers |= operation["responses"]
    if "422" in answers:  # FastAPI writes down a form of its own, which the desk does not send
        answers["422"] = _BAD_PARAMETERS
    return answers
