"""The page of national figures, and how many queries every page of the collection takes."""

import html
import io
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.actions import give_access, register_cluster
from clusters.models import ClusterKind, MembershipRole
from reporting.consolidation.actions import consolidate
from reporting.consolidation.models import Consolidation
from reporting.publication.actions import begin_report
from reporting.submissions.models import Status
from tests import builders

MOST_QUERIES = 20


def read_as(client, user, route, *args):
    client.force_login(user)
    return client.get(reverse(route, args=args))


@pytest.fixture
def accepted(cast, round_):
    return builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)


def row_of(page, code):
    """The cells of a figure's row, as a reader sees them."""
    found = re.search(rf'<tr id="figure-{code}">(.*?)</tr>', page.text, re.DOTALL)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[1], re.DOTALL)
    return [html.unescape(re.sub("<[^>]*>", "", cell)).strip() for cell in cells]


# ---- the page


def test_the_page_says_how_many_filings_it_is_of_and_that_it_is_preliminary(client, cast, round_, accepted):
    page = read_as(client, cast.edith, "national_figures", 2019)
    assert "Lagt sammen af 1 af 2 indberetninger" in page.text
    assert "Foreløbige tal." in page.text
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)
    page = read_as(client, cast.edith, "national_figures", 2019)
    assert "Lagt sammen af 2 af 2 indberetninger" in page.text
    assert "Foreløbige tal." not in page.text


def test_real_figures_are_not_called_made_up(client, cast, round_, accepted):
    assert "opdigtede" not in read_as(client, cast.edith, "national_figures", 2019).text


@pytest.mark.parametrize(("who", "status", "button"), [
    ("edith", 200, True), ("rune", 200, False), ("vera", 200, False), ("alma", 403, False), ("nikolaj", 403, False),
])  # fmt: skip
def test_the_national_desk_reads_and_the_editor_has_the_button(client, cast, round_, accepted, who, status, button):
    page = read_as(client, getattr(cast, who), "national_figures", 2019)
    assert page.status_code == status
    assert (f'action="{reverse("consolidate", args=[2019])}"' in page.text) is button


@pytest.mark.parametrize(
    ("who", "status"), [("edith", 302), ("rune", 403), ("vera", 403), ("alma", 403), ("nikolaj", 403)]
)
def test_only_the_editor_keeps_the_figures(client, cast, round_, accepted, who, status):
    client.force_login(getattr(cast, who))
    assert client.post(reverse("consolidate", args=[2019])).status_code == status
    assert Consolidation.objects.count() == (status == 302)


def test_keeping_says_what_was_kept_and_the_page_knows_when_something_changed(client, cast, round_, accepted):
    client.force_login(cast.edith)
    said = client.post(reverse("consolidate", args=[2019]), follow=True).text
    assert f"Tallene er gjort op: 1 af 2 enheder, fingeraftryk {Consolidation.objects.get().fingerprint[:16]}." in said
    assert "Tallene nedenfor er de samme." in said
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)
    changed = read_as(client, cast.edith, "national_figures", 2019).text
    assert "Siden er noget ændret." in changed
    assert "Tallene nedenfor er de samme." not in changed


def test_keeping_nothing_gives_a_sentence(client, cast, round_):
    client.force_login(cast.edith)
    said = client.post(reverse("consolidate", args=[2019]), follow=True).text
    assert "Ingen indberetning for 2019 er godkendt endnu. Godkend mindst én, før tallene gøres op." in said


def test_with_nothing_accepted_the_page_shows_dashes_and_no_noughts(client, cast, round_):
    page = read_as(client, cast.edith, "national_figures", 2019)
    assert row_of(page, "companies") == ["–"] * 6 + ["0"]
    assert row_of(page, "funding_per_fte") == ["–"] * 6 + ["0"]


