"""A new year in a browser: opened by an editor who reads only the screen, filed by a merged unit, reviewed, in the tables."""

import datetime
import re
import time
from collections import Counter

import pytest

from reporting.demo.figures import filings_2018
from reporting.demo.loading import EDITOR, PASSWORD, SECRETARIAT
from reporting.numbers import format_exact
from reporting.submissions.countries import country_name
from tests.journeys.test_main_walk import _explain_all, _go_on, _submit

pytestmark = [pytest.mark.browser, pytest.mark.journey]

FILING = "/indberetning/2019/robotklyngen/"
MERGED = ("odense-robotics", "robocluster")
NEW_TEXT = "Nyhedsbreve, der er sendt til mindst 50 modtagere. Invitationer tæller ikke med."
# Counts what a person presses, over all pages of one tab; typing is not counted.
COUNT_CLICKS = """
addEventListener('click', event => {
  if (event.isTrusted && event.target.closest('a, button, input, select, label, summary'))
    sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1
}, true)
"""
MOST_CLICKS = 45


@pytest.fixture(scope="module")
def prepared(house_of_one_year):
    """The house as it is after the year 2018 was closed: no other year is there yet."""
    return house_of_one_year


@pytest.fixture
def house(prepared):
    """The other fixtures ask for the house by this name."""
    return prepared


def together(filings, code):
    """What the two units filed for one question in 2018."""
    return sum((filing.numbers[code] for filing in filings if code in filing.numbers), start=0)


@pytest.fixture
def figures():
    """What the merged unit has to say: what the two said together, a little more where that is a count."""
    filings = [filing for filing in filings_2018() if filing.unit.slug in MERGED]
    countries = {}
    for code in filings[0].countries:
        countries[code] = Counter()
        for filing in filings:
            countries[code].update(filing.countries[code])
    return {code: together(filings, code) for code in filings[0].numbers}, countries


def test_from_a_closed_year_to_the_tables_of_the_next(person, house, figures):
    numbers, countries = figures
    editor = person(EDITOR, PASSWORD)
    editor.context.add_init_script(COUNT_CLICKS)
    begun = time.monotonic()
    _prepare_the_year(editor)
    _change_the_catalogue(editor)
    _merge_two_units(editor)
    _set_the_days(editor)
    _open_it(editor)
    clicks = int(editor.evaluate("sessionStorage.clicks"))
    print(f"opening the year: {clicks} clicks, {time.monotonic() - begun:.0f} s by a machine")
    assert clicks <= MOST_CLICKS

    secretariat = person(SECRETARIAT, PASSWORD)
    _file(secretariat, house, numbers, countries)

    editor.goto(house("/indberetninger/2019/robotklyngen/"))
    for code, question in (
        ("courses_developed", "Er begge enheders kurser med?"),
        ("media_mentions", "Tæller I radio?"),
    ):
        row = editor.locator(f"#value-{code}")
        row.locator("details.ask summary").click()
        row.locator("textarea").fill(question)
        row.get_by_role("button", name="Gem spørgsmålet").click()
        editor.locator(f"#value-{code} details.ask[open]").wait_for()
    editor.get_by_role("button", name="Send retur").click()

    secretariat.goto(house(FILING))
    assert "gennemsynet har spurgt til 2 tal" in secretariat.locator(".turn").inner_text()
    secretariat.get_by_role("link", name="Omtaler i medierne", exact=True).click()
    assert secretariat.locator("#id_newsletters").is_disabled()
    secretariat.locator("#id_media_mentions").fill("77")
    secretariat.locator("[data-save-all]").click()
    secretariat.locator("[data-save-state]", has_text="Alt er gemt").wait_for()
    secretariat.goto(house(FILING + "afsnit/competence/"))
    secretariat.locator("[name=comment__courses_developed]").fill("Ja, begge er med.")
    secretariat.locator("#row-courses_developed .field-question button").click()
    secretariat.locator("#row-courses_developed .field-question li", has_text="Ja, begge er med.").wait_for()
    secretariat.goto(house(FILING + "tjek/"))
    _explain_all(secretariat)
    _submit(secretariat)

    editor.goto(house("/indberetninger/2019/robotklyngen/"))
    asked = editor.locator("#value-media_mentions .asked").inner_text()
    assert f"Da der blev spurgt: {format_exact(numbers['media_mentions'])}. Nu: 77." in asked
    editor.get_by_role("button", name="Godkend").click()

    editor.goto(house("/tal/2019/"))
    table = editor.locator("main").inner_text()
    assert "brud" in editor.locator("#figure-newsletters").inner_text()
    assert NEW_TEXT in table
    assert "Udsendte pressemeddelelser" not in table
    assert "Afholdte webinarer" in table

    secretariat.goto(house(FILING + "tilbageblik/"))
    assert re.search("Odense Robotics.*RoboCluster", secretariat.locator("main").inner_text(), re.DOTALL)


