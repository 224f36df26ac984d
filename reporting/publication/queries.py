"""The book's contents, drawn from one consolidation and nothing else."""

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import override

from clusters.models import ClusterKind
from clusters.queries import danish_key
from reporting.consolidation.queries import figures_of, largest_remainder
from reporting.numbers import NO_BREAK_SPACE, format_number
from reporting.publication.contents import Book, ChapterText, Country, Footnote, Slice, Story, TableBlock, Unit
from reporting.publication.models import BookBuild, Edition, Report
from reporting.review.queries import rows_by_question
from reporting.submissions.models import Explanation, Status
from reporting.submissions.queries import country_name

TOP_COUNTRIES = 6
COUNTRIES_LISTED = 12
FINGERPRINT_SHOWN = 16
# What the sentences call the parts of two wholes; the codes are the catalogue's, the names the prose's.
FUNDING = {
    "state": "funding_state",
    "regions": "funding_regions",
    "municipalities": "funding_municipalities",
    "companies": "funding_companies",
    "eu": "funding_eu",
    "knowledge": "funding_knowledge",
    "other": "funding_other",
}
COLLABORATIONS = {
    "collab_cluster": "collaborations_cluster",
    "collab_knowledge": "collaborations_knowledge",
    "collab_b2b": "collaborations_b2b",
}


def report_of(round_):
    """The round's book, or None before it is begun."""
    return Report.objects.filter(round=round_).select_related("round").first()


def latest_build(report):
    """The latest request to build the book, or None."""
    return BookBuild.objects.filter(report=report).select_related("edition", "requested_by").first()


def editions_of(report):
    """The finished editions, the latest first."""
    return Edition.objects.filter(report=report).select_related("consolidation")


def book_contents(report, consolidation, *, published_on) -> Book:
    """Everything the book prints, in Danish, from `consolidation`; `published_on` is the colophon's date."""
    with override("da"):
        return _book(report, consolidation, published_on)


def _book(report, consolidation, published_on):
    round_ = consolidation.round
    figures = {figure.code: figure for figure in figures_of(consolidation)}
    units = tuple(
        Unit(**{**unit, "hosted_networks": tuple(unit["hosted_networks"])}) for unit in consolidation.facts["units"]
    )
    funding = _slices(figures, FUNDING)
    collaborations = _slices(figures, COLLABORATIONS)
    countries = [Country(code, country_name(code), count) for code, count in consolidation.facts["countries"]]
    years = tuple(value.year for value in next(iter(figures.values())).series)
    shares = {
        f"share_{name}": part.share_text
        for names, parts in ((FUNDING, funding), (COLLABORATIONS, collaborations))
        for name, code in names.items()
        for part in parts
        if part.code == code
    }
    facts = {
        **_counts(units),
        **shares,
        **_ranges(consolidation.facts),
        "year": str(round_.year),
        "previous_year": str(round_.year - 1),
        "first_year": str(years[0]),
        "units": str(consolidation.accepted),
        "countries_top": _enumeration([country.name for country in countries[:TOP_COUNTRIES]]),
        "share_small_companies": _part_text(figures.get("companies_small"), figures.get("companies")),
        "published_on": date_format(published_on, "j. F Y"),
        "fingerprint": consolidation.fingerprint[:FINGERPRINT_SHOWN],
    }
    return Book(
        title=report.title,
        subtitle=report.subtitle.replace("{year}", str(round_.year)),
        year=round_.year,
        years=years,
        published_on=published_on,
        fingerprint=consolidation.fingerprint,
        is_demo=round_.is_demo,
        accepted=consolidation.accepted,
        expected=consolidation.expected,
        chapters=tuple(_chapter(row) for row in report.chapters.all()),
        figures=figures,
        facts={name: text for name, text in facts.items() if text},
        tables=_tables(round_, figures),
        units=units,
        funding=funding,
        collaborations=collaborations,
        countries=tuple(countries[:COUNTRIES_LISTED]),
        stories=_stories(report),
        footnotes=_footnotes(consolidation, figures),
    )


def _chapter(row):
    return ChapterText(
        code=row.code,
        layout=row.layout,
        title=row.title,
        lead=row.lead,
        body=row.body,
        pulls=tuple(row.pulls),
        notes=tuple(row.notes),
        in_contents=row.in_contents,
    )


