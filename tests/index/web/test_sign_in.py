"""Signing in by a Discord on the loopback interface, and what becomes of the session."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import pytest
from httpx2 import Response
from starlette.requests import Request
from starlette.testclient import TestClient

from index import AuditLog, DataFile, IndexDataError
from index.web import csrf
from index.web.accounts import sessions
from index.web.local_paths import local_path
from index.web.visitors import Visiting
from tests import openapi
from tests.bot.fakes import Clock
from tests.makers.archives import Place
from tests.makers.serving import Served, served
from tests.stand_ins.sign_in_server import CLIENT_ID, CLIENT_SECRET, GUILD, Account, SignInServer, sign_in_server

OUTSIDE = "https://archive.example.org"
STAFF, MODERATORS = 300000000000000001, 300000000000000002
SESSION = "__Host-dateline-session"
DOCUMENTS = {
    "open.txt": "date 1969-07-20 A harbour\n\nThe lantern of the harbour was lit.\n",
    "staff/closed.txt": "date 1970-01-01 A vault\n\nThe lantern of the vault was not.\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("sign-in"), DOCUMENTS)
    made.index()
    return made


@pytest.fixture
def account() -> Account:
    return Account(400000000000000001, "reader", {GUILD: []})


@pytest.fixture
def discord(account: Account) -> Iterator[SignInServer]:
    with sign_in_server(account) as server:
        yield server


@dataclass(frozen=True)
class Browser:
    """Somebody's browser, with the server and Discord that it goes between."""

    here: Served
    discord: SignInServer
    client: TestClient

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def sign_in(self, path: str = "/") -> Response:
        """Goes to Discord and back; the answer of coming back."""
        sent = self.get(f"/sign-in?next={path}")
        assert sent.status_code == 303, sent.text
        return self.get(self.discord.authorize(sent.headers["location"]).removeprefix(OUTSIDE))

    @property
    def session(self) -> str | None:
        return self.client.cookies.get(SESSION)

    def visitor(self) -> Any:
        """Whom the server takes this browser for, by its key, its scope and whether they moderate."""
        return self.get("/v1/whoami").json()


@contextmanager
def browsing(place: Place, discord: SignInServer, clock: Clock | None = None, **members: Any) -> Iterator[Browser]:
    """A browser at a server that is reached from outside."""
    ties = {"guilds": [GUILD], "moderator_roles": [MODERATORS], "collections": {"staff": {"roles": [STAFF]}}, **members}
    with served(
        place,
        follow=False,
        public_url=OUTSIDE,
        discord=discord.endpoints,
        members=ties,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        clock=clock or Clock(),
    ) as here:

        @here.app.get("/v1/whoami")
        def whoami(visitor: Visiting) -> dict[str, Any]:
            hidden = sorted(visitor.scope.hidden)
            return {"key": visitor.key, "hidden": hidden, "moderates": visitor.moderates, "name": visitor.name}

        @here.app.get("/v1/csrf")
        def form(request: Request) -> str:
            return csrf.token(request)

        yield Browser(here, discord, here.client)


@pytest.fixture
def browser(place: Place, discord: SignInServer) -> Iterator[Browser]:
    with browsing(place, discord) as made:
        yield made


