"""The listing: rows derived from the current versions. Everything here can be made again from them."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

# The type of the document in which the archive tells its own method; /about/ shows it, no list does.
METHOD = "editorial-method"


def overlapping(earliest: object = None, latest: object = None) -> Q:
    """The condition that a dated document may lie in the days from `earliest` to `latest`."""
    found = ~Q(earliest=None, latest=None)
    if latest:
        found &= Q(earliest__lte=latest) | Q(earliest=None)
    if earliest:
        found &= Q(latest__gte=earliest) | Q(latest=None)
    return found


class ListingQuerySet(models.QuerySet):
    """Verbs that readers' lists are made of."""

    def sources(self) -> Self:
        """The historical documents: all but the archive's account of its own method."""
        return self.exclude(type=METHOD)

    def dated_between(self, earliest: object = None, latest: object = None) -> Self:
        """Documents whose date overlaps the days from `earliest` to `latest`; an open end is None."""
        return self.filter(overlapping(earliest, latest)) if earliest or latest else self

    def undated(self) -> Self:
        """Documents of which no day is known, neither the first nor the last possible one."""
        return self.filter(earliest=None, latest=None)

    def of_type(self, *codes: str) -> Self:
        """Documents of any of these types; the empty code means those whose type is not stated."""
        return self.filter(type__in=codes)

    def naming(self, kind: str, *idents: str, role: str = "") -> Self:
        """Documents that name any of these records, in one role or in whatever role."""
        # Not EXISTS: asked again for each document, it would go through all names of a frequent record.
        return self.filter(pk__in=ListingName.objects.of(kind, idents, role).values("listing"))

    def in_order(self) -> Self:
        """By date, the undated last; ties broken by id, so that the order is total."""
        first, last = (models.F(bound).asc(nulls_last=True) for bound in ("earliest", "latest"))
        return self.order_by(first, last, "document")


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


class ListingNameQuerySet(models.QuerySet):
    """Verbs for the names that current versions hold."""

    def of(self, kind: str, idents: Iterable[str], role: str = "") -> Self:
        """The rows that name any of these records, in one role or in whatever role."""
        found = self.filter(kind=kind, ident__in=idents)
        return found.filter(role=role) if role else found

    def in_sources(self) -> Self:
        """The rows of historical documents, without the archive's account of its own method."""
        return self.exclude(listing__in=Listing.objects.of_type(METHOD).values("pk"))

    def in_order_of_number(self) -> Self:
        """As the numbers stand in print, documents without one last."""
        unnumbered = models.Case(models.When(number="", then=1), default=0)
        return self.order_by(unnumbered, "number_order", "number", "listing")


class ListingName(models.Model):
    """One name in a listed document: kind, role, id; in a collection, the number too."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    ident = models.CharField(max_length=40)
    number = models.CharField(max_length=50, blank=True)
    # Numbers sort as printed numbers do: 9, 10, 10a, 11. Eight digits and the rest as it stands.
    number_order = models.CharField(max_length=80, blank=True)

    objects = ListingNameQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "ident", "role", "number_order"], name="listingname_ident"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.ident}"


class ListingCard(models.Model):
    """What the search holds of one listed document, made when the version became current.

    `content` is the card as JSON, `edition` that of the software that made it: another one is of no use.
    """

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="card")
    edition = models.PositiveIntegerField()
    content = models.TextField()

    def __str__(self) -> str:
        return f"card of {self.listing_id}"
