"""Health and metrics: who may ask, and what is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from index import Query
from tests import machine
from tests.makers.archives import MOON, Place
from tests.makers.serving import Served, served

OUTSIDE = "https://archive.example.org"
LOCAL_NAME = {"Host": "127.0.0.1:8321"}
SIGN_IN: dict[str, Any] = {"client_id": "100000000000000001", "client_secret": "x", "members": {"guilds": [1]}}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("operations"), MOON)
    made.index()
    return made


def values(here: Served, **headers: str) -> dict[str, float]:
    """The figures by name and labels, as Prometheus' own parser reads them."""
    text = here.client.get("/metrics", headers=headers).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_the_server_is_well_while_its_archive_answers(place: Place) -> None:
    """Health is one word, to whoever asks; once the archive can't be asked it is another."""
    with served(place, public_url=OUTSIDE, **SIGN_IN) as here:
        assert (here.client.get("/healthz").status_code, here.client.get("/healthz").text) == (200, '{"status":"ok"}')
        here.archive.close()
        assert (here.client.get("/healthz").status_code, here.client.get("/healthz").text) == (
            503,
            '{"status":"unwell"}',
        )


async def test_what_is_asked_is_counted(place: Place) -> None:
    """Searches with their times, answers by status, refusals by reason, the generation, and no word of anybody's."""
    with served(place) as here:
        asked = Query(text="secretword orbit", limit=1)
        await here.services.searches.run(lambda: here.archive.search(asked))
        here.client.get("/nowhere?q=secretword")
        here.client.get("/", headers={"Host": "evil.example"})
        found = values(here)
        assert found["dateline_work_seconds_count searches"] == 1
        assert found["dateline_work_seconds_sum searches"] > 0
        assert found["dateline_work_seconds_bucket +Inf searches"] == 1
        assert found["dateline_answers_total 404"] == found["dateline_answers_total 421"] == 1
        assert found["dateline_refusals_total host"] == 1
        assert found["dateline_refusals_total full"] == 0
        assert found["dateline_queue_length searches"] == 0
        assert found["dateline_generation"] == here.archive.generation()
        assert found["dateline_reindexing"] == 0
        text = here.client.get("/metrics").text
        assert not re.search("secretword|orbit|evil|127", text)
        assert machine.told_of(text, place.archive, place.data) == []


def test_figures_are_for_this_machine_or_a_token(place: Place) -> None:
    """Who asks from elsewhere, by another name, or by a proxy on this machine, needs a token."""
    with served(place, public_url=OUTSIDE, **SIGN_IN) as here:
        assert here.client.get("/metrics", headers=LOCAL_NAME).status_code == 200
        assert here.client.get("/metrics").status_code == 401
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto"):
            assert here.client.get("/metrics", headers={**LOCAL_NAME, name: "127.0.0.1"}).status_code == 401
        assert here.client.get("/metrics", headers={**LOCAL_NAME, "Authorization": "Bearer x"}).status_code == 401
    with served(place, public_url=OUTSIDE, peer=("192.0.2.1", 1), **SIGN_IN) as here:
        assert here.client.get("/metrics", headers=LOCAL_NAME).status_code == 401


def test_a_trusted_proxy_does_not_make_this_machine_of_who_asks(place: Place) -> None:
    """Whoever claims by a proxy to be this machine is still somebody else."""
    with served(place, public_url=OUTSIDE, trusted_proxies=["127.0.0.1"], **SIGN_IN) as here:
        assert here.client.get("/metrics", headers={**LOCAL_NAME, "X-Forwarded-For": "127.0.0.1"}).status_code == 401


def test_health_and_figures_are_no_part_of_the_api(place: Place) -> None:
    """What the API describes is what programs may rely on."""
    with served(place) as here:
        paths = here.client.get("/v1/openapi.json").json()["paths"]
        assert not {"/healthz", "/metrics", "/sign-in", "/sign-out"} & set(paths)
