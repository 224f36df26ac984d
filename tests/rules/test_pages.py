"""The pages about rules: what became of findings, and a rule tried before it is switched on."""

import datetime

import pytest
from django.urls import reverse

from reporting.rounds.models import Round
from reporting.submissions.actions import refresh_standings, start
from reporting.submissions.models import Finding, Waiver
from reporting.submissions.queries import load_filing
from tests import builders
from tests.builders import AT

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def two_years(cast, round_):
    """Alfa and Beta in two years; companies rose by 75 % at Alfa and by 300 % at Beta, and Alfa explained it."""
    before = builders.open_small_round(year=2018, clusters=[cast.alfa, cast.beta])
    for cluster, by, old, new in ((cast.alfa, cast.alma, 200, 350), (cast.beta, cast.bodil, 100, 400)):
        builders.fill(start(round_=before, cluster=cluster), by=by, answers={**builders.GOOD_ANSWERS, "companies": old})
        builders.fill(start(round_=round_, cluster=cluster), by=by, answers={**builders.GOOD_ANSWERS, "companies": new})
    builders.explain_everything(filing_of(round_, cast.alfa), by=cast.alma, text="Et projekt begyndte.")
    return before, round_


def filing_of(round_, cluster):
    return round_.submissions.select_related("round", "cluster").get(cluster=cluster)


def rules(client, year=2019):
    return client.get(reverse("rules", args=[year]))


def record_of(page, code):
    return next(record for record, _text, _now in page.context["records"] if record.rule.code == code)


def test_the_record_counts_what_became_of_each_finding(two_years, cast, as_):
    _before, round_ = two_years
    refresh_standings(round_=round_, at=AT)
    filing = filing_of(round_, cast.beta)
    builders.fill(filing, by=cast.bodil, answers={"companies": 110}, countries={}, at=AT + HOUR)
    refresh_standings(round_=round_, at=AT + HOUR)
    total = record_of(rules(as_("edith")), "jump_companies").total
    assert (total.fired, total.mended, total.explained, total.waived, total.open, total.vanished) == (2, 1, 1, 0, 0, 0)


def test_a_finding_that_was_waived_is_neither_open_nor_explained(two_years, cast, as_):
    _before, round_ = two_years
    filing = filing_of(round_, cast.beta)
    builders.fill(filing, by=cast.bodil, answers={"companies_small": 500}, countries={})
    Waiver.objects.create(
        submission=filing,
        rule="part_companies_small",
        subject="companies_small",
        reason="Aftalt.",
        at=AT,
        by=cast.edith,
    )
    refresh_standings(round_=round_, at=AT)
    total = record_of(rules(as_("edith")), "part_companies_small").total
    assert (total.fired, total.explained, total.waived, total.open) == (1, 0, 1, 0)


def test_what_was_never_checked_is_said_and_can_be_checked(two_years, as_):
    client = as_("edith")
    page = rules(client)
    assert [(round_.year, units) for round_, units in page.context["unchecked"]] == [(2019, 2), (2018, 2)]
    assert "så tallene nedenfor er for små" in page.text
    client.post(reverse("check_rounds", args=[2019]))
    page = rules(client)
    assert (page.context["unchecked"], record_of(page, "jump_companies").total.fired) == ([], 2)


def test_more_than_can_be_checked_at_once_is_checked_in_parts(two_years, as_, monkeypatch):
    monkeypatch.setattr("reporting.rules.views.AT_A_TIME", 3)
    page = as_("edith").post(reverse("check_rounds", args=[2019]), follow=True)
    assert "1 indberetning mangler endnu." in page.text
    assert (
        "Alle indberetninger er regnet igennem."
        in page.client.post(reverse("check_rounds", args=[2019]), follow=True).text
    )


@pytest.fixture
def only_explained(two_years, cast):
    """Five findings of the jump in companies that were explained, none that was mended."""
    _before, round_ = two_years
    refresh_standings(round_=round_, at=AT)
    Finding.objects.filter(rule="jump_companies").delete()
    Finding.objects.bulk_create(
        Finding(
            submission=filing_of(round_, cast.alfa),
            rule="jump_companies",
            subject=f"subject-{number}",
            first_seen_at=AT,
            last_seen_at=AT,
            was_explained=True,
        )
        for number in range(5)
    )


def test_a_rule_that_is_only_ever_explained_is_proposed_for_softening(only_explained, as_):
    page = rules(as_("edith"))
    assert [record.rule.code for record, *_ in page.context["soften"]] == ["jump_companies"]
    assert "Er forklaret 5 gange og aldrig ført til en rettelse." in page.text


def test_one_finding_that_was_mended_is_enough_to_leave_the_rule_alone(only_explained, as_):
    Finding.objects.filter(subject="subject-0").update(was_mended=True, gone_at=AT)
    assert rules(as_("edith")).context["soften"] == []


def test_rules_that_never_find_anything_are_named_once_something_was_checked(two_years, as_):
    client = as_("edith")
    assert rules(client).context["never"] == []
    client.post(reverse("check_rounds", args=[2019]))
    named = {record.rule.code for record, *_ in rules(client).context["never"]}
    assert named == {"part_fees_companies", "part_companies_small", "countries_cluster", "small_amount", "unanswered"}


