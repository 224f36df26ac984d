"""The whole way in a browser, from an empty folder to the page of the book."""

import io
import re

import pypdf
import pytest

from reporting.demo.figures import filing_after, filings_2018
from reporting.demo.loading import EDITOR, PASSWORD, SECRETARIAT
from reporting.numbers import format_exact
from reporting.submissions.countries import country_name

pytestmark = [pytest.mark.browser, pytest.mark.journey]

FILING = "/indberetning/2019/odense-robotics/"
REASON = "Se på antallet af nyhedsbreve: tæller I invitationer med?"


@pytest.fixture
def figures():
    """What Odense Robotics has to say about 2019."""
    filing = next(filing for filing in filings_2018() if filing.unit.slug == "odense-robotics")
    return filing_after(filing, "journey")


def _fill_page(page, figures, *, mistakes):
    """Fill the section on the screen, with the mistakes where they belong."""
    for code, number in figures.numbers.items():
        field = page.locator(f"#id_{code}")
        if field.count():
            field.fill(mistakes.get(code, format_exact(number)))
    for code, countries in figures.countries.items():
        for row, (country, count) in enumerate(countries.items()):
            if page.locator(f"[name={code}__country_0]").count():
                page.locator(f"[name={code}__country_{row}]").fill(country_name(country, "da"))
                page.locator(f"[name={code}__count_{row}]").fill(str(count))


def test_from_an_empty_folder_to_the_printed_page(person, house, figures):
    companies = figures.numbers["companies"]
    mistakes = {"companies_small": format_exact(companies + 10), "newsletters": "1.5"}

    secretariat = person(SECRETARIAT, PASSWORD)
    secretariat.get_by_role("button", name="Begynd").click()
    secretariat.get_by_role("link", name="Sekretariatet", exact=True).click()
    told = []
    while "/afsnit/" in secretariat.url:
        _fill_page(secretariat, figures, mistakes=mistakes)
        _go_on(secretariat)
        if secretariat.locator(".error-summary").count():
            told.append(secretariat.locator(".error-summary li").inner_text())
            assert secretariat.locator("#id_newsletters").input_value() == "1.5"
            secretariat.locator("#id_newsletters").fill(format_exact(figures.numbers["newsletters"]))
            _go_on(secretariat)
    assert told == [
        "Udsendte nyhedsbreve: Mener du 1,5 eller 15? Skriv komma før decimaler og punktum mellem tusinder."
    ]

    assert secretariat.url == house(FILING + "tjek/")
    assert secretariat.locator(".problem.hard").count() == 1
    assert format_exact(companies) in secretariat.locator(".problem.hard").inner_text()
    assert secretariat.get_by_role("button", name="Indsend indberetningen").count() == 0
    secretariat.get_by_role("link", name="Gå til feltet").first.click()
    secretariat.locator("#id_companies_small").fill(format_exact(figures.numbers["companies_small"]))
    secretariat.locator("[data-save-all]").click()
    secretariat.locator("[data-save-state]", has_text="Alt er gemt").wait_for()
    secretariat.goto(house(FILING + "tjek/"))
    assert secretariat.locator(".problem.hard").count() == 0
    _explain_all(secretariat)
    secretariat.get_by_label("Jeg bekræfter").check()
    _submit(secretariat)
    assert "Indsendt" in secretariat.locator("main").inner_text()

    editor = person(EDITOR, PASSWORD)
    editor.get_by_role("link", name="Odense Robotics", exact=True).click()
    editor.get_by_label("Begrundelse til sekretariatet").fill(REASON)
    editor.get_by_role("button", name="Send retur").click()

    secretariat.goto(house(FILING))
    assert REASON in secretariat.locator(".returned").inner_text()
    secretariat.goto(house(FILING + "tjek/"))
    secretariat.get_by_label("Jeg bekræfter").check()
    _submit(secretariat)

    editor.goto(house("/indberetninger/2019/odense-robotics/"))
    editor.get_by_role("button", name="Godkend").click()
    editor.get_by_role("link", name="Nationale tal").click()
    assert editor.locator("#figure-companies td.is-reference").inner_text() == format_exact(companies)
    assert "1 af 38" in editor.locator(".coverage").inner_text()

    editor.get_by_role("link", name="Bogen").click()
    editor.get_by_role("button", name="Byg bogen").click()
    assert editor.locator(".build-progress").count() == 1
    editor.get_by_role("link", name="Udgave 1 (PDF)").wait_for(timeout=120_000)
    address = editor.get_by_role("link", name="Udgave 1 (PDF)").get_attribute("href")
    answer = editor.request.get(house(address))
    assert answer.headers["content-type"] == "application/pdf"
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages]
    assert f"{len(pages)} sider" in editor.locator(".editions").inner_text()
    assert any(format_exact(companies) in page for page in pages)
    assert "Foreløbig: 1 af 38" in "".join(pages)


def _go_on(page):
    """Save the section and wait for what comes: the next page, or this one with its mistakes."""
    page.evaluate("document.documentElement.dataset.before = ''")
    page.get_by_role("button", name=re.compile("Gem og gå til")).click()
    page.wait_for_function(
        "() => document.readyState === 'complete' && !('before' in document.documentElement.dataset)"
    )


def _submit(page):
    """Confirm that the figures are right, and send them."""
    page.get_by_label("Jeg bekræfter").check()
    page.get_by_role("button", name="Indsend indberetningen").click()


def _explain_all(page):
    """Explain what the checks still ask about, if anything."""
    for field in page.locator("input[type=text][name^=explain__]").all():
        field.fill("Et stort projekt begyndte i foråret.")
    button = page.get_by_role("button", name="Gem forklaringer")
    if button.count():
        button.click()
