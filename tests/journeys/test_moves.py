"""Moving and mending on the section page as in a spreadsheet: arrows, undo, the old number, a list pasted whole."""

import pytest

from reporting.demo.loading import PASSWORD, SECRETARIAT

pytestmark = pytest.mark.browser

FILING = "/indberetning/2019/odense-robotics/"
SAVED = "() => document.querySelector('[data-save-state]').textContent.includes('gemt')"


@pytest.fixture
def page(person, house):
    """The section on participation, nothing typed."""
    page = person(SECRETARIAT, PASSWORD)
    if page.get_by_role("button", name="Begynd").count():
        page.get_by_role("button", name="Begynd").click()
    page.goto(house(f"{FILING}afsnit/participation/"))
    page.locator("#id_companies").focus()
    return page


def here(page):
    return page.evaluate("document.activeElement.name")


def test_enter_and_the_arrows_move_between_the_fields(page):
    page.keyboard.press("ArrowDown")
    assert here(page) == "companies_small"
    page.keyboard.press("Enter")
    assert here(page) == "dedicated_companies"
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("ArrowUp")
    assert here(page) == "companies"


def test_undo_takes_back_the_last_change_and_the_history_gives_an_older_number(page):
    for number in ("398", "401"):
        page.locator("#id_companies").fill(number)
        page.locator("[data-state-of=companies]", has_text="Gemt").wait_for()
        page.wait_for_function(SAVED)
        page.locator("[data-state-of=companies]").evaluate("state => { state.textContent = ''; }")
    page.locator("[data-undo]").click()
    page.wait_for_function("() => document.querySelector('#id_companies').value === '398'")
    page.locator("[data-state-of=companies]", has_text="Gemt").wait_for()
    page.locator("#row-companies .field-more summary").click()
    page.locator("#row-companies .history li").nth(2).wait_for()
    assert page.locator("#row-companies .history-text").all_inner_texts()[:3] == ["398", "401", "398"]
    page.get_by_role("button", name="Brug dette tal").first.click()
    assert page.locator("#id_companies").input_value() == "401"


def test_saving_by_the_keyboard_is_harmless(page):
    page.locator("#id_companies_small").fill("12")
    page.keyboard.press("Control+s")
    page.wait_for_function(SAVED)
    assert page.locator("#id_companies_small").input_value() == "12"


def test_a_list_of_countries_is_pasted_whole_and_told_what_was_not_understood(page, house):
    page.goto(house(f"{FILING}afsnit/international/"))
    page.locator("#id_collaborations_cluster").fill("6")
    first = page.locator("[name=countries_cluster__country_0]")
    first.focus()
    first.evaluate(
        """input => { const data = new DataTransfer(); data.setData('text/plain', 'Germany\\t3\\nSE: 2\\nAtlantis 1\\nTyskland 4');
            input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    rows = page.locator("#row-countries_cluster .country-row input").evaluate_all("all => all.map(i => i.value)")
    assert rows[:4] == ["Tyskland", "3", "Sverige", "2"]
    assert page.locator("[data-pasted]").inner_text() == "Linjer indsat: 2. Ikke brugt: Atlantis 1; Tyskland 4"
    assert page.locator("[data-list-total]").first.inner_text() == "5 af 6 samarbejder er fordelt på lande"


def test_a_column_from_a_spreadsheet_is_shown_before_anything_is_saved(page, house):
    page.locator("#id_dedicated_companies").evaluate(
        """input => { input.focus(); const data = new DataTransfer(); data.setData('text/plain', '150\\r\\n20');
            input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    page.wait_for_url("**/indsaet/")
    changed = page.locator(".compare .is-change").all_inner_texts()
    assert [row.split("\t")[1].strip() for row in changed] == ["Dedikerede virksomheder", "Videninstitutioner"]
    page.get_by_role("button", name="Gem 2 tal").click()
    page.wait_for_url(house(f"{FILING}afsnit/participation/"))
    assert page.locator("#id_dedicated_companies").input_value() == "150"
