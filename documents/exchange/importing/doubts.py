"""Two records that may be the same: an editor decides, and takes it back; each in one transaction."""

from typing import Any

from django.utils import timezone

from documents import merges
from documents.decisions import Refused, require
from documents.merges import MODELS
from documents.models.importing import Answer, DoubtfulMatch
from places.revisions import Block, Revision, revision

SAME = "The same, as an editor found after an import"
NOT_SAME = "Not the same after all"
NOTHING = "Nothing was done: it was decided already, or no answer was given."


def decide(pair: int, answer: str, user: Any, *, keep: str = "known") -> None:
    """Says of a pair that they are the same, that they are not, or takes back what was said.

    Of two that are the same the record `keep` ("known" or "fresh") remains, and the other ends in it. Raises
    Refused if it cannot be, or was decided already, also by somebody else at this moment; PermissionDenied.
    """
    with revision(user, NOT_SAME if answer == Answer.OPEN else SAME) as block:
        match = DoubtfulMatch.objects.select_for_update().get(pk=pair)
        if answer not in Answer.values or (answer == Answer.OPEN) == (match.answer == Answer.OPEN):
            raise Refused(NOTHING)
        if answer == Answer.SAME:
            _merge(match, keep, user, block)
        elif match.answer == Answer.SAME:
            _separate(match, user)
        match.answer, match.decided_by, match.decided_at = answer, user, timezone.now()
        match.save(update_fields=["answer", "merged_in", "decided_by", "decided_at"])


def _merge(match: DoubtfulMatch, keep: str, user: Any, block: Block) -> None:
    """One of the two ends in the other; texts that name it are not touched."""
    _require_change(user, match.kind)
    ends, remains = (match.known, match.fresh) if keep == "fresh" else (match.fresh, match.known)
    if not merges.merge(match.kind, ends, remains, user=user, reason=SAME):
        raise Refused(
            "Nothing was done: one of the two has ended in another record, or is not here any more."
        )
    match.merged_in = block.batch


def _separate(match: DoubtfulMatch, user: Any) -> None:
    """Takes back the merge that this decision made, and no other."""
    _require_change(user, match.kind)
    made = (
        Revision.objects.filter(batch=match.merged_in, kind=match.kind).first() if match.merged_in else None
    )
    if made is None:
        raise Refused(
            "It is not known any more which merge this was. The history of the record that was merged tells; "
            "an earlier revision of it can be brought back there."
        )
    match.merged_in = None
    if _still_as(match.kind, made):
        merges.separate(match.kind, made.record, user=user, reason=NOT_SAME)


def _still_as(kind: str, made: Revision) -> bool:
    """Whether the record still ends where that revision let it end; False if it stands by itself again.

    Raises Refused if it was taken back since and merged anew: that was another decision.
    """
    model: Any = MODELS[kind]
    into = model.history.filter(public_id=made.record, revision=made).latest("history_id").merged_into_id
    since = model.history.filter(public_id=made.record, revision__number__gt=made.number)
    now = model.objects.filter(pk=made.record).values_list("merged_into", flat=True).first()
    if now is None:
        return False
    if now != into or since.exclude(merged_into=into).exists():
        raise Refused(
            f"It cannot be taken back here: since then, {kind} {made.record} was taken apart and merged anew "
            f"into {now}. Its history tells by whom."
        )
    return True


def _require_change(user: Any, kind: str) -> None:
    model: Any = MODELS[kind]
    require(user, f"{model._meta.app_label}.change_{model._meta.model_name}")
