"""What every request has to pass, and what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from index import EVERYTHING
from index.web.guard.bounds import Bounds
from index.web.guard.headers import POLICY
from index.web.metrics import Metrics
from index.web.visitors import Visitor
from tests.bot.fakes import Clock
from tests.makers.archives import MOON, Place
from tests.makers.serving import Served, served

HERE = "http://127.0.0.1:8321"
OUTSIDE = "https://archive.example.org"
SOMEBODY = Visitor("user:1", EVERYTHING)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("guard"), MOON)
    made.index()
    return made


@contextmanager
def outside(place: Place, **options: Any) -> Iterator[Served]:
    """The server as it is reached from outside, by somebody who has signed in."""
    with served(place, public_url=OUTSIDE, **{"visitor": SOMEBODY, **options}) as made:
        yield made


OTHER_NAMES = [
    *("evil.example", "127.0.0.1", "127.0.0.1:8322", "localhost:8321.evil.example", "", "127.0.0.1:8321@evil"),
    *("evil.example:8321", "127.0.0.1.evil.example:8321", "0.0.0.0:8321", "[::]:8321", "2130706433:8321"),
]


def test_a_name_that_is_not_this_machine_s_is_refused(place: Place) -> None:
    """A page that rebinds its own name to this address is not answered."""
    with served(place) as here:
        for host in OTHER_NAMES:
            assert here.client.get("/", headers={"Host": host}).status_code == 421
            assert here.client.get("/v1/search?q=orbit", headers={"Host": host}).status_code == 421


def test_this_machine_is_known_by_its_own_names(place: Place) -> None:
    """Whoever types an address of the loopback interface is answered."""
    with served(place) as here:
        for host in ("127.0.0.1:8321", "localhost:8321", "LOCALHOST:8321", "[::1]:8321"):
            assert here.client.get("/", headers={"Host": host}).status_code == 200


def test_from_outside_only_the_public_name_is_known(place: Place) -> None:
    """Beside the public URL, this machine's names lead to its health alone."""
    with outside(place) as here:
        assert here.client.get("/").status_code == 200
        for name in ("127.0.0.1:8321", "localhost:8321", "archive.example.org:8321", "example.org"):
            assert here.client.get("/", headers={"Host": name}).status_code == 421
        assert here.client.get("/healthz", headers={"Host": "127.0.0.1:8321"}).status_code == 200
        assert here.client.get("/healthz", headers={"Host": "evil.example"}).status_code == 421


ANSWERS = ["/", "/nowhere", "/static/site.css", "/v1/nowhere", "/healthz", "/metrics"]
FOREIGN = ["https://evil.example", "null", "http://archive.example.org", "https://archive.example.org.evil.example", ""]


def test_another_site_s_requests_are_refused(place: Place) -> None:
    """Neither a form nor a script of another site reaches anything."""
    with outside(place) as here:
        for origin in FOREIGN:
            assert here.client.post("/verify", headers={"Origin": origin}).status_code == 403
            assert here.client.get("/", headers={"Origin": origin}).status_code == 403


def test_another_site_may_lead_people_here_and_nothing_else(place: Place) -> None:
    """What browsers say of where a request comes from is read: links work, and nothing that embeds or posts."""
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    with outside(place) as here:
        assert here.client.get("/", headers=link).status_code == 200
        assert here.client.get("/", headers={**link, "Sec-Fetch-Dest": "iframe"}).status_code == 403
        assert here.client.get("/", headers={**link, "Sec-Fetch-Mode": "no-cors"}).status_code == 403
        assert here.client.post("/verify", headers=link).status_code == 403
        assert here.client.post("/verify", headers={**link, "Sec-Fetch-Site": "same-site"}).status_code == 403
        ours = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Origin": OUTSIDE}
        assert here.client.get("/", headers=ours).status_code == 200


