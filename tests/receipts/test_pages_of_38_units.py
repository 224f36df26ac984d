"""With all 38 units of the demonstration a page asks the database no more than it may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import User
from reporting.demo.loading import EDITOR
from tests.pages import Page

pytestmark = pytest.mark.django_db

MOST = 20
# Sent this year and last, sent back this year, and sent last year alone.
FILINGS = [(2019, "clean"), (2019, "welfare-tech"), (2018, "odense-robotics")]


def queries_of(client, address):
    client.get(address)  # content types and the like are read once
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries), answer


@pytest.mark.parametrize("filing", FILINGS, ids=[f"{slug} {year}" for year, slug in FILINGS])
@pytest.mark.parametrize("person", [EDITOR, "unit"])
@pytest.mark.parametrize("name", ["receipt", "give_back", "check", "peers"])
def test_a_page_asks_at_most_twenty_times(name, person, filing, demo, client):
    year, slug = filing
    client.force_login(User.objects.get(email=f"sekretariat@{slug}.example" if person == "unit" else person))
    address = reverse(name, args=[year, slug])
    found, _answer = queries_of(client, address + ("?gruppe=art" if name == "give_back" else ""))
    assert found <= MOST


def test_last_year_s_filings_serve_while_this_year_s_are_few(demo, client):
    client.force_login(User.objects.get(email=EDITOR))
    text = Page(client.get(reverse("give_back", args=[2019, "clean"]) + "?gruppe=art")).text
    assert "Jeres tal for 2019 er holdt op mod de 37 andre enheders godkendte tal for 2018" in text
    assert "nr. 1 af 38" in text
    assert "Klynger (25)" in text


def test_no_page_of_a_unit_names_another_one(demo, client):
    client.force_login(User.objects.get(email="sekretariat@clean.example"))
    text = Page(client.get(reverse("give_back", args=[2019, "clean"]) + "?gruppe=stoerrelse")).text
    names = ["Welfare Tech", "Biopeople", "Odense Robotics", "Gate 21"]
    assert [name for name in names if name in text] == []
