"""The names behind the keys of a list of happenings: people, units, questions, sections, and the pages of each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Act, Cluster, User
from reporting.catalogue.models import Indicator, Section
from reporting.submissions.models import Submission

_OF_THE_BOOK = {Act.STORIES_CHOSEN, Act.EDITION_KEPT}


@dataclass(frozen=True)
class Names:
    """What the rows of one page name; read with five queries, whatever their number."""

    people: dict[int, User]
    units: dict[int, Cluster]
    indicators: dict[tuple[int, str], Indicator]
    sections: dict[tuple[int, str], Section]
    begun: frozenset  # (unit, year) of the filings that have a page
    for_the_unit: bool = False

    @classmethod
    def of(cls, rows, *, for_the_unit=False):
        """Read the names of `rows`."""
        codes = {row.code for row in rows if row.code}
        years = {row.year for row in rows if row.year}
        units = {key for row in rows for key in (row.cluster, row.behalf) if key}
        people = {row.person for row in rows if row.person}
        asked = Indicator.objects.filter(code__in=codes, section__catalogue__year__in=years)
        sections = Section.objects.filter(code__in=codes, catalogue__year__in=years).select_related("catalogue")
        begun = Submission.objects.filter(cluster__in=units, round__year__in=years)
        return cls(
            people=User.objects.in_bulk(people) if people else {},
            units=Cluster.objects.in_bulk(units) if units else {},
            indicators={
                (row.section.catalogue.year, row.code): row for row in asked.select_related("section__catalogue")
            },
            sections={(row.catalogue.year, row.code): row for row in sections},
            begun=frozenset(begun.values_list("cluster_id", "round__year")),
            for_the_unit=for_the_unit,
        )

    def who(self, row) -> str:
        """Who did it, with the unit for which somebody else acted."""
        if row.by is None:
            return _("Programmet")
        name = row.who or _("Uden navn")
        if row.behalf in self.units:
            return _("%(who)s (på vegne af %(unit)s)") % {"who": name, "unit": self.units[row.behalf].short_name}
        return name

    def about(self, row) -> str:
        """Whom it is about, empty for nobody."""
        return str(self.people.get(row.person, ""))

    def indicator(self, row):
        """The question that it is about, or None."""
        return self.indicators.get((row.year, row.code))

    def section_of(self, row) -> str:
        """Code of the section that it is about, empty for none."""
        indicator = self.indicator(row)
        if indicator:
            return indicator.section.code
        return row.code if (row.year, row.code) in self.sections else ""

    def section_title(self, row) -> str:
        """Title of the section that it is about."""
        indicator = self.indicator(row)
        section = indicator.section if indicator else self.sections.get((row.year, row.code))
        return section.title if section else ""

    def label(self, row) -> str:
        """What the question or the section is called, else its code."""
        return str(self.indicator(row) or self.section_title(row) or row.code)

    def place_of(self, row) -> str:
        """The unit and the year, as far as they are known."""
        unit = self.units.get(row.cluster or row.behalf)
        return " ".join(str(part) for part in (unit.short_name if unit else "", row.year or "") if part)

    def place_address_of(self, row) -> str:
        """The page of the filing, of the national figures or of the book; empty where there is none."""
        if row.kind == "act" and row.act == Act.CONSOLIDATED:
            return reverse("national_figures", args=[row.year])
        if row.kind == "act" and row.act in _OF_THE_BOOK:
            return reverse("book", args=[row.year])
        if (row.cluster, row.year) not in self.begun:
            return ""
        page = "submission" if self.for_the_unit else "review_filing"
        return reverse(page, args=[row.year, self.units[row.cluster].slug])

    def address_of(self, row) -> str:
        """The very place: the question on its page, the story; empty where there is none."""
        if (row.cluster, row.year) not in self.begun:
            return ""
        slug = self.units[row.cluster].slug
        if row.kind in ("story", "story_comment"):
            return reverse("story", args=[row.year, slug, row.ref])
        section = self.section_of(row)
        if not section or row.kind in ("act", "letter", "event"):
            return ""
        address = reverse("section", args=[row.year, slug, section])
        return f"{address}#id_{row.code}" if self.indicator(row) else address