def test_every_answer_says_what_a_browser_may_do_with_it(place: Place) -> None:
    """Pages, faults, files and figures: none is framed, sniffed, kept by others or runs what isn't ours."""
    with outside(place) as here:
        for path, host in product(ANSWERS, ("archive.example.org", "evil.example")):
            sent = here.client.get(path, headers={"Host": host}).headers
            assert sent["content-security-policy"] == POLICY
            assert sent["x-content-type-options"] == "nosniff"
            assert sent["x-frame-options"] == "DENY"
            assert sent["referrer-policy"] == "same-origin"
            assert sent["cross-origin-opener-policy"] == "same-origin"
            assert sent["strict-transport-security"].startswith("max-age=")
            assert sent["cache-control"] in {"no-store", "private, no-store"}


@pytest.mark.parametrize(
    "address", ["/", "/?q=eagle", "/p/unknown1", "/d/year.txt", "/v1/status", "/healthz", "/nowhere"]
)
def test_head_answers_as_get_does_but_for_the_body(place: Place, address: str) -> None:
    """Whoever only looks whether a link leads on learns it, with the length that the page would have."""
    with served(place) as made:
        whole, head = made.client.get(address), made.client.head(address)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers == whole.headers


def test_https_is_asked_for_where_it_is_spoken(place: Place) -> None:
    """A browser that was told to use HTTPS on this machine would reach nothing any more."""
    with served(place) as here:
        assert "strict-transport-security" not in here.client.get("/").headers


def test_files_whose_address_names_their_version_are_kept(place: Place) -> None:
    """A stylesheet is fetched once; one that isn't there is not remembered."""
    with served(place) as here:
        assert "immutable" in here.client.get("/static/site.css?v=1").headers["cache-control"]
        assert here.client.get("/static/none.css?v=1").headers["cache-control"] == "no-store"


def test_what_nobody_foresaw_carries_the_same_headers(place: Place) -> None:
    """A bug is answered with a number, without a word of what was asked, and with every header."""
    with served(place, raises=False) as here:

        @here.app.get("/v1/bug")
        def bug() -> None:
            raise ValueError("secret words")

        answer = here.client.get("/v1/bug")
        assert answer.status_code == 500
        assert answer.headers["content-security-policy"] == POLICY
        assert "secret" not in answer.text


def test_what_nobody_foresaw_is_logged_without_its_words(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """The log has where it was, under the number, and not what it says, which may be a query."""
    with served(place, raises=False) as here:

        @here.app.get("/v1/bug")
        def bug() -> None:
            raise ValueError("secret words")

        number = here.client.get("/v1/bug").json()["detail"].split()[-1].rstrip(".")
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("index"))
    assert number in logged
    assert "ValueError" in logged
    assert "in bug" in logged
    assert "secret words" not in logged