def test_the_download_is_what_the_command_prints(client, cast, round_, accepted):
    answer = read_as(client, cast.vera, "national_csv", 2019)
    out = io.StringIO()
    call_command("figures", "2019", "--format", "csv", stdout=out)
    assert answer.content.decode() == out.getvalue()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="nationale-tal-2019.csv"'


@pytest.mark.parametrize(("who", "status"), [("rune", 200), ("alma", 403), ("nikolaj", 403)])
def test_the_download_is_for_the_national_desk(client, cast, round_, accepted, who, status):
    assert read_as(client, getattr(cast, who), "national_csv", 2019).status_code == status


@pytest.mark.parametrize("route", ["national_figures", "national_csv"])
def test_a_year_without_a_round_is_not_found(client, cast, route):
    assert read_as(client, cast.edith, route, 1999).status_code == 404


# ---- queries


def queries_of(user, route, *args):
    """How many queries the page takes for somebody who is logged in."""
    client = Client()
    client.force_login(user)
    address = reverse(route, args=args)
    client.get(address)  # what is read once per process is read now
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def three_units(cast):
    """Gamma and Delta, and Alma files for them too."""
    clusters = []
    for name in ("Gamma", "Delta"):
        cluster = register_cluster(slug=name.lower(), name=f"{name} Klynge", short_name=name, kind=ClusterKind.CLUSTER)
        give_access(user=cast.alma, cluster=cluster, role=MembershipRole.MANAGER)
        clusters.append(cluster)
    return clusters


DESK_PAGES = [
    ("review_list", ()), ("national_figures", ()), ("national_csv", ()), ("review_filing", ("alfa",)), ("book", ()),
    ("submission", ("alfa",)), ("section", ("alfa", "financing")), ("section", ("alfa", "international")), ("check", ("alfa",)),
]  # fmt: skip
UNIT_PAGES = [
    ("submission", ("alfa",)),
    ("section", ("alfa", "financing")),
    ("section", ("alfa", "international")),
    ("check", ("alfa",)),
]


def ids(page):
    return "-".join((page[0], *page[1]))


@pytest.mark.parametrize("kept", [False, True], ids=["not kept", "kept"])
def test_no_page_takes_more_queries_for_three_units_than_for_one(cast, kept):
    round_ = builders.open_small_round(year=2019, clusters=[cast.alfa])

    def accept_and_keep(clusters):
        for cluster in clusters:
            builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cluster, by=cast.alma, reviewer=cast.rune)
        if kept:
            begin_report(round_=round_)
            consolidate(round_=round_, by=cast.edith, at=builders.AT)

    def count():
        counts = {("edith", *page): queries_of(cast.edith, page[0], 2019, *page[1]) for page in DESK_PAGES}
        counts |= {("alma", *page): queries_of(cast.alma, page[0], 2019, *page[1]) for page in UNIT_PAGES}
        return counts | {("alma", "home"): queries_of(cast.alma, "home")}

    accept_and_keep([cast.alfa])
    with_one = count()
    others = three_units(cast)
    builders.open_small_round(year=2019, clusters=others)
    accept_and_keep(others)
    assert round_.submissions.count() == 3
    assert count() == with_one
    assert max(with_one.values()) <= MOST_QUERIES


def test_waiting_filings_take_no_more_queries_than_one(cast):
    """The desk, where the checks of all waiting filings are counted, and the home of who files for three."""
    round_ = builders.open_small_round(year=2019, clusters=[cast.alfa])
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    with_one = queries_of(cast.rune, "review_list", 2019), queries_of(cast.alma, "home")
    others = three_units(cast)
    builders.open_small_round(year=2019, clusters=others)
    for cluster in others:
        builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cluster, by=cast.alma)
    assert (queries_of(cast.rune, "review_list", 2019), queries_of(cast.alma, "home")) == with_one


def test_counting_queries_counts(cast, round_):
    """The control: a page that reads more is seen to read more."""
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    assert queries_of(cast.rune, "review_filing", 2019, "alfa") > queries_of(cast.nikolaj, "home")
