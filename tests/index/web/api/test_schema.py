"""The description of the API: complete, true of its examples, and held against what the server answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from index import EVERYTHING
from index.web.api import examples
from index.web.visitors import LOCAL, Visitor
from tests.makers.archives import MOON, Place
from tests.makers.serving import Running, Served, running, served


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = Place(tmp_path_factory.mktemp("place"), MOON)
    place.index()
    with served(place, visitor=Visitor(LOCAL, EVERYTHING), raises=False) as made:
        yield made


@pytest.fixture(scope="module")
def described(serving: Served) -> Any:
    return serving.client.get("/v1/openapi.json").json()


def operations(described: Any) -> Iterator[tuple[str, str, Any]]:
    """Each path, method and operation."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_openapi_3_1(described: Any) -> None:
    """Each schema in it is one of JSON Schema 2020-12, as OpenAPI 3.1 wants."""
    assert described["openapi"].startswith("3.1.")
    for schema in described["components"]["schemas"].values():
        jsonschema_rs.Draft202012Validator({**schema, "components": described["components"]})


def test_everything_is_described(described: Any) -> None:
    """Every operation, parameter, answer and field of the API's own."""
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(set(names)) == len(names)
    for _, _, operation in operations(described):
        assert operation["operationId"].isidentifier()
        assert operation["summary"]
        assert operation["description"]
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["schema"].get("description"), parameter
        assert all(answer["description"] for answer in operation["responses"].values())
    for name, schema in described["components"]["schemas"].items():
        assert schema.get("description"), name


def test_every_fault_is_a_problem(described: Any) -> None:
    """All that is answered with a status from 400 is `application/problem+json`, with a schema."""
    for path, _, operation in operations(described):
        faults = {int(status): answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {401, 403, 421, 422, 429, 500, 503} <= faults.keys(), path
        for answer in faults.values():
            (content,) = answer["content"].items()
            assert content[0] == "application/problem+json"
            assert content[1]["schema"]["$ref"].rpartition("/")[2] in described["components"]["schemas"]


def test_examples_are_answers(described: Any) -> None:
    """Each has every field that its schema wants, and no other."""
    shown = []
    for _, _, operation in operations(described):
        content = operation["responses"]["200"]["content"]["application/json"]
        schema = {**content["schema"], "components": described["components"]}
        if example := content.get("example"):
            jsonschema_rs.Draft202012Validator(schema).validate(example)
            shown.append(example)
    assert len(shown) == len(examples.EXAMPLES)


def test_unknown_parameters_are_refused_everywhere(serving: Served, described: Any) -> None:
    """On addresses without parameters, too, and on that of the description."""
    for path in (*described["paths"], "/v1/openapi.json"):
        address = path.replace("{name}", "query").replace("{id}", "abc").replace("{path}", "year.txt")
        method = "POST" if path == "/v1/verify" else "GET"
        body = {"text": "The Eagle has landed."} if method == "POST" else None
        answer = serving.client.request(method, address, params={"q": "eagle", "nonsense": "1"}, json=body)
        assert answer.status_code == 422, path
        errors = answer.json()["errors"]
        assert "nonsense" in {error["name"] for error in errors}, path


def test_programs_sign_in_by_a_token_where_the_server_is_public(serving: Served, tmp_path_factory: Any) -> None:
    """The description says so; on this machine it may be left out."""
    assert serving.client.get("/v1/openapi.json").json()["security"] == [{}, {"token": []}]
    place = Place(tmp_path_factory.mktemp("public"), MOON)
    place.index()
    somebody = Visitor("user:1", EVERYTHING)
    with served(place, visitor=somebody, public_url="https://dateline.example.org") as public:
        described = public.client.get("/v1/openapi.json").json()
    assert described["security"] == [{"token": []}]
    assert described["servers"] == [{"url": "https://dateline.example.org"}]


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that is asked as programs ask it."""
    place = Place(tmp_path_factory.mktemp("place"), MOON)
    place.index()
    with running(place, visitor=Visitor(LOCAL, EVERYTHING)) as made:
        yield made


OPERATIONS = 9
MAY_BE_REFUSED = [200, 304, 404, 409, 410, 414, 422]
"""What is well formed and yet not fulfilled: a query may be one that nobody understands, an address too long."""


@pytest.mark.parametrize("at", range(OPERATIONS))
def test_the_server_answers_as_it_is_described(running_server: Running, described: Any, at: int) -> None:
    """Every status, header and body is one that the description has, whatever is sent: schemathesis's own checks."""
    checks = {
        "positive_data_acceptance": {"expected-statuses": MAY_BE_REFUSED},
        "negative_data_rejection": {"expected-statuses": [400, 404, 405, 414, 415, 422]},
    }
    schema = schemathesis.openapi.from_dict(described, config=schemathesis.Config.from_dict({"checks": checks}))
    found = [operation.ok() for operation in schema.get_all_operations() if isinstance(operation, Ok)]
    assert len(found) == OPERATIONS
    as_it_should_be, as_it_should_not = (found[at].as_strategy(generation_mode=mode) for mode in GenerationMode)

    @given(as_it_should_be | as_it_should_not)
    @settings(max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def asked(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=running_server.url)

    asked()