@pytest.mark.parametrize("name", ["alma", "rune", "vera"])
def test_the_rules_are_the_editors(two_years, as_, name):
    for route in ("rules", "rule_trial"):
        assert as_(name).get(reverse(route, args=[2019])).status_code == 403


# A rule that is tried.

JUMP = {"kind": "jump", "strength": "soft", "subjects": "companies", "threshold": "50", "floor": "25"}


def trial(client, **asked):
    return client.get(reverse("rule_trial", args=[2019]), asked)


def found(page):
    """By year: findings, units, percent; of the second limit too."""
    return {
        row.year: (row.first, row.first_units, row.first_share, row.second, row.second_units, row.second_share)
        for row in page.context["trial"].years
    }


def test_two_limits_are_tried_side_by_side(two_years, as_):
    page = trial(as_("edith"), **JUMP, second="100")
    assert found(page) == {2019: (2, 2, 100, 1, 1, 50), 2018: (0, 0, 0, 0, 0, 0)}
    (year, _before) = page.context["trial"].years
    assert [(hit.filing.submission.cluster.slug, hit.in_first, hit.in_second) for hit in year.hits] == [
        ("alfa", True, False),
        ("beta", True, True),
    ]
    assert "»Deltagende virksomheder« er 400; sidste år skrev I 100 (+300\u00a0%)." in page.text


def test_what_the_unit_explained_already_stands_beside_the_finding(two_years, as_):
    page = trial(as_("edith"), **JUMP)
    alfa, beta = page.context["trial"].years[0].hits
    assert (alfa.explanation, alfa.known.rule, beta.explanation) == ("Et projekt begyndte.", "jump_companies", "")
    assert page.context["trial"].years[0].explained == 1


def test_an_existing_rule_finds_in_the_trial_what_it_finds_in_the_form(two_years, cast, as_):
    """The trial is no second implementation: the same problems, of every rule of the catalogue."""
    _before, round_ = two_years
    client = as_("edith")
    for cluster in (cast.alfa, cast.beta):
        filing = load_filing(filing_of(round_, cluster))
        for rule in filing.rules:
            page = trial(client, rule=rule.code)
            hits = [hit for hit in page.context["trial"].years[0].hits if hit.filing.submission.cluster == cluster]
            assert [hit.problem.message for hit in hits] == [
                problem.message for problem in filing.problems if problem.rule == rule.code
            ]


def test_trying_changes_nothing(two_years, as_):
    trial(as_("edith"), **JUMP, second="10")
    assert (Finding.objects.count(), Round.objects.count()) == (0, 2)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (JUMP | {"threshold": ""}, "Skriv en grænse, fx 50."),
        (JUMP | {"threshold": "1.5"}, "1,5"),
        (JUMP | {"subjects": "unknown"}, "Kataloget har ikke »unknown«."),
        (JUMP | {"subjects": ""}, "Kataloget har ikke »«."),
        (JUMP | {"subjects": "countries_cluster"}, "Vælg tal til den art"),
        (JUMP | {"kind": "gossip"}, "Vælg"),
        ({"kind": "part_of", "subjects": "companies_small"}, "Vælg det tal, der skal holdes op mod."),
        ({"kind": "unanswered", "subjects": "companies"}, "gælder hele afsnit"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_a_sentence(two_years, as_, asked, sentence):
    page = trial(as_("edith"), **asked)
    assert page.status_code == 422
    assert sentence in page.text
    assert "trial" not in page.context


def test_an_unknown_rule_is_not_there(two_years, as_):
    assert trial(as_("edith"), rule="nobody").status_code == 404


@pytest.mark.parametrize("place", [{"only": "x"}, {"only": "2019", "skip": "x"}, {"skip": "²"}, {"only": "99999"}])
def test_a_place_that_is_none_does_no_harm(two_years, as_, place):
    assert trial(as_("edith"), **JUMP, **place).status_code == 200


def test_a_year_that_did_not_ask_is_named(two_years, cast, as_):
    before, round_ = two_years
    before.catalogue.sections.get(code="participation").indicators.filter(code="companies_small").update(code="tiny")
    page = trial(as_("edith"), **JUMP | {"subjects": "companies_small"})
    assert "Året spurgte ikke om companies_small." in page.text


def test_a_rule_can_be_handed_over_to_the_year_in_preparation(two_years, as_):
    page = trial(as_("edith"), **JUMP)
    assert "Reglen kan tages op i et katalog, når et nyt år er under forberedelse." in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_number_of_questions_whatever_there_is(
    two_years, cast, as_, django_assert_max_num_queries, count
):
    client = as_("edith")
    client.post(reverse("check_rounds", args=[2019]))
    for asked in ({}, JUMP, JUMP | {"second": "10"})[:count]:
        with django_assert_max_num_queries(40 if asked else 20):
            trial(client, **asked)
    with django_assert_max_num_queries(12):
        rules(client)
