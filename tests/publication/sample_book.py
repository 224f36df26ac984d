"""A whole book without a database: the published figures, our prose, the ten stories and the roster."""

import csv
import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from reporting.consolidation.figures import FILINGS, PUBLISHED, Change, Figure, YearValue
from reporting.publication.contents import Book, ChapterText, Country, Slice, Story, TableBlock, Unit

HERE = Path(__file__).parent
REPORTING = Path(settings.BASE_DIR) / "reporting"
YEARS = (2014, 2015, 2016, 2017, 2018)
BLOCKS = (
    ("Struktur og ressourcer", (("structure", "Struktur"), ("financing", "Finansiering"))),
    (
        "Deltagelse og samarbejde",
        (
            ("participation", "Deltagelse"),
            ("bridge_building", "Brobygning"),
            ("international", "Internationalt samarbejde"),
            ("applications", "Ansøgninger"),
        ),
    ),
    (
        "Aktiviteter og udbytte",
        (
            ("projects", "Samarbejdsprojekter"),
            ("competence", "Kompetenceudvikling"),
            ("dissemination", "Formidling"),
            ("outreach", "Opsøgende arbejde"),
            ("benefit", "Virksomhedernes udbytte"),
        ),
    ),
)
CATEGORY_LABELS = {
    "matchmaking": "Matchmaking & Videndeling",
    "projects": "Samarbejdsprojekter",
    "competence": "Kompetenceudvikling",
    "international": "Internationalisering",
    "dissemination": "Formidling",
}
FUNDING = (
    ("funding_state", "Staten", 37),
    ("funding_regions", "Regioner", 18),
    ("funding_municipalities", "Kommuner", 11),
    ("funding_companies", "Virksomheder", 12),
    ("funding_eu", "EU", 16),
    ("funding_knowledge", "Videninstitutioner", 2),
    ("funding_other", "Andre", 4),
)
COLLABORATIONS = (
    ("collaborations_cluster", "Klyngesamarbejde", 39),
    ("collaborations_knowledge", "Vidensamarbejde", 31),
    ("collaborations_b2b", "Virksomhedssamarbejde", 30),
)
COUNTRIES = (
    ("DE", "Tyskland", 100), ("ES", "Spanien", 86), ("SE", "Sverige", 76), ("NL", "Nederlandene", 67),
    ("NO", "Norge", 59), ("FR", "Frankrig", 51), ("GB", "Storbritannien", 42), ("FI", "Finland", 36),
    ("PL", "Polen", 29), ("BE", "Belgien", 27), ("IT", "Italien", 27), ("US", "USA", 26),
)  # fmt: skip
FACTS = {
    "year": "2018", "previous_year": "2017", "first_year": "2014", "units": "38", "cluster_units": "26", "network_units": "12",
    "networks_all": "21", "networks_hosted": "9", "gold": "14", "silver": "6", "bronze": "18", "cluster_fte": "12,6",
    "network_fte": "4,0", "turnover_min": "2,9", "turnover_max": "54,1", "published_on": "14. juni 2019",
    "fingerprint": "3f9a-71c2-08de", "share_small_companies": "72\u00a0%", "share_state": "37\u00a0%", "share_regions": "18\u00a0%",
    "share_municipalities": "11\u00a0%", "share_companies": "12\u00a0%", "share_eu": "16\u00a0%", "share_knowledge": "2\u00a0%",
    "share_other": "4\u00a0%", "share_collab_cluster": "39\u00a0%", "share_collab_knowledge": "31\u00a0%",
    "share_collab_b2b": "30\u00a0%", "countries_top": "Tyskland, Spanien, Sverige, Nederlandene, Norge og Frankrig",
}  # fmt: skip


def sample_figures() -> dict[str, Figure]:
    """The 78 published rows by code, in printed order."""
    with (HERE / "sample_figures.csv").open(encoding="utf-8") as file:
        return {row["code"]: _figure(row) for row in csv.DictReader(file)}


def _figure(row):
    def point(year):
        printed = row[str(year)]
        source = FILINGS if year == YEARS[-1] else PUBLISHED
        decimals = len(printed.partition(".")[2])
        return YearValue(year, Decimal(printed) if printed else None, decimals, source)

    change = None
    if row["change"]:
        change = Change(Decimal(row["change"]), row["unit"] == "%", row["approximate"] == "1")
    return Figure(
        code=row["code"], section=row["section"], label=row["label"], heading=row["heading"], short_label=row["short_label"],
        level=int(row["level"]), unit=row["unit"], kind=row["kind"], decimals=int(row["decimals"]),
        series=tuple(point(year) for year in YEARS), change=change, contributors=38,
    )  # fmt: skip


def sample_book(**changes) -> Book:
    """The 2018 book; keyword arguments replace its fields."""
    figures = sample_figures()
    prose = tomllib.loads((REPORTING / "publication" / "books" / "viden-og-vaekst.toml").read_text(encoding="utf-8"))
    stories = tomllib.loads((REPORTING / "demo" / "stories.toml").read_text(encoding="utf-8"))
    values = {
        "title": prose["book"]["title"],
        "subtitle": prose["book"]["subtitle"].replace("{year}", FACTS["year"]),
        "year": 2018,
        "years": YEARS,
        "published_on": datetime.date(2019, 6, 14),
        "fingerprint": FACTS["fingerprint"],
        "is_demo": True,
        "accepted": 38,
        "expected": 38,
        "chapters": tuple(_chapter(entry) for entry in prose["chapter"]),
        "figures": figures,
        "facts": FACTS,
        "tables": tuple(
            TableBlock(table, title, tuple(figure for figure in figures.values() if figure.section == section))
            for table, blocks in BLOCKS
            for section, title in blocks
        ),
        "units": _units(),
        "funding": tuple(_slice(figures, *part) for part in FUNDING),
        "collaborations": tuple(_slice(figures, *part) for part in COLLABORATIONS),
        "countries": tuple(Country(*country) for country in COUNTRIES),
        "stories": tuple(_story(entry) for entry in stories["story"]),
    }
    return Book(**(values | changes))


def _chapter(entry):
    return ChapterText(**(entry | {"pulls": tuple(entry["pulls"]), "notes": tuple(entry["notes"])}))


def _slice(figures, code, label, share):
    figure = figures[code]
    return Slice(code, label, figure.value, figure.text, figure.unit, share)


def _story(entry):
    return Story(
        unit_name=entry["unit"], category=entry["category"], category_label=CATEGORY_LABELS[entry["category"]],
        headline=entry["headline"], lead=entry["lead"], body=entry["body"], quote=entry["quote"], credit=entry["credit"],
        alt=entry["alt"],
    )  # fmt: skip


def _units():
    with (REPORTING / "demo" / "units_2018.csv").open(encoding="utf-8") as file:
        return tuple(
            Unit(
                row["name"],
                row["kind"],
                row["certification"],
                tuple(filter(None, row["hosts"].split("|"))),
                row["former_name"],
            )
            for row in csv.DictReader(file)
        )