def _prepare_the_year(editor):
    editor.get_by_role("link", name="Året", exact=True).first.click()
    editor.get_by_role("button", name="Lav 2019").click()
    assert "Kun redaktører kan se året." in editor.locator("main").inner_text()


def _change_the_catalogue(editor):
    editor.get_by_role("link", name="Se og ret kataloget").click()
    editor.get_by_role("link", name=re.compile("Slet.*»Udsendte pressemeddelelser«")).first.click()
    editor.locator("main form button.btn-danger").click()
    editor.get_by_role("link", name=re.compile("Tilføj et spørgsmål.*»Formidling«")).click()
    editor.locator("#id_label_da").fill("Afholdte webinarer")
    editor.locator("#id_definition_da").fill("Webinarer med mindst ti deltagere.")
    editor.locator("#id_unit").fill("antal")
    editor.locator("#id_maximum").fill("10.000")
    editor.get_by_role("button", name="Tilføj").click()
    editor.get_by_role("link", name="Udsendte nyhedsbreve", exact=True).first.click()
    editor.locator("#id_definition_da").fill(NEW_TEXT)
    editor.get_by_label(re.compile("Ny definition")).check()
    editor.get_by_role("button", name="Gem", exact=True).click()
    editor.get_by_role("link", name="Hvad er ændret siden 2018?").click()
    changes = editor.locator("main").inner_text()
    assert all(text in changes for text in ("Udsendte pressemeddelelser", "Afholdte webinarer", "Invitationer"))


def _merge_two_units(editor):
    editor.get_by_role("link", name="Året", exact=True).first.click()
    editor.get_by_role("link", name="2019", exact=True).first.click()
    editor.get_by_role("link", name="Læg enheder sammen").click()
    editor.get_by_label("Odense Robotics").check()
    editor.get_by_label("Innovationsnetværket RoboCluster").check()
    editor.locator("#id_name").fill("Robotklyngen")
    editor.locator("#id_short_name").fill("Robotklyngen")
    editor.get_by_label("Klynge", exact=True).check()
    editor.get_by_role("button", name="Se, hvad der sker").click()
    editor.get_by_role("button", name="Læg dem sammen").click()


def _set_the_days(editor):
    today = datetime.date.today()
    editor.get_by_role("link", name="2019", exact=True).first.click()
    editor.get_by_role("link", name="Ret datoerne").click()
    editor.locator("#id_opens_on").fill(today.isoformat())
    editor.locator("#id_deadline_on").fill((today + datetime.timedelta(days=30)).isoformat())
    editor.locator("#id_locks_on").fill((today + datetime.timedelta(days=60)).isoformat())
    editor.get_by_role("button", name="Gem datoerne").click()


def _open_it(editor):
    editor.get_by_role("link", name=re.compile("Åbn 2019")).click()
    assert "Robotklyngen" in editor.locator(".told").inner_text()
    editor.get_by_role("button", name="Ja, åbn 2019").click()


def _file(secretariat, house, numbers, countries):
    """Fill every section of the merged unit's filing, look at what last year's numbers are, explain and send."""
    secretariat.goto(house("/"))
    secretariat.get_by_role("button", name="Begynd").click()
    secretariat.goto(house(FILING + "afsnit/structure/"))
    row = secretariat.locator("#row-fte").inner_text()
    assert format_exact(numbers["fte"]) in row
    assert "Odense Robotics" in row
    assert "RoboCluster" in row
    while "/afsnit/" in secretariat.url:
        if "/dissemination/" in secretariat.url:
            assert secretariat.locator("#id_press_releases").count() == 0
            secretariat.get_by_label("Afholdte webinarer", exact=True).first.fill("12")
            assert "Ny definition" in secretariat.locator("#row-newsletters").inner_text()
        for code, number in numbers.items():
            field = secretariat.locator(f"#id_{code}")
            if field.count():
                field.fill(format_exact(number))
        for code, listed in countries.items():
            if secretariat.locator(f"[name={code}__country_0]").count():
                _list_countries(secretariat, code, listed)
        _go_on(secretariat)
    _explain_all(secretariat)
    _submit(secretariat)


def _list_countries(page, code, listed):
    for row, (country, count) in enumerate(listed.items()):
        if not page.locator(f"[name={code}__country_{row}]").count():
            page.locator("[data-save-all]").click()  # saved, the page has spare rows again
            page.locator("[data-save-state]", has_text="Alt er gemt").wait_for()
            page.reload()
        page.locator(f"[name={code}__country_{row}]").fill(country_name(country, "da"))
        page.locator(f"[name={code}__count_{row}]").fill(str(count))
