"""Whatever a program sends to the API, the desk answers as its description says, and never fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, checks
from sqlalchemy import create_engine
from sqlmodel import SQLModel, col, select

from alerts.models import Alert, Channel, Delivery, Rule, Silence
from monitor.db import reading
from monitor.models import Agreement, Lineage, Source, Statement, Token, User
from monitor.settings import Settings
from monitor.web.app import create_app
from tests.filled import PEOPLE, token_of
from tests.monitor.web.conftest import FILLED_UNTIL, OpenDesk

ALL = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
IDS: dict[str, tuple[type[SQLModel], str]] = {
    "claims": (Lineage, "claim_id"),
    "statements": (Statement, "id"),
    "agreements": (Agreement, "id"),
    "sources": (Source, "id"),
    "channels": (Channel, "id"),
    "rules": (Rule, "id"),
    "alerts": (Alert, "id"),
    "deliveries": (Delivery, "id"),
    "silences": (Silence, "id"),
    "people": (User, "id"),
    "tokens": (Token, "id"),
}
UNBOUND = create_engine("sqlite://")


def describe(**phases: bool) -> Any:
    """The description as a program reads it; `phases` says what of schemathesis is left out."""
    app = create_app(Settings(), UNBOUND, lambda: FILLED_UNTIL, lambda: True)
    left_out = {name: {"enabled": wanted} for name, wanted in phases.items()}
    config = schemathesis.Config.from_dict({"phases": left_out})
    return schemathesis.openapi.from_dict(app.openapi(), config=config)


BRIEF, THOROUGH = describe(coverage=False), describe()


class Api:
    """The API of a filled desk, over HTTP: to strangers and to whoever holds a token."""

    def __init__(self, desk: OpenDesk) -> None:
        self.desk = desk
        self.session = requests.Session()
        self.roles = cycle(PEOPLE.values())

    def check(self, case: Case, role: str = "") -> None:
        """Send a request and compare the answer with the description."""
        signed = {"Authorization": f"Bearer {token_of(role)}"} if role else {}
        answer = case.call(base_url=self.desk.url, session=self.session, headers=signed)
        assert answer.status_code != 500, answer.text
        case.validate_response(answer, checks=ALL)

    def check_known(self, case: Case, *roles: str) -> None:
        """The same about something that is there, over whatever version of it stands."""
        known = self._find_id(case.path)
        if known is None:
            return
        for role in roles:
            case.path_parameters["id"] = known
            if "If-Match" in case.headers:
                case.headers["If-Match"] = "*"
            self.check(case, role)

    def _find_id(self, path: str) -> str | None:
        noun = path.partition("/{id}")[0].rpartition("/")[2]
        if "/{id}" not in path:
            return None
        table, column = IDS[noun]
        with reading(self.desk.engine) as session:
            return str(session.exec(select(col(getattr(table, column)))).first())


@pytest.fixture
def api(filled_desk: OpenDesk) -> Iterator[Api]:
    api = Api(filled_desk)
    yield api
    api.session.close()


@BRIEF.parametrize()
@settings(max_examples=3, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Case, api: Api) -> None:
    api.check(case)
    for role in PEOPLE.values():
        api.check(case, role)
    api.check_known(case, *PEOPLE.values())


@pytest.mark.long
@pytest.mark.timeout(1800)
@THOROUGH.parametrize()
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_many_more_answers_are_as_described(case: Case, api: Api) -> None:
    api.check(case, next(api.roles))
    api.check_known(case, next(api.roles))


def test_everything_with_an_id_is_asked_for_by_an_id_that_exists(api: Api) -> None:
    paths = [operation.ok().path for operation in BRIEF.get_all_operations()]
    found = {path: api._find_id(path) for path in paths if "/{id}" in path}
    assert found
    assert "None" not in found.values()
