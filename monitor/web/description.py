"""The OpenAPI description: what any operation of its kind may answer is written to each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from monitor.web.api.forms import problems

OF_A_BODY = {str(status): answer for status, answer in problems(400, 413).items()}


def describing(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """FastAPI's description, with the answers that whoever sends a body may get."""
    write = app.openapi

    def describe() -> dict[str, Any]:
        whole = write()
        for path in whole["paths"].values():
            for operation in path.values():
                if "requestBody" in operation:
                    operation["responses"] = OF_A_BODY | operation["responses"]
        return whole

    return describe
