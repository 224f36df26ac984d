"""Typing on the section page with a real browser in front of the real program: nothing is lost, whatever happens."""

import os
import signal
import subprocess
import time

import pytest
from playwright.sync_api import Error

from reporting.demo.loading import COLLEAGUE, PASSWORD, SECRETARIAT

pytestmark = pytest.mark.browser

FILING = "/indberetning/2019/odense-robotics/"
PARTICIPATION = FILING + "afsnit/participation/"
RACES = 100
INTERRUPTIONS = 20
PATIENCE = 30  # seconds


@pytest.fixture
def at_the_field(person, house):
    """Somebody with the cursor in the number of companies."""

    def at_the_field(email):
        page = person(email, PASSWORD)
        if page.get_by_role("button", name="Begynd").count():
            page.get_by_role("button", name="Begynd").click()
        page.goto(house(PARTICIPATION))
        page.locator("#id_companies").focus()
        return page

    return at_the_field


def type_number(page, number):
    """Type over what stands in the field, key by key."""
    page.locator("#id_companies").select_text()
    page.keyboard.type(str(number))


def standing(page, house):
    """What the server holds: the number and its version, as the open page is told; asked again while nobody answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
            answer = page.request.post(house(PARTICIPATION + "status/"), headers={"X-CSRFToken": token})
            field = answer.json()["fields"]["companies"]
        except Error:
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            return field["text"], field["version"]


def wait_until_it_stands(page, house, number):
    """Wait until the server holds the number and the page knows that it does."""
    until = time.monotonic() + PATIENCE
    while standing(page, house)[0] != danish(number):
        assert time.monotonic() < until, standing(page, house)
        time.sleep(0.1)
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('typed '))")
    # A page that was made just before the save came through takes the number over at its first look.
    page.wait_for_function(
        "number => document.querySelector('#id_companies').value.replace('.', '') === number", arg=str(number)
    )


def danish(number):
    return f"{number:,}".replace(",", ".")


def both_save(first, second, hers, his):
    """Both have typed from the same version; let both go at once, and wait until each page says what came of it."""
    for page, number in ((first, hers), (second, his)):
        page.evaluate("number => { const f = document.querySelector('#id_companies'); f.value = number; }", str(number))
    go = """() => { const f = document.querySelector('#id_companies');
        f.dispatchEvent(new Event('input', {bubbles: true})); f.dispatchEvent(new Event('change', {bubbles: true})); }"""
    first.evaluate(go)
    second.evaluate(go)
    for page in (first, second):
        page.wait_for_function(
            """() => { const s = document.querySelector('[data-state-of=companies]');
                return s.matches('.is-conflict') || (s.matches('.is-saved') && s.textContent.includes('Gemt')); }"""
        )


def settle(page, *, mine):
    """Choose in a conflict, own or the colleague's, and wait until the page has what stands."""
    page.locator("[data-state-of=companies] button").nth(1 if mine else 0).click()
    page.wait_for_function("() => !document.querySelector('[data-state-of=companies]').matches('.is-conflict')")


def level(page, house):
    """Let a page take over what stands before the next race, as its own look every few seconds would."""
    text, version = standing(page, house)
    page.evaluate(
        """([text, version]) => { document.querySelector('#id_companies').value = text;
            document.querySelector('[name=companies__version]').value = version;
            document.querySelector('[data-state-of=companies]').className = 'field-state'; }""",
        [text, version],
    )


def race(first, second, house, number):
    """One race; gives (numbers that were saved without a word to the other, what stands)."""
    hers, his = 10_000 + number, 20_000 + number
    for page in (first, second):
        level(page, house)
    both_save(first, second, hers, his)
    lost = [page for page in (first, second) if page.locator("[data-state-of=companies].is-conflict").count()]
    told = [page.locator("[data-state-of=companies]").inner_text() for page in lost]
    return lost, told, standing(first, house)[0], (danish(hers), danish(his))


