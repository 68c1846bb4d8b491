"""How a document stands: draft, published, withdrawn; whether the desk has moved on, and is in review."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from documents import history
from documents.models import Document, Submission, Version
from documents.models.submission import Outcome
from documents.publishing import State, state_of
from documents.snapshot.public import PRIVATE
from places.records import state_fields


@dataclass(frozen=True, slots=True)
class Standing:
    """What the head of the form tells, and on what its buttons depend."""

    state: State
    versions: tuple[int, ...]
    moved_on: bool
    last_submission: Submission | None = None

    @property
    def in_review(self) -> Submission | None:
        """The submission that nobody has decided yet."""
        last = self.last_submission
        return last if last and not last.outcome else None

    @property
    def sent_back(self) -> Submission | None:
        """The last submission, if it was sent back and nothing was handed in or published since."""
        last = self.last_submission
        return last if last and last.outcome == Outcome.SENT_BACK else None

    @property
    def can_be_submitted(self) -> bool:
        """Whether there is something to review, of which readers do not see all, and that does not wait."""
        return self.has_news and not self.in_review

    @property
    def has_news(self) -> bool:
        """Whether the desk has something that readers do not see yet and that can be published."""
        return not self.state.purged and (self.moved_on or not self.state.current)

    @property
    def ever_published(self) -> bool:
        return self.state.last is not None

    @property
    def withdrawn(self) -> tuple[int, ...]:
        """The versions that could be reinstated."""
        if self.state.purged:
            return ()
        return tuple(number for number in self.versions if number not in self.state.readable)

    @property
    def words(self) -> str:
        """The state in a few words."""
        words = self._for_readers()
        if not self.in_review:
            return words
        return f"{words}, in review" if self.state.current or self.ever_published else "Draft, in review"

    def _for_readers(self) -> str:
        if self.state.current:
            words = f"Published, version {self.state.current}"
            return f"{words}; the desk has changes that are not published" if self.moved_on else words
        if self.state.purged:
            return "Purged"
        return "Withdrawn" if self.ever_published else "Draft: readers do not see it"


def standing_of(document: Document) -> Standing:
    """How the document stands now."""
    versions = Version.objects.filter(document=document.pk).values_list("number", flat=True)
    moved_on = moved_on_only(Document.objects.filter(pk=document.pk)).exists()
    submitted = Submission.objects.filter(document=document.pk).select_related("user", "decided_by").first()
    return Standing(state_of(document.pk), tuple(versions), moved_on, submitted)


def moved_on_only(queryset: QuerySet) -> QuerySet:
    """Of the documents that readers see, those of which the desk has saved something public since.

    Rows count by their history; of the document itself its public fields are compared, so that private
    remarks are no change.
    """
    published = OuterRef("listing__version__revision")
    past = Document.history.filter(public_id=OuterRef("pk"), revision__number__lte=published)
    then = past.order_by("-history_id").values(words=_public_words())[:1]
    later = {
        "revision__kind": Document.kind,
        "revision__record": OuterRef("pk"),
        "revision__number__gt": published,
    }
    touched = Q()
    for part in Document.part_models():
        touched |= Q(Exists(part.history.filter(**later)))
    seen = queryset.filter(listing__isnull=False).alias(public_then=Subquery(then))
    return seen.filter(touched | ~Q(public_then=_public_words()))


def _public_words() -> Cast:
    names = [field.attname for field in state_fields(Document) if field.name not in PRIVATE]
    return Cast(JSONObject(**{name: name for name in names}), TextField())


def next_version(versions: tuple[int, ...]) -> int:
    """The number that a version published now would get."""
    return max(versions, default=0) + 1


def revision_of(document: Any) -> int:
    """The number of the document's last revision."""
    last = history.latest(Document.kind, document.pk)
    return last.number if last else 0
