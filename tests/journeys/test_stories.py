"""A case story written on its printed page: preview, photo, a lost session, two people, no script, and axe."""

import io
import re

import pytest
from PIL import Image

from reporting.demo.loading import COLLEAGUE, PASSWORD, REVIEWER, SECRETARIAT
from tests.journeys.test_accessibility import NARROW, violations

pytestmark = pytest.mark.browser

FILING = "/indberetning/2019/odense-robotics/"
LEAD = "To fabrikker delte en robot, og begge fik mere lavet."


def photo():
    """A wide photo as a file from a disk."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((2400, 1600)).convert("RGB").save(file, "JPEG")
    return {"name": "robot.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def settled(page):
    """Wait until the spread is set that belongs to what was typed last."""
    page.wait_for_timeout(1200)
    page.wait_for_selector(".spread-panel:not(.is-setting) .spread img", timeout=30_000)
    return page.inner_text(".spread-words")


def begun(page, house):
    """The filing of the demonstration's own unit, begun; the address of its stories."""
    page.goto(house("/"))
    if page.locator("button:has-text('Begynd')").count():
        page.click("button:has-text('Begynd')")
    return house(f"{FILING}cases/")


def a_story(page, stories, headline):
    """A story with a headline, saved; its address."""
    page.goto(f"{stories}ny/")
    page.fill("[name=headline]", headline)
    page.click("[data-save]")
    page.wait_for_url(lambda url: "/ny/" not in url)
    return page.url


def test_a_story_is_written_beside_its_printed_page(person, house):
    page = person(SECRETARIAT, PASSWORD)
    stories = begun(page, house)
    page.goto(f"{stories}ny/")
    empty = settled(page)
    page.select_option("[name=category]", "projects")
    page.fill("[name=headline]", "Robotten, der blev delt")
    page.fill("[name=lead]", LEAD)
    page.fill("[name=body]", "Et ord mere. " * 60)
    fuller = settled(page)
    room = [int(re.search(r"\d+", sentence)[0]) for sentence in (empty, fuller)]
    assert room[0] - room[1] >= 150
    page.fill("[name=body]", "Et ord mere. " * 330)
    assert re.match(r"\d+ ord for mange til opslaget", settled(page))
    page.click("button[value=photo]")
    page.set_input_files("[name=file]", photo())
    page.fill("[name=alt]", "En robotarm løfter en kasse.")
    page.fill("[name=credit]", "Foto: Anna Jensen")
    page.check("[name=consent]")
    page.click("button[value=story]")
    page.wait_for_selector(".photo-cut")
    page.locator("#id_focus").press("End")
    assert page.evaluate("document.querySelector('.photo-cut').style.objectPosition") == "100% 50%"
    page.click("button[value=story]")
    page.wait_for_url(lambda url: "billede" not in url)
    settled(page)
    assert page.locator(".spread img").first.get_attribute("src").startswith("data:image/jpeg")
    page.click("button[value=ready]")
    page.wait_for_selector(".message-success")
    story = page.url
    pages = [stories, f"{stories}ny/", story, f"{story}billede/", f"{story}slet/"]
    for size in ({"width": 1280, "height": 900}, NARROW):
        page.set_viewport_size(size)
        for address in pages:
            page.goto(address)
            if address in (story, f"{stories}ny/"):
                settled(page)
            assert (address, violations(page)) == (address, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    reader = person(REVIEWER, PASSWORD)
    reader.goto(story)
    settled(reader)
    assert violations(reader) == []
    reader.fill("[name=comment]", "Er citatet godkendt?")
    reader.click("button:has-text('Send kommentaren')")
    reader.wait_for_selector("text=Er citatet godkendt?")


def test_a_lost_session_loses_no_text(person, house):
    page = person(SECRETARIAT, PASSWORD)
    story = a_story(page, begun(page, house), "Skrevet to gange")
    page.fill("[name=body]", "Det her må ikke gå tabt.")
    page.context.clear_cookies(name="sessionid")
    page.click("[data-save]")
    page.wait_for_url(lambda url: "login" in url)
    page.locator("[name=login]").fill(SECRETARIAT)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(story)
    assert page.input_value("[name=body]") == "Det her må ikke gå tabt."
    assert "var ikke gemt. Den er sat ind igen" in page.inner_text(".kept-text")
    page.click("[data-save]")
    page.wait_for_selector(".message-success")
    page.goto(story)
    assert page.locator(".kept-text").count() == 0
    assert page.input_value("[name=body]") == "Det her må ikke gå tabt."


def test_a_kept_text_does_not_overwrite_a_colleague_s_and_can_be_copied(person, house):
    page, colleague = person(SECRETARIAT, PASSWORD), person(COLLEAGUE, PASSWORD)
    story = a_story(page, begun(page, house), "Skrevet af to")
    page.fill("[name=body]", "Min tekst, der aldrig blev gemt.")
    colleague.goto(story)
    colleague.fill("[name=body]", "Kollegaens tekst.")
    colleague.click("[data-save]")
    colleague.wait_for_selector(".message-success")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(story)
    assert page.input_value("[name=body]") == "Kollegaens tekst."
    assert "Min tekst, der aldrig blev gemt." in page.input_value(".kept-text textarea")
    page.click(".kept-text button")
    page.goto(story)
    assert page.locator(".kept-text").count() == 0


def test_without_a_script_a_story_is_written_shown_and_saved(person, house):
    page = person(SECRETARIAT, PASSWORD, java_script_enabled=False)
    stories = begun(page, house)
    page.goto(stories)
    page.locator("li.story-card a:has-text('Slet')").last.click()
    page.click("button:has-text('Slet casen')")
    story = a_story(page, stories, "Uden script")
    page.fill("[name=body]", "Brødteksten.")
    with page.context.expect_page() as opened:
        page.click("button:has-text('Vis på siden')")
    spread = opened.value
    spread.wait_for_selector(".spread img", timeout=30_000)
    assert "Plads til ca." in spread.inner_text(".spread-words")
    assert page.input_value("[name=body]") == "Brødteksten."
    page.click("[data-save]")
    page.wait_for_selector(".message-success")
    page.goto(story)
    assert page.input_value("[name=body]") == "Brødteksten."