@pytest.mark.journey
def test_two_people_in_one_field_lose_nothing_in_silence(at_the_field, house):
    alma, anton = at_the_field(SECRETARIAT), at_the_field(COLLEAGUE)
    for number in range(RACES):
        lost, told, stands, (hers, his) = race(alma, anton, house, number)
        assert len(lost) == 1
        winner, loser = (his, hers) if lost[0] is alma else (hers, his)
        assert stands == winner
        assert f"imens skrevet: {winner}" in told[0]
        assert loser.replace(".", "") in told[0].replace(".", "")
        settle(lost[0], mine=number % 2 == 0)
        lost[0].wait_for_function("() => document.querySelector('[data-save-state]').textContent.includes('gemt')")
        assert standing(alma, house)[0] == (loser if number % 2 == 0 else winner)


@pytest.mark.journey
def test_with_the_guard_off_the_same_race_loses_a_number_in_silence(at_the_field, house):
    """Negative control: a page that answers every conflict by saving over it is found out by the same race."""
    alma, anton = at_the_field(SECRETARIAT), at_the_field(COLLEAGUE)

    def save_over(route):
        answer = route.fetch()
        if answer.status == 409:
            body = route.request.post_data.replace(
                f"companies__version={route.request.post_data_json['companies__version']}",
                f"companies__version={answer.json()['version']}",
            )
            answer = route.fetch(post_data=body)
        route.fulfill(response=answer)

    for page in (alma, anton):
        page.route("**/gem/", save_over)
    silent = [len(race(alma, anton, house, number)[0]) == 0 for number in range(5)]
    assert silent == [True] * 5


def come_back(page, house):
    """Log in where the page says so, and land on the section again."""
    page.locator("a[data-log-in]").click()
    page.locator("[name=login]").fill(SECRETARIAT)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(house(PARTICIPATION))


def test_a_session_lost_in_the_middle_of_typing_loses_no_character(at_the_field, house):
    page = at_the_field(SECRETARIAT)
    for turn in range(INTERRUPTIONS):
        page.locator("#id_companies").select_text()
        page.keyboard.type("12")
        page.context.clear_cookies(name="sessionid")
        page.keyboard.type(f"{turn:03}")
        page.locator("a[data-log-in]").wait_for()
        assert page.locator("#id_companies").input_value() == f"12{turn:03}"
        come_back(page, house)
        wait_until_it_stands(page, house, 12_000 + turn)


def test_a_network_lost_in_the_middle_of_typing_loses_no_character(at_the_field, house):
    page = at_the_field(SECRETARIAT)
    for turn in range(INTERRUPTIONS):
        page.locator("#id_companies").select_text()
        page.keyboard.type("13")
        page.context.set_offline(True)
        page.keyboard.type(f"{turn:03}")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('[data-save-state]').textContent.includes('forbindelse')")
        page.context.set_offline(False)
        page.wait_for_function("() => document.querySelector('[data-save-state]').textContent.includes('gemt')")
        wait_until_it_stands(page, house, 13_000 + turn)
        assert page.locator("#id_companies").input_value() == danish(13_000 + turn)


def _servers(house):
    """The process ids of the web server's workers: children of the gunicorn that listens on the house's port."""
    port = house.address.rpartition(":")[2]
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    found = []
    for pid, parent, args in rows:
        if "gunicorn" in args and _environment(pid).get("PORT") == port:
            found.append((int(pid), int(parent)))
    masters = {pid for pid, parent in found if parent not in {pid for pid, _parent in found}}
    return [pid for pid, _parent in found if pid not in masters]


def _environment(pid):
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return dict(pair.split("=", 1) for pair in file.read().decode().split("\0") if "=" in pair)
    except OSError:
        return {}


def test_a_server_killed_in_the_middle_of_typing_loses_no_character(at_the_field, house):
    page = at_the_field(SECRETARIAT)
    for turn in range(INTERRUPTIONS):
        page.locator("#id_companies").select_text()
        page.keyboard.type("14")
        killed = _servers(house)
        assert killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        page.keyboard.type(f"{turn:03}")
        if turn % 5 == 4:  # and the page is closed and opened again before the server is there
            time.sleep(0.1)
            page.reload(wait_until="domcontentloaded")
        wait_until_it_stands(page, house, 14_000 + turn)