def audit(place: Place) -> list[dict[str, Any]]:
    """The lines of the audit log, without their digests."""
    lines = [json.loads(line) for line in (place.data / DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    return [{key: value for key, value in line.items() if key not in {"digest", "at"}} for line in lines]


PAGES = ["/", "/?q=lantern", "/p/AAAA", "/d/open.txt", "/d/staff/closed.txt", "/verify", "/status", "/nowhere", "/docs"]
FOR_PROGRAMS = ["/v1/search?q=lantern", "/v1/openapi.json", "/v1/nowhere", "/mcp"]


def test_nothing_is_shown_to_who_has_not_signed_in(browser: Browser) -> None:
    """What is there and what isn't are answered alike: sign in."""
    led = re.compile(r'(?<=/sign-in\?next=)[^"]*')
    for other, paths in (("/other", PAGES), ("/v1/other", FOR_PROGRAMS)):
        expected = browser.get(other)
        assert expected.status_code == 401
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code == 401
            assert led.sub("", answer.text) == led.sub("", expected.text)
            assert {**answer.headers, "content-length": ""} == {**expected.headers, "content-length": ""}


def test_who_is_on_the_server_sees_what_every_member_may(browser: Browser, place: Place) -> None:
    """Signing in leads back to the page that was asked for, with the scope of no role; it is noted, without a token."""
    back = browser.sign_in("/d/open.txt")
    assert (back.status_code, back.headers["location"]) == (303, "/d/open.txt")
    assert browser.visitor() == {
        "key": "user:400000000000000001",
        "hidden": ["staff"],
        "moderates": False,
        "name": "reader",
    }
    line = {"user": 400000000000000001, "guild": GUILD, "action": "sign in", "allowed": True, "what": None}
    assert audit(place)[-1] == line
    log = (place.data / DataFile.BOT_AUDIT).read_text("utf-8")
    assert not any(token in log for token in browser.discord.tokens)


def test_roles_open_folders_and_make_moderators(browser: Browser, account: Account) -> None:
    """The scope is that of the roles which Discord names."""
    account.roles[GUILD] = [STAFF, MODERATORS]
    browser.sign_in()
    assert browser.visitor()["hidden"] == []
    assert browser.visitor()["moderates"]


def test_a_folder_of_the_whole_server_is_open_to_its_members(place: Place, discord: SignInServer) -> None:
    """The server's id is the role that every member has, as it is for the bot."""
    with browsing(place, discord, collections={"staff": {"roles": [GUILD]}}) as browser:
        browser.sign_in()
        assert browser.visitor()["hidden"] == []


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(browser: Browser) -> None:
    """Its attributes are those that a session's cookie should have; its value is long, and new with every sign-in."""
    cookie = next(line for line in browser.sign_in().headers.get_list("set-cookie") if line.startswith(f"{SESSION}="))
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)
    first = browser.session
    assert first is not None
    assert len(first) >= 40
    browser.sign_in()
    assert browser.session != first
    browser.client.cookies.set(SESSION, first, domain="archive.example.org")
    assert browser.get("/v1/whoami").status_code == 401  # the session of before has ended


def test_who_is_no_member_is_told_so(browser: Browser, account: Account, place: Place) -> None:
    """A page says it, there is no session, and it is noted who tried."""
    account.roles.clear()
    back = browser.sign_in()
    assert back.status_code == 403
    assert "members of its Discord server" in back.text
    assert browser.session is None
    assert audit(place)[-1]["allowed"] is False
    assert audit(place)[-1]["user"] == account.id


def test_who_has_yet_to_agree_to_the_rules_is_no_member(browser: Browser, account: Account) -> None:
    """Discord shows them nothing of the server either."""
    account.pending = True
    assert browser.sign_in().status_code == 403


def test_who_does_not_agree_is_not_signed_in(browser: Browser) -> None:
    """Nothing of what comes along with the refusal is in the page."""
    browser.discord.agrees = False
    back = browser.sign_in()
    assert (back.status_code, browser.session) == (403, None)
    assert "<b>" not in back.text


def test_less_than_was_asked_for_is_not_enough(browser: Browser) -> None:
    """Without the right to read roles there is no session."""
    browser.discord.scope = "identify"
    assert browser.sign_in().status_code == 403


def test_a_way_back_is_good_for_one_browser_and_once(browser: Browser) -> None:
    """Another browser can't use it, so that nobody is signed in as somebody else; nor can anybody a second time."""
    sent = browser.get("/sign-in")
    back = browser.discord.authorize(sent.headers["location"]).removeprefix(OUTSIDE)
    other = TestClient(browser.here.app, OUTSIDE, follow_redirects=False)
    assert other.get(back).status_code == 400
    assert other.get("/sign-in").status_code == 303  # has a cookie of its own now
    assert other.get(back).status_code == 400
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 400


def test_a_code_without_a_way_back_is_nothing(browser: Browser) -> None:
    """A made-up state, and none, are refused before Discord is asked."""
    browser.get("/sign-in")
    asked = len(browser.discord.asked)
    for query in ("", "?code=x", "?code=x&state=y", "?state=y"):
        assert browser.get(f"/sign-in/callback{query}").status_code == 400
    assert len(browser.discord.asked) == asked


ELSEWHERE = [
    *("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
    *("evil.example", "/\r\nSet-Cookie:x", "///evil.example", "/sign-out", "/sign-in?next=/", "", "/" + "x" * 5000),
    *("/\tx", "http:evil.example", "/é", "/..//evil.example\\@"),
]
OURS = [
    "/",
    "/?q=a%20b&since=1969#x",
    "/p/AAAA",
    "/d/a%2Fb.txt",
    "/%0d%0aSet-Cookie:x",
    "/a//b",
    "/?next=https://x.example",
]


def test_signing_in_leads_nowhere_else(browser: Browser) -> None:
    """What is named as the next page is one of ours, or it is the first."""
    assert {local_path(named) for named in ELSEWHERE} == {"/"}
    assert {named: local_path(named) for named in OURS} == {named: named for named in OURS}
    sent = browser.client.get("/sign-in", params={"next": "//evil.example"})
    back = browser.get(browser.discord.authorize(sent.headers["location"]).removeprefix(OUTSIDE))
    assert back.headers["location"] == "/"


def test_a_search_is_led_back_to_as_it_was(browser: Browser) -> None:
    """A link to a search works for who has to sign in first."""
    page = browser.get("/?q=one+%26+two&since=1969")
    link = html.unescape(re.findall(r'href="(/sign-in[^"]*)"', page.text)[0])
    sent = browser.get(link)
    back = browser.get(browser.discord.authorize(sent.headers["location"]).removeprefix(OUTSIDE))
    assert back.headers["location"] == "/?q=one+%26+two&since=1969"


def test_coming_back_needs_no_press(place: Place, discord: SignInServer) -> None:
    """Whose session has ended, or was forgotten by a restart, is led through Discord, which doesn't ask them again."""
    with browsing(place, discord) as before:
        before.sign_in()
        held = before.session
    with browsing(place, discord) as after:
        after.client.cookies.set(SESSION, held or "", domain="archive.example.org")
        led = after.get("/d/open.txt")
        assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2Fd%2Fopen.txt")
        assert after.get("/v1/search").status_code == 401  # programs aren't led anywhere
        back = after.sign_in("/d/open.txt")
        assert back.status_code == 303
    assert discord.shown == ["consent", "none"]


def test_whoever_is_refused_is_not_led_in_circles(browser: Browser, account: Account) -> None:
    """A session that can't be renewed is forgotten by the browser, which then shows the page that asks."""
    browser.client.cookies.set(SESSION, "old", domain="archive.example.org")
    account.roles.clear()
    assert browser.sign_in().status_code == 403
    assert browser.get("/").status_code == 401


def test_signing_out_ends_the_session(browser: Browser) -> None:
    """By a form of ours alone: without its token nothing is ended, and the token of another session is none."""
    browser.sign_in()
    held = browser.session
    assert browser.client.post("/sign-out").status_code == 403
    assert browser.client.post("/sign-out", data={"csrf": "0" * 64}).status_code == 403
    assert browser.get("/sign-out").status_code == 405
    assert browser.get("/v1/whoami").status_code == 200
    form = browser.get("/v1/csrf").json()
    assert browser.client.post("/sign-out", data={"csrf": form}).status_code == 303
    assert browser.session is None
    browser.client.cookies.set(SESSION, held or "", domain="archive.example.org")
    assert browser.get("/v1/whoami").status_code == 401
    browser.sign_in()
    assert browser.client.post("/sign-out", data={"csrf": form}).status_code == 403


def test_roles_are_read_again_every_few_minutes(place: Place, discord: SignInServer, account: Account) -> None:
    """A role that is given or taken counts soon, without signing in again; Discord isn't asked with every page."""
    clock = Clock()
    with browsing(place, discord, clock) as browser:
        browser.sign_in()
        asked = len(discord.asked)
        account.roles[GUILD] = [STAFF]
        assert browser.visitor()["hidden"] == ["staff"]
        assert len(discord.asked) == asked
        clock.now += sessions.ROLES_SECONDS
        assert browser.visitor()["hidden"] == []
        account.roles[GUILD] = []
        clock.now += sessions.ROLES_SECONDS
        assert browser.visitor()["hidden"] == ["staff"]


@pytest.mark.parametrize("how", ["leaves", "is deauthorised"])
def test_who_is_no_member_any_more_sees_nothing_any_more(
    place: Place, discord: SignInServer, account: Account, how: str
) -> None:
    """Whoever leaves the server, or takes the right to look back, has no session when Discord is asked next."""
    clock = Clock()
    with browsing(place, discord, clock) as browser:
        browser.sign_in()
        if how == "leaves":
            account.roles.clear()
        else:
            discord.tokens.clear()
        clock.now += sessions.ROLES_SECONDS
        assert browser.get("/v1/whoami").status_code == 401
        account.roles[GUILD] = []
        assert browser.get("/v1/whoami").status_code == 401


def test_roles_count_for_a_while_where_discord_can_not_be_reached(place: Place, discord: SignInServer) -> None:
    """A session outlives a fault of Discord's, but not a long one; and Discord isn't asked with every page then."""
    clock = Clock()
    with browsing(place, discord, clock) as browser:
        browser.sign_in()
        discord.down = True
        clock.now += sessions.ROLES_SECONDS
        asked = len(discord.asked)
        assert browser.get("/v1/whoami").status_code == 200
        assert browser.get("/v1/whoami").status_code == 200
        assert len(discord.asked) == asked + 1
        clock.now += sessions.REST_SECONDS
        discord.down = False
        assert browser.get("/v1/whoami").status_code == 200
        discord.down = True
        clock.now += sessions.UNREACHABLE_SECONDS - 1
        assert browser.get("/v1/whoami").status_code == 200
        clock.now += 1
        assert browser.get("/v1/whoami").status_code == 401
        assert browser.sign_in().status_code == 503


def test_a_session_ends_with_the_right_to_look(place: Place, discord: SignInServer) -> None:
    """It lasts as long as Discord's token does, and no longer."""
    discord.expires_in = 100
    clock = Clock()
    with browsing(place, discord, clock) as browser:
        browser.sign_in()
        clock.now += 99
        assert browser.get("/v1/whoami").status_code == 200
        clock.now += 1
        assert browser.get("/v1/whoami").status_code == 401


def test_one_person_has_so_many_sessions(place: Place, discord: SignInServer) -> None:
    """The oldest ends where there would be more."""
    clock = Clock()
    with browsing(place, discord, clock) as browser:
        held = []
        for _ in range(sessions.MAX_OF_ONE + 1):
            browser.client.cookies.clear()
            clock.now += 1
            browser.sign_in()
            held.append(browser.session or "")
        codes = []
        for session in held:
            browser.client.cookies.set(SESSION, session, domain="archive.example.org")
            codes.append(browser.get("/v1/whoami").status_code)
    assert codes == [401] + [200] * sessions.MAX_OF_ONE


def test_what_can_not_be_noted_is_not_done(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the audit log can't be written nobody is signed in."""

    def full(*_: object) -> None:
        raise IndexDataError("the audit log can't be written")

    monkeypatch.setattr(AuditLog, "add", full)
    assert browser.sign_in().status_code == 503
    assert browser.session is None


def test_what_is_asked_of_discord_is_as_discord_describes_it(browser: Browser, account: Account) -> None:
    """Each address exists, with the rights that are asked for, and the stand-in answers as Discord does."""
    found = openapi.find()
    if found is None:
        pytest.skip(openapi.ABSENT)
    described = json.loads(found.read_text("utf-8"))
    browser.sign_in()
    asked = [line.replace(str(GUILD), "{guild_id}").replace("/api/v10", "") for line in browser.discord.asked]
    assert asked == ["POST /oauth2/token", "GET /users/@me", "GET /users/@me/guilds/{guild_id}/member"]
    for line, right, answer in (
        (asked[1], "identify", account.itself()),
        (asked[2], "guilds.members.read", account.member(GUILD)),
    ):
        operation = described["paths"][line.removeprefix("GET ")]["get"]
        assert any(right in needed.get("OAuth2", ()) for needed in operation["security"])
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema_rs.Draft202012Validator({**schema, "components": described["components"]}).validate(answer)
    flow = described["components"]["securitySchemes"]["OAuth2"]["flows"]["authorizationCode"]
    assert flow["tokenUrl"].endswith("/oauth2/token")
