"""A named group that is no party: what it does is laid at no state's door, whatever its name."""

from datetime import datetime

import pytest

from monitor.classify import read_statement
from monitor.terms import AgreementFacts, Party, StatementText

AT = datetime.fromisoformat("2031-03-06T14:30:00+02:00")
NORTH = Party("north", "Northland", "a", aliases={"ru": ("Нордия",), "az": ("Nordiya",), "hy": ("Նորդիա",)})
SOUTH = Party("south", "Southland", "b", aliases={"ru": ("Зюдия",), "az": ("Züdiya",), "hy": ("Զյուդիա",)})
GROUP = Party("group", "Murab al-Adl", "b", aliases={"en": ("Murab",)})
MOVEMENT = Party("movement", "The Hill Liberation Front", "b")


def accused(text: str, other: Party = SOUTH, speaker: str = "north") -> set[str | None]:
    facts = AgreementFacts(
        "truce", "truce", datetime.fromisoformat("2031-03-04T18:00:00+02:00"), (NORTH, other)
    )
    answer = read_statement(StatementText("", text, speaker, AT), facts)
    return {finding.against for finding in answer.findings}


UNKNOWN = [
    "Murab al-Adl attacked our post and killed two soldiers.",
    "At dawn Murab al-Adl fighters attacked our post.",
    "Our post was shelled by Murab al-Adl.",
    "Our post was shelled by the Murabid Emirate.",
    "Two soldiers were killed in an attack by Murab al-Adl on our post.",
    "Мураб аль-Адль обстрелял наш пост.",
    "На востоке Мураб аль-Адль напал на наших солдат.",
    "Наш пост обстреляли боевики Мураб аль-Адль.",
    "Murab Adl mövqelərimizi atəşə tutub.",
    "Mövqelərimiz Murab Adl tərəfindən atəşə tutulub.",
    "Şərqdə Murab Adl döyüşçüləri kəndi atəşə tutub.",
    "Մուրաբ Ադլը գնդակոծել է մեր դիրքերը։",
    "Մեր դիրքերը գնդակոծվել են Մուրաբ Ադլի կողմից։",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_a_group_did_that_nobody_knows_is_laid_at_no_states_door(text):
    assert accused(text) == set()


@pytest.mark.parametrize("text", UNKNOWN[:2])
def test_the_same_group_is_accused_where_it_is_a_party(text):
    assert accused(text, GROUP) == {"group"}


@pytest.mark.parametrize("text", UNKNOWN[:2])
def test_of_a_movement_a_named_group_may_be_one(text):
    assert accused(text, MOVEMENT) == {"movement"}


@pytest.mark.parametrize(
    "text",
    [
        "Grey Heron Brigade attacked our post.",
        "Colonel Ivan Dorin shelled our post.",
        "Our post was shelled by Grey Heron drones.",
        "Boats at Port Salla shelled our post.",
        "Our post at Port Salla was shelled.",
        "Yuxarı Salla kəndi atəşə tutulub, mövqelərimiz atəşə tutulub.",
    ],
)
def test_a_name_beside_a_brigade_a_rank_a_weapon_or_a_place_may_be_the_other_sides(text):
    assert accused(text) == {"south"}