def test_a_person_may_ask_so_often_and_then_waits(place: Place) -> None:
    """Beyond one's share the answer is 429 with the seconds to wait; after them one is answered again."""
    clock = Clock()
    with outside(place, clock=clock, requests_per_person=3) as here:
        assert [here.client.get("/").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        refused = here.client.get("/v1/nowhere")
        assert refused.headers["retry-after"] == "60"
        assert refused.headers["content-type"] == "application/problem+json"
        clock.now += 61
        assert here.client.get("/").status_code == 200


def test_an_address_is_counted_before_anybody_is_known(place: Place) -> None:
    """Guessing tokens is slow: what comes from one address is counted whoever asks."""
    with outside(place, visitor=None, clock=Clock(), requests_per_address=3, **SIGN_IN) as here:
        guesses = [
            here.client.get("/v1/search", headers={"Authorization": f"Bearer {number}"}).status_code
            for number in range(5)
        ]
        assert guesses == [401, 401, 401, 429, 429]
        assert here.client.get("/static/site.css").status_code == 200


SIGN_IN: dict[str, Any] = {"client_id": "100000000000000001", "client_secret": "x", "members": {"guilds": [1]}}


def test_nobody_is_counted_on_this_machine(place: Place) -> None:
    """Whoever runs it for themselves may ask as often as they like."""
    with served(place, clock=Clock(), requests_per_person=2, requests_per_address=2) as here:
        assert {here.client.get("/").status_code for _ in range(5)} == {200}


PROXY = ("10.0.0.1", 50_000)


@pytest.mark.parametrize(
    ("trusted", "same"),
    [((), True), (("192.0.2.0/24",), True), (("10.0.0.0/8",), False), (("10.0.0.1", "198.51.100.7"), True)],
)
def test_a_proxy_s_word_counts_where_it_is_trusted(place: Place, trusted: tuple[str, ...], same: bool) -> None:
    """For whom a proxy asks is believed of a trusted one alone; else all that it asks for is one address's.

    What somebody puts into the header themselves stands before the address by which the proxy knows them.
    """
    said = ["6.6.6.6, 198.51.100.7", "6.6.6.7, 198.51.100.8"]
    if len(trusted) == 2:
        said = ["203.0.113.9, 198.51.100.7", "203.0.113.9"]
    with outside(place, peer=PROXY, clock=Clock(), requests_per_address=1, trusted_proxies=trusted) as here:
        codes = [here.client.get("/", headers={"X-Forwarded-For": each}).status_code for each in said]
    assert codes == [200, 429 if same else 200]


def test_the_addresses_of_one_household_are_one(place: Place) -> None:
    """Whoever has a /64 of IPv6 addresses is one address."""
    with outside(place, peer=PROXY, clock=Clock(), requests_per_address=1, trusted_proxies=["10.0.0.1"]) as here:
        codes = [
            here.client.get("/", headers={"X-Forwarded-For": f"2001:db8::{number}"}).status_code
            for number in ("1", "ffff", "1:0:0:0:1")
        ]
    assert codes == [200, 429, 200]


def test_what_is_sent_is_bounded_whether_it_is_announced_or_not(place: Place) -> None:
    """A body that is too large is refused at once where it says so, and where it doesn't once it is."""
    with served(place) as here:

        @here.app.post("/v1/sink")
        async def sink(request: Request) -> int:
            return len(await request.body())

        assert here.client.post("/v1/sink", content=b"x" * 200_000).json() == 200_000
        assert here.client.post("/v1/sink", content=b"x" * 300_000).status_code == 413
        pieces = (b"x" * 1_000 for _ in range(300))
        assert here.client.post("/v1/sink", content=pieces).status_code == 413
        assert here.client.get("/?q=" + "x" * 9_000).status_code == 414


class Bounded:
    """`Bounds` around an application, asked once without a server, with times that are over at once."""

    def __init__(self, app: Any, *, body_s: float = 1e9, answer_s: float = 1e9) -> None:
        self._bounds = Bounds(app, 10, Metrics(), body_s=(body_s, body_s), answer_s=answer_s)

    async def ask(self, *parts: Message) -> list[Message]:
        """What is sent for a request whose body comes in `parts`, and then no more."""
        sent: list[Message] = []
        left = list(parts)

        async def receive() -> Message:
            if left:
                return left.pop(0)
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/v1/x", "query_string": b"", "headers": []}
        await self._bounds(scope, receive, send)
        return sent


async def _reads(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def _hangs(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.Event().wait()


async def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    """Whoever sends a body bit by bit is answered that it took too long."""
    part = {"type": "http.request", "body": b"x", "more_body": True}
    with pytest.raises(HTTPException) as late:
        await Bounded(_reads, body_s=0.0).ask(part)
    assert late.value.status_code == 408


async def test_an_answer_that_does_not_begin_is_given_up() -> None:
    """What takes too long is ended, and whoever asked is told."""
    sent = await Bounded(_hangs, body_s=0.0, answer_s=0.0).ask()
    assert sent[0]["status"] == 503


async def test_an_answer_that_has_begun_may_take_its_time() -> None:
    """A long download is not cut off."""

    async def streams(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(10):
            await asyncio.sleep(0)  # a timeout that is over would come now
        await send({"type": "http.response.body", "body": b"all of it"})

    sent = await Bounded(streams, answer_s=0.0).ask({"type": "http.request", "body": b""})
    assert sent[-1]["body"] == b"all of it"
