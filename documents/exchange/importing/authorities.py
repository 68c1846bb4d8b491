"""The people, bodies, places, repositories, collections and terms of a source → records of this archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError

from documents import history
from documents.exchange.importing import incoming, renewing
from documents.exchange.importing.matching import Match, Matching
from documents.exchange.importing.ordering import in_blocks
from documents.exchange.importing.record_data import digest_of, rows_of
from documents.exchange.importing.reports import (
    AGAIN,
    CHANGED,
    CONFLICT,
    CREATED,
    FAULTY,
    LEFT,
    MATCHED,
    Outcome,
    faults_in_words,
)
from documents.exchange.importing.sources import IDENTITY, TOO_LONG, Named, Source
from documents.merges import MODELS, merges
from documents.models.importing import DoubtfulMatch, ImportBatch, Imported
from documents.models.vocabulary import VOCABULARIES
from documents.snapshot import name_key
from people.models import Capacity
from places import entering
from places.entering import Fresh
from places.register import PublicId, candidate, is_well_formed

VOCABULARY: tuple[Any, ...] = (*VOCABULARIES, Capacity)
TERMS: dict[str, Any] = {model.kind: model for model in VOCABULARY}
# In what order kinds are entered: a repository lies in a place.
ORDER = ("place", "body", "person", "repository", "collection")


@dataclass(slots=True)
class New:
    """A record to be made: from what, under which id, with its rows and what was left out of it."""

    named: Named
    fresh: Fresh
    match: Match
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class Authorities:
    """Which record of this archive each local name stands for; entered where there was none."""

    batch: ImportBatch
    trial: bool
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    matching: dict[str, Matching] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    earlier: dict[tuple[str, str], str] = field(default_factory=dict)

    def known(self, kind: str, identity: str) -> str:
        """The record's id, of this import or an earlier one of the same source; "" if nobody told of it."""
        key = kind, identity
        if key not in self.ids and key not in self.earlier:
            self.earlier[key] = self._told_earlier(kind, identity)
        return self.ids.get(key) or self.earlier.get(key, "")

    def _told_earlier(self, kind: str, identity: str) -> str:
        row = Imported.objects.filter(kind=kind, identity=identity).first()
        if row is None or kind not in MODELS:
            return ""
        record = merges(kind).get(row.record, row.record)
        return record if MODELS[kind].objects.filter(pk=record).exists() else ""

    def enter(self, source: Source, all_named: Iterable[Named]) -> Iterator[Outcome]:
        """Finds or makes the records; one outcome each. What is known already is passed over."""
        todo = [each for each in all_named if (each.kind, _identity(source, each)) not in self.ids]
        for named in (each for each in todo if len(_identity(source, each)) > IDENTITY):
            yield self._told(FAULTY, named, source, "", TOO_LONG)
        todo = [each for each in todo if len(_identity(source, each)) <= IDENTITY]
        for kind, model in TERMS.items():
            for named in (each for each in todo if each.kind == kind):
                yield self._term(model, named, source)
        for kind in ORDER:
            for block in in_blocks([each for each in todo if each.kind == kind]):
                yield from self._block(kind, block, source)

    # --- Terms ---

    def _term(self, model: Any, named: Named, source: Source) -> Outcome:
        identity = _identity(source, named)
        self.ids[named.kind, identity] = named.local
        there = model.objects.filter(pk=named.local).first()
        if there is not None:
            what = self._brought_back(there, source) if there.set_aside else LEFT
            return self._told(what, named, source, named.local)
        term = model(code=named.local, label=named.name, description=named.note)
        try:
            term.full_clean()
            if not self.trial:
                with history.revision(self.batch.user, _reason(source), self.batch.batch):
                    term.save(force_insert=True)
        except ValidationError as error:
            return self._told(FAULTY, named, source, "", *error.messages)
        self.drawn.add(name_key(named.kind, named.local))
        return self._told(CREATED, named, source, named.local)

    def _brought_back(self, term: Any, source: Source) -> str:
        """Lets a term be chosen again that was set aside because an import was undone, not by an editor."""
        last = history.latest(term.kind, term.pk)
        if last is None or not ImportBatch.objects.filter(undone_by=last.batch).exists():
            return LEFT
        if not self.trial:
            with history.revision(self.batch.user, _reason(source), self.batch.batch):
                term.set_aside = False
                term.save()
        return CHANGED

    # --- Records ---

    def _block(self, kind: str, block: list[Named], source: Source) -> list[Outcome]:
        identities = [_identity(source, each) for each in block]
        rows = {row.identity: row for row in Imported.objects.filter(kind=kind, identity__in=identities)}
        fresh: list[New] = []
        matched: list[Named] = []
        found: list[Outcome] = []
        for named in block:
            if row := rows.get(_identity(source, named)):
                found.append(self._again(kind, named, source, row))
                continue
            match = self._matching(kind).find(named, source.identity)
            if match.record:
                matched.append(named)
                self.ids[kind, _identity(source, named)] = match.record
                is_known = match.record in self.drawn or match.record in self.met
                what = AGAIN if is_known else MATCHED
                self.met.add(match.record)
                found.append(self._told(what, named, source, match.record))
                continue
            new = self._prepared(kind, named, source, match)
            if new.fresh.faults:
                found.append(self._told(FAULTY, named, source, "", *faults_in_words(new.fresh.faults)))
                continue
            fresh.append(new)
            self._learn(kind, new, source)
            created = self._told(CREATED, named, source, new.fresh.row.pk, *new.told)
            found.append(replace(created, doubtful=len(match.doubtful)))
        if self.trial or not (fresh or matched):
            return found
        refused = self._commit(kind, fresh, matched, source)
        return [refused.get(each.identity, each) for each in found]

    def _learn(self, kind: str, new: New, source: Source) -> None:
        self.ids[kind, _identity(source, new.named)] = new.fresh.row.pk
        self.drawn.add(new.fresh.row.pk)
        self._matching(kind).learn(new.fresh.row.pk, new.named, source.identity)

    def _matching(self, kind: str) -> Matching:
        if kind not in self.matching:
            self.matching[kind] = Matching(kind)
        return self.matching[kind]

    def _prepared(self, kind: str, named: Named, source: Source, match: Match) -> New:
        """The rows of a new record, under the id that it had where it was exported, if that is free."""
        fresh, told = self._rows(named, source, _free_id(named.local, self.drawn))
        return New(named, fresh, match, tuple(told))

    def _rows(self, named: Named, source: Source, pk: str) -> tuple[Fresh, list[str]]:
        return rows_of(named, _identity(source, named), pk, partial(self._local, source))

    def _local(self, source: Source, kind: str, local: str) -> str:
        return self.known(kind, f"{source.identity}#{local}")

    def _again(self, kind: str, named: Named, source: Source, row: Imported) -> Outcome:
        """What was imported before: changed if the source says something else and no editor has since."""
        end = self._matching(kind).ends.get(row.record, row.record)
        self.ids[kind, row.identity] = end
        said = digest_of(named)
        if said == row.digest or not row.revision:
            if not self.trial:
                incoming.say_again([row])
            return self._told(LEFT, named, source, end)
        if end != row.record or not MODELS[kind].objects.filter(pk=row.record).exists():
            return self._told(CONFLICT, named, source, end, _ended(named))
        fresh, told = self._rows(named, source, row.record)
        if fresh.faults:
            return self._told(FAULTY, named, source, row.record, *faults_in_words(fresh.faults))
        if self.trial:
            what = renewing.foretold(row, fresh)
        else:
            what = renewing.renew(row, fresh, said, source.file, self.batch)
        return self._told(what, named, source, row.record, *([renewing.EDITED] if what == CONFLICT else told))

    def _commit(
        self, kind: str, fresh: list[New], matched: list[Named], source: Source
    ) -> dict[str, Outcome]:
        """All in one transaction; if the database refuses one, each by itself. Gives the refused ones."""
        try:
            self._commit_together(kind, fresh, matched, source)
        except (IntegrityError, DataError) as error:
            if len(fresh) + len(matched) == 1:
                named = fresh[0].named if fresh else matched[0]
                self.ids.pop((kind, _identity(source, named)))
                why = f"The database refused it: {str(error).splitlines()[0]}"
                return {_identity(source, named): self._told(FAULTY, named, source, "", why)}
        else:
            return {}
        refused: dict[str, Outcome] = {}
        for new in fresh:
            refused |= self._commit(kind, [new], [], source)
        for named in matched:
            refused |= self._commit(kind, [], [named], source)
        return refused

    def _commit_together(self, kind: str, fresh: list[New], matched: list[Named], source: Source) -> None:
        """One transaction: the records, where they came from, and which are doubtful."""
        with history.revision(self.batch.user, _reason(source), self.batch.batch):
            entering.enter(MODELS[kind], [new.fresh for new in fresh])
            told = [(new.named, 1) for new in fresh] + [(named, 0) for named in matched]
            Imported.objects.bulk_create(
                Imported(
                    kind=kind,
                    identity=_identity(source, named),
                    record=self.ids[kind, _identity(source, named)],
                    digest=digest_of(named),
                    revision=revision,
                    batch=self.batch,
                )
                for named, revision in told
            )
            DoubtfulMatch.objects.bulk_create(
                DoubtfulMatch(kind=kind, fresh=new.fresh.row.pk, known=known, why=why, batch=self.batch)
                for new in fresh
                for known, why in new.match.doubtful
            )

    def _told(self, what: str, named: Named, source: Source, record: str, *told: str) -> Outcome:
        return Outcome(
            what=what,
            kind=named.kind,
            file=source.file,
            identity=_identity(source, named),
            record="" if self.trial and (what == CREATED or record in self.drawn) else record,
            title=named.name,
            told=told,
        )


def _ended(named: Named) -> str:
    """Why a record that was merged is not changed, and what its file says, for whoever wants to enter it."""
    years = "–".join(each for each in (named.born, named.died) if each)
    said = ", ".join(each for each in (f"“{named.name}”", years, named.note) if each)
    return (
        "It has ended in another record here since it was imported, and the file says something else now. "
        f"Nothing was overwritten. The file says: {said}."
    )


def _identity(source: Source, named: Named) -> str:
    return f"{source.identity}#{named.local}"


def _reason(source: Source) -> str:
    return f"Imported from {source.file}"


def _free_id(local: str, drawn: set[str]) -> str:
    """The id that the record had where it was exported, if nothing here has it; else a new one."""
    ident = local if is_well_formed(local) else candidate()
    while ident in drawn or PublicId.objects.filter(pk=ident).exists():
        ident = candidate()
    return ident
