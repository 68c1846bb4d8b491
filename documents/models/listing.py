"""The listing: small rows derived from the current versions. Everything here can be made again from them."""

from typing import Self

from django.db import models
from django.db.models import Q


class ListingQuerySet(models.QuerySet):
    """Verbs that readers' lists are made of."""

    def dated_between(self, earliest: object = None, latest: object = None) -> Self:
        """Documents whose date overlaps the days from `earliest` to `latest`; an open end is None."""
        found = self.exclude(earliest=None, latest=None) if earliest or latest else self
        if latest:
            found = found.filter(Q(earliest__lte=latest) | Q(earliest=None))
        if earliest:
            found = found.filter(Q(latest__gte=earliest) | Q(latest=None))
        return found

    def of_type(self, code: str) -> Self:
        return self.filter(type=code)

    def naming(self, kind: str, ident: str) -> Self:
        """Documents that name a record, in whatever role."""
        names = ListingName.objects.filter(listing=models.OuterRef("pk"), kind=kind, ident=ident)
        return self.filter(models.Exists(names))

    def in_order(self) -> Self:
        """By date, the undated last; ties broken by id, so that the order is total."""
        return self.order_by(models.F("earliest").asc(nulls_last=True), "latest", "document")


class Listing(models.Model):
    """One document that readers can see, by its current version."""

    document = models.OneToOneField(
        "documents.Document", models.PROTECT, primary_key=True, related_name="listing"
    )
    version = models.OneToOneField("documents.Version", models.PROTECT, related_name="+")
    title = models.TextField()
    title_language = models.CharField(max_length=35)
    date_as_written = models.CharField(max_length=500, blank=True)
    date_edtf = models.CharField(max_length=100, blank=True)
    date_edtf_julian = models.CharField(max_length=100, blank=True)
    date_calendar = models.CharField(max_length=20, blank=True)
    date_calendar_name = models.CharField(max_length=100, blank=True)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    type = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=35, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["earliest", "latest", "document"], name="listing_date"),
            models.Index(fields=["type"], name="listing_type"),
        ]

    def __str__(self) -> str:
        return self.title


class ListingName(models.Model):
    """One name in a listed document: kind, role, id; in a collection, the number too."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    ident = models.CharField(max_length=40)
    number = models.CharField(max_length=50, blank=True)
    # Numbers sort as printed numbers do: 9, 10, 10a, 11. Eight digits and the rest as it stands.
    number_order = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "ident", "role", "number_order"], name="listingname_ident"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.ident}"
