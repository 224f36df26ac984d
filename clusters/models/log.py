"""The log: what people did that is not a change of an answer (those have a history of their own)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.units import Cluster


class Act(models.TextChoices):
    """What was done, in the words of the log page. An act is added here, and recorded in the action that does it."""

    USER_CREATED = "user_created", _("Bruger oprettet")
    INVITED = "invited", _("Person inviteret til enheden")
    ROLE_CHANGED = "role_changed", _("Rolle ændret")
    ACCESS_REMOVED = "access_removed", _("Adgang fjernet")
    INVITED_AGAIN = "invited_again", _("Invitation sendt igen")
    ENROLLED = "enrolled", _("Person tilknyttet enheden")
    PERSON_MOVED = "person_moved", _("Person fulgt med til den nye enhed")
    YEAR_PREPARED = "year_prepared", _("År lavet til forberedelse")
    YEAR_DISCARDED = "year_discarded", _("År under forberedelse kasseret")
    DATES_CHANGED = "dates_changed", _("Datoer ændret")
    UNIT_FOUNDED = "unit_founded", _("Enhed oprettet")
    UNIT_UNMADE = "unit_unmade", _("Ny enhed slettet igen")
    UNIT_TAKEN_UP = "unit_taken_up", _("Enhed sat på årets liste")
    UNIT_TAKEN_OFF = "unit_taken_off", _("Enhed taget af årets liste")
    UNIT_CHANGED = "unit_changed", _("Enhedens oplysninger ændret")
    UNIT_CLOSED = "unit_closed", _("Enhed lukket")
    UNIT_REOPENED = "unit_reopened", _("Lukket enhed åbnet igen")
    UNITS_MERGED = "units_merged", _("Enhed ført videre i en anden")
    MERGER_UNDONE = "merger_undone", _("Sammenlægning fortrudt")
    EXTENDED = "extended", _("Udsættelse givet")
    EXTENSION_WITHDRAWN = "extension_withdrawn", _("Udsættelse trukket tilbage")
    LIST_IMPORTED = "list_imported", _("Enheder og personer læst ind")
    NATIONAL_ROLE = "national_role", _("National rolle ændret")
    ACCOUNT_WARNED = "account_warned", _("Varslet om lukning")
    ACCOUNT_CLOSED = "account_closed", _("Bruger lukket")
    ACCOUNT_REOPENED = "account_reopened", _("Bruger åbnet igen")
    DATA_READ = "data_read", _("Personoplysninger hentet")
    ERASED = "erased", _("Person slettet")
    RETENTION = "retention", _("Gamle oplysninger slettet")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("Totrinslogin fjernet af teknikeren")
    ROUND_OPENED = "round_opened", _("Runde åbnet")
    FILING_STARTED = "filing_started", _("Indberetning begyndt")
    SECTION_ASSIGNED = "section_assigned", _("Afsnit givet til en kollega")
    SECTION_FREED = "section_freed", _("Afsnit givet fri")
    LINK_MADE = "link_made", _("Link til et afsnit lavet")
    LINK_REVOKED = "link_revoked", _("Link til et afsnit lukket")
    WORKBOOK_READ = "workbook_read", _("Arbejdsbog læst ind")
    WORKBOOK_TAKEN = "workbook_taken", _("Arbejdsbog taget over")
    STORY_ADDED = "story_added", _("Case begyndt")
    STORY_READY = "story_ready", _("Case meldt klar")
    STORY_TAKEN_BACK = "story_taken_back", _("Case gjort til kladde igen")
    STORY_DELETED = "story_deleted", _("Case slettet")
    FOOTNOTE_SET = "footnote_set", _("Forklaring sat som fodnote i bogen")
    FOOTNOTE_REMOVED = "footnote_removed", _("Fodnote taget ud af bogen")
    NUDGED = "nudged", _("Enhed rykket for sin indberetning")
    CHECK_WAIVED = "check_waived", _("Kontrol fraveget")
    WAIVER_WITHDRAWN = "waiver_withdrawn", _("Fravigelse taget tilbage")
    CORRECTED = "corrected", _("Tal rettet på enhedens vegne")
    SEEN_AS = "seen_as", _("Set som sekretariatet")
    FIRST_LOOK = "first_look", _("Godkendt af den første af to")
    CONSOLIDATED = "consolidated", _("Nationale tal gjort op")
    STORIES_CHOSEN = "stories_chosen", _("Cases valgt til bogen")
    EDITION_KEPT = "edition_kept", _("Udgave af bogen lavet")
    LOG_EXPORTED = "log_exported", _("Log hentet som fil")
    CATALOGUE_COPIED = "catalogue_copied", _("Katalog kopieret til et nyt år")
    CATALOGUE_CHANGED = "catalogue_changed", _("Katalog ændret")
    CATALOGUE_ADDED = "catalogue_added", _("Tilføjet i kataloget")
    CATALOGUE_DROPPED = "catalogue_dropped", _("Slettet i kataloget")
    CATALOGUE_RESTORED = "catalogue_restored", _("Sat tilbage i kataloget")
    CATALOGUE_MOVED = "catalogue_moved", _("Flyttet i kataloget")
    DEFINITION_CHANGED = "definition_changed", _("Ny definition i kataloget")
    REHEARSAL_BEGUN = "rehearsal_begun", _("Generalprøve begyndt")
    REHEARSAL_SHARED = "rehearsal_shared", _("Sekretariaters adgang til generalprøven ændret")
    REHEARSAL_THROWN_AWAY = "rehearsal_thrown_away", _("Generalprøve smidt væk")
    PLAYED = "played", _("Optrådte som sekretariatet")


class LogEntry(models.Model):
    """One row is one act of a person: when, by whom, on whose behalf, about what. Appended, never changed.

    `cluster` and `year` say which filing it concerns, if any; `on_behalf_of` is the unit for which somebody else
    acted; `person` is somebody whom it concerns; `subject` is a code (an indicator, a rule, a section); `text` is a
    reason or what was changed and holds no names and addresses: those are read from `person`, so that they can be
    erased. `by` is empty for what the program does by itself. Written by clusters.actions.record alone.
    """

    at = models.DateTimeField(_("tidspunkt"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("af")
    )
    on_behalf_of = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("på vegne af")
    )
    act = models.CharField(_("handling"), max_length=40, db_index=True)
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("enhed"))
    year = models.PositiveSmallIntegerField(_("regnskabsår"), null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("om")
    )
    subject = models.SlugField(_("gælder"), max_length=60, blank=True)
    text = models.CharField(_("tekst"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("logpost")
        verbose_name_plural = _("logposter")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.act}: {self.cluster or self.person or self.year or ''}"

    def get_act_display(self):
        """The act in the words of the page; an act that this version does not know is shown by its code."""
        return Act(self.act).label if self.act in Act.values else self.act
