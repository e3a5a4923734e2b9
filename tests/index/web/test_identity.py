"""Who asks, told by what a request carries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from index import Tokens
from index.web.visitors import Visiting
from tests.makers.archives import MOON, Place
from tests.makers.serving import Served, served

MADE = dt.datetime(2024, 12, 20, tzinfo=dt.UTC)
OUTSIDE = "https://archive.example.org"
SIGN_IN: dict[str, Any] = {"client_id": "100000000000000001", "client_secret": "x"}
TIES = {"guilds": [1], "collections": {"moon": {"roles": [1]}}}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("identity"), MOON)
    made.index()
    return made


def whoami(here: Served, *sent: str) -> Any:
    """Whom the server takes somebody for who sends these; the status where it is nobody."""

    @here.app.get("/v1/whoami")
    def told(visitor: Visiting) -> list[Any]:
        only = visitor.scope.only
        return [visitor.key, sorted(visitor.scope.hidden), None if only is None else sorted(only), visitor.moderates]

    answer = here.client.get("/v1/whoami", headers=[(b"Authorization", each.encode()) for each in sent])
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_on_this_machine_everybody_sees_what_every_member_may(place: Place) -> None:
    """Without a public URL nobody signs in, and nobody moderates."""
    with served(place, members=TIES) as here:
        assert whoami(here) == ["local", ["moon"], None, False]


@pytest.mark.parametrize("options", [{}, {"public_url": OUTSIDE, **SIGN_IN}])
def test_a_program_is_known_by_its_token(place: Place, options: dict[str, Any]) -> None:
    """A token gives its folders, or what every member may see; one that is revoked gives nothing from then on."""
    tokens = Tokens(place.data)
    whole, some = tokens.add("whole", None, MADE), tokens.add("some", ("moon",), MADE)
    with served(place, members=TIES, **options) as here:
        assert whoami(here, f"Bearer {whole}") == ["token:whole", ["moon"], None, False]
        assert whoami(here, f"bearer {some}") == ["token:some", [], ["moon"], False]
        assert here.client.get("/metrics", headers={"Authorization": f"Bearer {some}"}).status_code == 200
        tokens.revoke("some")
        assert whoami(here, f"Bearer {some}") == 401
        tokens.revoke("whole")


WRONG = ["Bearer x", "Bearer ", "Bearer", "Basic eDp5", "", "Bearer dl_é"]


def test_a_wrong_token_makes_nobody_of_who_sends_it(place: Place) -> None:
    """On this machine, too: what a program was to see is never what anybody may."""
    with served(place) as here:
        for wrong in WRONG:
            assert whoami(here, wrong) == 401
        assert whoami(here, "Bearer x", "Bearer y") == 401
        answer = here.client.get("/", headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
