"""axe (WCAG 2.2 AA) on every kind of page, wide and narrow, and the form without JavaScript."""

from pathlib import Path

import pytest

from reporting.demo.loading import COLLEAGUE, EDITOR, PASSWORD, SECRETARIAT

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FILED = "/indberetning/2018/odense-robotics/"
UNIT_PAGES = [
    "/",
    FILED,
    f"{FILED}afsnit/financing/",
    f"{FILED}afsnit/international/",
    f"{FILED}excel/",
    f"{FILED}tjek/",
    f"{FILED}kolleger/",
    f"{FILED}kvittering/",
    f"{FILED}tilbageblik/",
    f"{FILED}tilbageblik/?gruppe=stoerrelse",
    f"{FILED}tilbageblik/gruppe/",
    "/konto/totrin/",
]
EDITOR_PAGES = [
    "/indberetninger/2019/",
    "/indberetninger/2019/clean/",
    "/indberetninger/2018/clean/",
    "/indberetning/2019/clean/kvittering/",
    "/indberetning/2019/welfare-tech/tilbageblik/?gruppe=art",
    "/kvitteringer/?aftryk=0123456789abcdef",
    "/tal/2018/",
    "/bogen/2018/",
    "/mail/",
    "/findes-ikke/",
]
NARROW = {"width": 320, "height": 800}


def violations(page):
    """The rules that the page breaks, each with where."""
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # the save bar lies at its place in the form
    page.evaluate(AXE)
    found = page.evaluate("standards => axe.run({runOnly: standards})", STANDARDS)
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]]


@pytest.mark.parametrize("narrow", [False, True], ids=["1280", "320"])
@pytest.mark.parametrize(
    ("email", "paths"), [(SECRETARIAT, UNIT_PAGES), (EDITOR, EDITOR_PAGES)], ids=["unit", "editor"]
)
def test_no_page_breaks_a_rule(person, house, email, paths, narrow):
    page = person(email, PASSWORD)
    if narrow:
        page.set_viewport_size(NARROW)
    for path in paths:
        page.goto(house(path))
        assert (path, violations(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_rules_would_be_found_broken(person, house):
    page = person()
    page.goto(house("/konto/login/"))
    assert violations(page) == []
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [rule for rule, _nodes in violations(page)] == ["html-has-lang"]


def test_a_section_with_mistakes_breaks_no_rule_and_works_without_javascript(person, house):
    page = person(COLLEAGUE, PASSWORD, java_script_enabled=False)
    if page.get_by_role("button", name="Begynd").count():
        page.get_by_role("button", name="Begynd").click()
    page.goto(house("/indberetning/2019/odense-robotics/afsnit/international/"))
    page.locator("#id_collaborations_cluster").fill("1,5")
    page.locator("[name=countries_cluster__country_0]").fill("tyskland")
    page.locator("[name=countries_cluster__count_0]").fill("3")
    page.locator("[name=countries_cluster__country_1]").fill("Atlantis")
    page.locator("[name=countries_cluster__count_1]").fill("1")
    page.get_by_role("button", name="Gem", exact=True).click()
    assert page.locator(".error-summary li").count() == 2
    assert page.locator("[name=countries_cluster__country_1]").input_value() == "Atlantis"

    judged = person(COLLEAGUE, PASSWORD)
    judged.goto(house("/indberetning/2019/odense-robotics/afsnit/international/"))
    judged.locator("#id_collaborations_cluster").fill("1,5")
    judged.locator("[data-save-all]").click()
    judged.locator(".error-summary").wait_for()
    assert violations(judged) == []
