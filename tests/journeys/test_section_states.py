"""The section page in every state that it can be met in: judged by axe, wide, narrow and enlarged, and weighed."""

import pytest

from reporting.demo.figures import filing_after, filings_2018
from reporting.demo.loading import COLLEAGUE, PASSWORD, SECRETARIAT
from reporting.numbers import format_exact
from reporting.submissions.countries import country_name
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser

FILING = "/indberetning/2019/odense-robotics/"
PARTICIPATION, INTERNATIONAL = f"{FILING}afsnit/participation/", f"{FILING}afsnit/international/"
SCREENS = {
    "1280": {"width": 1280, "height": 900},
    "320": {"width": 320, "height": 700},
    "200 %": {"width": 640, "height": 450},
}
FIRST_LOAD, AFTERWARDS = 150_000, 30_000  # bytes over the wire


def _begin(page):
    if page.get_by_role("button", name="Begynd").count():
        page.get_by_role("button", name="Begynd").click()


def _empty(page, house):
    page.goto(house(PARTICIPATION))


def _saved(page, house):
    _empty(page, house)
    page.locator("#id_companies").fill("410")
    page.locator("[data-state-of=companies].is-saved:not(:empty)").wait_for()


def _unreadable(page, house):
    _empty(page, house)
    page.locator("#id_companies_small").fill("1.5")
    page.locator("[data-state-of=companies_small].is-unreadable").wait_for()


def _with_findings(page, house):
    _empty(page, house)
    page.locator("#id_companies").fill("2")
    page.locator("#id_companies_small").fill("1")
    page.locator("#id_companies_small").press("Tab")
    page.locator("#row-companies .problem.soft").wait_for()
    page.locator("#row-companies .field-more summary").click()
    page.locator("#row-companies .history").wait_for()


def _conflict(page, house):
    _empty(page, house)
    page.evaluate("document.querySelector('[name=companies__version]').value = '0'")
    page.locator("#id_companies").fill("977")
    page.locator("[data-state-of=companies].is-conflict").wait_for()


def _choosing_a_country(page, house):
    page.goto(house(INTERNATIONAL))
    page.locator("[name=countries_cluster__country_0]").focus()
    page.keyboard.type("ty")
    page.locator("[role=listbox]").wait_for()


def _refused_whole(page, house):
    _unreadable(page, house)
    page.get_by_role("button", name="Gem og gå til").click()
    page.locator("#error-summary").wait_for()


def _pasted(page, house):
    _empty(page, house)
    page.locator(".paste summary").click()
    page.locator("#paste-text").fill("Deltagende virksomheder\t500\nUkendt felt\t7\nDedikerede virksomheder\t1.5")
    page.get_by_role("button", name="Se, hvad der ændres").click()
    page.locator(".compare").wait_for()


def _logged_out(page, house):
    _empty(page, house)
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_companies").fill("411")
    page.locator("a[data-log-in]").wait_for()


STATES = [
    _empty,
    _saved,
    _unreadable,
    _with_findings,
    _conflict,
    _choosing_a_country,
    _refused_whole,
    _pasted,
    _logged_out,
]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_state_of_the_section_breaks_a_rule(person, house, screen):
    page = person(SECRETARIAT, PASSWORD)
    _begin(page)
    page.set_viewport_size(SCREENS[screen])
    for state in STATES:
        state(page, house)
        assert (state.__name__, violations(page)) == (state.__name__, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], state.__name__
        page.evaluate("localStorage.clear()")


def _weight_of(context, address):
    """Bytes over the wire for a page with all that it asks for."""
    page = context.new_page()
    sizes = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.locator("[data-filing]").wait_for()
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(sizes)


def test_the_section_weighs_little_at_first_and_next_to_nothing_afterwards(person, house):
    context = person(SECRETARIAT, PASSWORD).context
    fresh = context.browser.new_context(storage_state=context.storage_state(), locale="da-DK")
    first = _weight_of(fresh, house(f"{FILING}afsnit/financing/"))
    after = {
        section: _weight_of(fresh, house(f"{FILING}afsnit/{section}/"))
        for section in ("participation", "international")
    }
    fresh.close()
    assert 50_000 < first <= FIRST_LOAD
    assert all(1_000 < weight <= AFTERWARDS for weight in after.values()), after


def test_a_unit_is_filed_without_javascript(person, house):
    """Every section sent whole, findings explained on the check page, and submitted: script adds, it is not needed."""
    figures = filing_after(next(filing for filing in filings_2018() if filing.unit.slug == "odense-robotics"), "plain")
    page = person(SECRETARIAT, PASSWORD, java_script_enabled=False)
    _begin(page)
    page.goto(house(f"{FILING}afsnit/structure/"))
    while "/afsnit/" in page.url:
        for code, number in figures.numbers.items():
            if page.locator(f"#id_{code}").count():
                page.locator(f"#id_{code}").fill(format_exact(number))
        for code, countries in figures.countries.items():
            while page.locator(f"[name={code}__country_0]").count():
                rows = page.locator(f"[name^={code}__country_]").count()
                for row in range(rows):  # what an earlier test left is written over
                    country, count = (list(countries.items()) + [("", "")] * rows)[row]
                    page.locator(f"[name={code}__country_{row}]").fill(country and country_name(country, "da"))
                    page.locator(f"[name={code}__count_{row}]").fill(str(count))
                if rows >= len(countries):
                    break
                page.get_by_role("button", name="Gem", exact=True).click()  # gives more rows
        before = page.url
        page.get_by_role("button", name="Gem og gå til").click()
        assert page.url != before, page.locator(".error-summary").all_inner_texts()
    for field in page.locator("input[type=text][name^=explain__]").all():
        field.fill("Et stort projekt begyndte.")
    if page.get_by_role("button", name="Gem forklaringer").count():
        page.get_by_role("button", name="Gem forklaringer").click()
    page.get_by_label("Jeg bekræfter").check()
    page.get_by_role("button", name="Indsend indberetningen").click()
    assert page.url == house(FILING + "kvittering/")
    assert format_exact(figures.numbers["companies"]) in page.locator("main").inner_text()


def test_a_locked_section_breaks_no_rule(person, house):
    page = person(COLLEAGUE, PASSWORD)
    page.goto(house(PARTICIPATION))
    assert page.locator("#id_companies").is_disabled()
    assert violations(page) == []