def _counts(units):
    hosted = sum(len(unit.hosted_networks) for unit in units)
    networks = sum(unit.kind == ClusterKind.NETWORK for unit in units)
    return {
        "cluster_units": str(sum(unit.kind == ClusterKind.CLUSTER for unit in units)),
        "network_units": str(networks),
        "networks_hosted": str(hosted),
        "networks_all": str(networks + hosted),
        **{level: str(sum(unit.level == level for unit in units)) for level in ("gold", "silver", "bronze")},
    }


def _slices(figures, names):
    parts = [figures[code] for code in names.values() if code in figures]
    amounts = [figure.value or Decimal(0) for figure in parts]
    return tuple(
        Slice(
            code=figure.code,
            label=figure.short_label,
            amount=amount,
            amount_text=figure.text,
            unit=figure.unit,
            share=share,
        )
        for figure, amount, share in zip(parts, amounts, largest_remainder(amounts), strict=True)
    )


def _ranges(facts):
    lowest, highest = facts["ranges"].get("funding_total", (None, None))
    by_kind = facts["means_by_kind"].get("fte_mean", {})
    numbers = {
        "turnover_min": lowest,
        "turnover_max": highest,
        "network_fte": by_kind.get(ClusterKind.NETWORK),
        "cluster_fte": by_kind.get(ClusterKind.CLUSTER),
    }
    return {name: format_number(Decimal(text), 1) for name, text in numbers.items() if text is not None}


def _part_text(part, whole):
    if part is None or whole is None or part.value is None or not whole.value:
        return ""
    return f"{format_number(part.value * 100 / whole.value)}{NO_BREAK_SPACE}%"


def _enumeration(names):
    return " og ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def _tables(round_, figures):
    blocks = []
    for section in round_.catalogue.sections.all():
        rows = tuple(figure for figure in figures.values() if figure.section == section.code)
        if rows:
            blocks.append(TableBlock(table=section.table_da, title=section.title_da, figures=rows))
    return tuple(blocks)


def _stories(report):
    chosen = report.stories.select_related("story__submission__cluster", "story__photo")
    return tuple(printed_story(row.story, _picture_of(row.story)) for row in chosen)


def printed_story(story, picture=b"") -> Story:
    """A case story as its spread prints it."""
    return Story(
        unit_name=story.submission.cluster.name,
        category=story.category,
        category_label=str(story.get_category_display()),
        headline=story.headline,
        lead=story.lead,
        body=story.body,
        quote=story.quote,
        credit=story.credit,
        alt=story.alt,
        picture=picture,
    )


def _picture_of(story):
    """The story's photo, cut for print; empty without one, and while the people on it have not said yes."""
    photo = getattr(story, "photo", None)
    if photo is None or not story.consent:
        return b""
    try:
        with photo.page.open("rb") as file:
            return file.read()
    except FileNotFoundError:  # the book is set with an illustration rather than not at all
        return b""


def book_around_a_story(round_, *, on) -> Book:
    """A book with nothing in it but its name and year, for setting one story by itself on the day `on`."""
    report = report_of(round_)
    return Book(
        title=report.title if report else "",
        subtitle="",
        year=round_.year,
        years=(),
        published_on=on,
        fingerprint="",
        is_demo=round_.is_demo,
        accepted=0,
        expected=0,
        chapters=(),
        figures={},
        facts={},
        tables=(),
        units=(),
        funding=(),
        collaborations=(),
        countries=(),
    )


def _footnotes(consolidation, figures):
    """The explanations that the editor chose, of filings that are still as they were counted."""
    rows = rows_by_question(consolidation.round)
    places = {code: place for place, code in enumerate(figures)}
    counted = set(consolidation.inputs.values_list("submission_id", "version"))
    chosen = Explanation.objects.filter(
        is_footnote=True, submission__round=consolidation.round, submission__status=Status.ACCEPTED
    )
    printed = [
        (places[rows[row.subject].code], danish_key(row.submission.cluster.short_name), row.rule, row)
        for row in chosen.select_related("submission__cluster")
        if (row.submission_id, row.submission.version) in counted and row.subject in rows
    ]
    return tuple(
        Footnote(code=rows[row.subject].code, unit_name=row.submission.cluster.short_name, text=row.text)
        for _place, _name, _rule, row in sorted(
            printed, key=lambda entry: (*entry[:3], entry[3].submission.cluster.slug)
        )
    )
