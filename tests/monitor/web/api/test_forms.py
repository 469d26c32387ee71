"""The description of the API."""

from __future__ import annotations

from monitor.web.api.forms import EXAMPLE_CLAIM, ClaimForm
from tests.monitor.web.conftest import OpenDesk

PATHS = {
    "/api/v1/agreements",
    "/api/v1/agreements/{id}",
    "/api/v1/agreements/{id}/versions",
    "/api/v1/agreements/{id}/yaml",
    "/api/v1/alerts",
    "/api/v1/alerts/{id}",
    "/api/v1/alerts/{id}/acknowledge",
    "/api/v1/channels",
    "/api/v1/channels/{id}",
    "/api/v1/channels/{id}/disable",
    "/api/v1/channels/{id}/enable",
    "/api/v1/channels/{id}/replay",
    "/api/v1/channels/{id}/rotate",
    "/api/v1/channels/{id}/test",
    "/api/v1/channels/{id}/versions",
    "/api/v1/claims",
    "/api/v1/claims/{id}",
    "/api/v1/claims/{id}/reviews",
    "/api/v1/deliveries",
    "/api/v1/deliveries/{id}",
    "/api/v1/deliveries/{id}/cancel",
    "/api/v1/deliveries/{id}/retry",
    "/api/v1/export",
    "/api/v1/exports",
    "/api/v1/exports/{number}",
    "/api/v1/journal",
    "/api/v1/people",
    "/api/v1/people/{id}/disable",
    "/api/v1/people/{id}/enable",
    "/api/v1/people/{id}/password",
    "/api/v1/people/{id}/role",
    "/api/v1/quality",
    "/api/v1/rules",
    "/api/v1/rules/preview",
    "/api/v1/rules/{id}",
    "/api/v1/rules/{id}/versions",
    "/api/v1/sources",
    "/api/v1/sources/{id}",
    "/api/v1/sources/{id}/poll",
    "/api/v1/statements/{id}",
    "/api/v1/statements/{id}/misses",
    "/api/v1/statements/{id}/misses/{miss}",
    "/api/v1/stats",
    "/api/v1/stream",
    "/api/v1/system",
    "/api/v1/tokens",
    "/api/v1/tokens/{id}/revoke",
    "/feed.atom",
    "/healthz",
    "/metrics",
    "/readyz",
}


def test_the_description_names_every_filter_of_the_contract(desk: OpenDesk) -> None:
    description = desk.stranger("/openapi.json").json()
    names = {each["name"] for each in description["paths"]["/api/v1/claims"]["get"]["parameters"]}
    contract = "agreement stance by against type in_force civilians from to place source review"
    contract += " min_confidence q sort limit cursor versions lang as_of"
    assert names == set(contract.split())


def test_the_description_shows_an_example_and_the_errors(desk: OpenDesk) -> None:
    description = desk.stranger("/openapi.json").json()
    answers = description["paths"]["/api/v1/claims"]["get"]["responses"]
    assert {"200", "401", "422"} <= set(answers)
    assert list(answers["422"]["content"]) == ["application/problem+json"]
    assert description["components"]["schemas"]["ClaimForm"]["example"]["by"] == "armenia"
    problem = answers["422"]["content"]["application/problem+json"]["schema"]
    assert {"type", "title", "status", "detail", "errors"} == set(problem["properties"])
    assert "bearer" in str(description["components"]["securitySchemes"])
    ClaimForm.model_validate(EXAMPLE_CLAIM)
    quote = EXAMPLE_CLAIM["evidence"]
    assert len(quote["quote"]) == quote["end"] - quote["start"]


def test_pages_are_no_part_of_the_description(desk: OpenDesk) -> None:
    assert set(desk.stranger("/openapi.json").json()["paths"]) == PATHS


def test_no_page_loads_foreign_scripts_to_show_the_description(desk: OpenDesk) -> None:
    for path in ("/docs", "/redoc"):
        assert desk.get(path).status_code == 404
