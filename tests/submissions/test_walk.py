"""One figure's way, without a browser: typed, checked, sent, returned, mended, accepted, added up."""

from django.urls import reverse

from reporting.consolidation.queries import national
from reporting.submissions.models import Status, Submission
from tests import builders


def test_a_figure_goes_from_form_to_nation(client, cast, round_):
    client.force_login(cast.alma)
    page = reverse("section", args=[2019, "alfa", "participation"])
    client.post(reverse("start", args=[2019, "alfa"]))

    refused = client.post(page, {"companies": "1.5", "companies_small": "80"})
    assert refused.status_code == 422
    assert "Mener du 1,5 eller 15?" in refused.text
    assert 'value="1.5"' in refused.text

    client.post(page, {"companies": "60", "companies_small": "80", "companies_small__version": "1"})
    submission = Submission.objects.get()
    assert dict(submission.values.values_list("indicator__code", "number")) == {"companies": 60, "companies_small": 80}

    builders.fill(submission, by=cast.alma, answers={**builders.GOOD_ANSWERS, "companies": 60})
    client.post(reverse("submit", args=[2019, "alfa"]), {"version": submission.version, "confirmed": "on"})
    submission.refresh_from_db()
    assert submission.status == Status.DRAFT

    builders.fill(submission, by=cast.alma)
    client.post(reverse("submit", args=[2019, "alfa"]), {"version": submission.version, "confirmed": "on"})
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED

    client.force_login(cast.edith)
    client.post(reverse("accept", args=[2019, "alfa"]), {"version": submission.version})
    figures = {figure.code: figure.text for figure in national(round_).figures}
    assert figures == {
        "clusters": "1",
        "funding_state": "2,00",
        "funding_companies": "1,50",
        "funding_total": "3,50",
        "funding_per_fte": "0,8",
        "fee_share": "100",
        "companies": "120",
        "companies_mean": "120",
        "collaborations_cluster": "5",
        "countries_cluster": "2",
    }
