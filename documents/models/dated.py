"""The columns of a historical date, wherever one stands."""

from django.core.exceptions import ValidationError
from django.db import models

from documents.dates import HistoricalDate
from documents.models.choices import Basis, Calendar, basis, listed, one_of
from places.words import Line


class Dated(models.Model):
    """A date as written and as normalised; the Gregorian bounds are derived at every save."""

    date_as_written = Line("date as written", max_length=500, blank=True)
    date_edtf = models.CharField(
        "date (EDTF)", max_length=100, blank=True, help_text="1920-07-10, 1920-07, 1919~, 1919-12/1920-01 …"
    )
    date_calendar = listed(Calendar, default=Calendar.GREGORIAN, verbose_name="calendar")
    date_calendar_name = Line("name of the calendar", max_length=100, blank=True)
    date_edtf_julian = models.CharField(
        "old-style date (EDTF)",
        max_length=100,
        blank=True,
        help_text="Where the source states both styles: the old-style one.",
    )
    date_basis = basis(verbose_name="the date is")
    date_reason = Line("because", max_length=1000, blank=True)
    date_calendar_basis = basis(verbose_name="the calendar is")
    date_calendar_reason = Line("because", max_length=1000, blank=True)
    date_earliest = models.DateField(null=True, editable=False, db_index=True)
    date_latest = models.DateField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True
        constraints = [
            one_of("date_calendar", Calendar),
            one_of("date_basis", Basis),
            one_of("date_calendar_basis", Basis),
            models.CheckConstraint(
                condition=models.Q(date_earliest=None)
                | models.Q(date_latest=None)
                | models.Q(date_earliest__lte=models.F("date_latest")),
                name="%(class)s_date_bounds",
            ),
        ]

    @property
    def date(self) -> HistoricalDate:
        return HistoricalDate(
            as_written=self.date_as_written,
            edtf=self.date_edtf,
            calendar=self.date_calendar,
            calendar_name=self.date_calendar_name,
            edtf_julian=self.date_edtf_julian,
        )

    def clean(self) -> None:
        super().clean()
        if problems := self.date.problems():
            raise ValidationError({"date_edtf": problems})

    def derive(self) -> None:
        """Sets the Gregorian bounds, which follow from what was typed."""
        self.date_earliest, self.date_latest = self.date.earliest, self.date.latest


DERIVED = frozenset({"date_earliest", "date_latest"})
