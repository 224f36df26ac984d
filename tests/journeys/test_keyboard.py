"""A whole unit filed by keyboard alone: no pointer from the log-in to the receipt."""

import pytest

from reporting.demo.figures import filing_after, filings_2018
from reporting.demo.loading import PASSWORD, SECRETARIAT
from reporting.numbers import format_exact
from reporting.submissions.countries import country_name

pytestmark = pytest.mark.browser

FILING = "/indberetning/2019/odense-robotics/"
MOST_TABS = 120  # to anything that one wants on a page
MOST_CELLS = 400
WHY = "Et stort projekt begyndte i foråret."


@pytest.fixture
def figures():
    """What Odense Robotics has to say about 2019."""
    filing = next(filing for filing in filings_2018() if filing.unit.slug == "odense-robotics")
    return filing_after(filing, "keyboard")


def here(page):
    """Name, text and kind of what has the focus."""
    return page.evaluate(
        "() => { const e = document.activeElement; return [e.name ?? '', e.textContent.trim(), e.tagName, e.value ?? '']; }"
    )


def tab_to(page, wanted):
    """Press Tab until `wanted(name, text, tag)` holds for what has the focus; a page where it takes too long fails."""
    for _press in range(MOST_TABS):
        name, text, tag, _value = here(page)
        if wanted(name, text, tag):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab on {page.url}")


def press(page, text):
    """Go to the link or button of that text, and press it."""
    tab_to(page, lambda _name, shown, tag: shown.startswith(text) and tag in ("A", "BUTTON"))
    page.keyboard.press("Enter")


def fill_section(page, figures):
    """From the first field on: type, Enter, type, Enter … until Enter leads to the button that saves and goes on."""
    tab_to(page, lambda name, _text, tag: tag == "INPUT" and (name in figures.numbers or "__country_" in name))
    for _cell in range(MOST_CELLS):
        name, text, tag, value = here(page)
        if tag == "BUTTON":
            break
        if name in figures.numbers:
            page.keyboard.type(format_exact(figures.numbers[name]))
        elif name.startswith("explain__"):
            page.keyboard.type(WHY)
        elif "__country_" in name:
            code, _mark, place = name.partition("__country_")
            countries = list(figures.countries.get(code, {}).items())
            if int(place) < len(countries) and not value:
                country, count = countries[int(place)]
                page.keyboard.type(country_name(country, "da"))
                page.keyboard.press("Enter")  # takes the country and goes on to the number
                page.keyboard.type(str(count))
        page.keyboard.press("Enter")
    else:
        raise AssertionError("Enter never led to the button")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def test_a_whole_unit_is_filed_by_keyboard_alone(person, house, figures):
    page = person(SECRETARIAT, PASSWORD)
    press(page, "Begynd")
    page.wait_for_url(house(FILING))
    press(page, "Sekretariatet")
    page.wait_for_url("**/afsnit/structure/")
    sections = 0
    while "/afsnit/" in page.url:
        fill_section(page, figures)
        sections += 1
    assert sections == 11
    assert page.url == house(FILING + "tjek/")
    while page.locator("input[name^=explain__]:placeholder-shown, input[name^=explain__][value='']").count():
        left = page.locator("input[name^=explain__][value='']").count()
        for _finding in range(left):
            tab_to(page, lambda name, _text, _tag: name.startswith("explain__") and here(page)[3] == "")
            page.keyboard.type(WHY)
        press(page, "Gem forklaringer")
        page.wait_for_load_state()
    tab_to(page, lambda name, _text, _tag: name == "confirmed")
    page.keyboard.press("Space")
    press(page, "Indsend indberetningen")
    page.wait_for_url(house(FILING + "kvittering/"))
    text = page.locator("main").inner_text()
    for code in ("companies", "funding_state", "newsletters"):
        assert format_exact(figures.numbers[code]) in text
