"""The names that records have: whoever looks for Gerusy finds Goris, if the record of the place says so.

The names of people, bodies and places are kept in each process, by the keys of their words. Before they are
asked, the revisions since are looked up, and the records that they changed are read anew: one query if there
are none. Notes and remarks are never read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple

from documents.search.revised import News
from documents.search.spelling import keys
from people.models import Body, BodyName, Person, PersonName
from places.authority import Authority
from places.models import Place, PlaceName

MODELS: dict[str, tuple[type[Authority], Any]] = {
    "person": (Person, PersonName),
    "body": (Body, BodyName),
    "place": (Place, PlaceName),
}
# What parts the words of a name; "Novo-Bayazet" is also written "Novo Bayazet". Apostrophes part nothing.
_BETWEEN = re.compile(r"[^\w'’‘ʹʼʻ`´\u0300-\u036f]+|_+")


@dataclass(frozen=True, slots=True)
class Known:
    """A record by the public id and the name that it has today; `matched` is the name that was found.

    Of a merged record both are those of the record in which it ended.
    """

    kind: str
    id: str
    name: str
    matched: str


class _Ref(NamedTuple):
    kind: str
    id: str


@dataclass(slots=True)
class _Record:
    """What is kept of a record: its names, the preferred one first, and where it ended if it was merged."""

    names: list[str]
    merged_into: str | None


@dataclass(slots=True)
class Names:
    """The names of all records. A record stands at each key of each word of its names, by their length."""

    news: News = field(default_factory=News)
    records: dict[_Ref, _Record] = field(default_factory=dict)
    standing: defaultdict[int, dict[str, list[_Ref]]] = field(default_factory=lambda: defaultdict(dict))
    lock: Any = field(default_factory=Lock)

    def catch_up(self) -> None:
        """Reads what was saved since, or everything if that cannot be told."""
        with self.lock:
            news, self.news = self.news, News()  # should anything fail on the way, all is read the next time
            changed = news.since()
            if changed is None:
                self.records.clear()
                self.standing.clear()
            for kind in MODELS:
                idents = None if changed is None else {record for of, record in changed if of == kind}
                if idents:
                    self._drop(_Ref(kind, ident) for ident in idents)
                if idents or changed is None:
                    self._put(_read(kind, idents))
            self.news = news

    def known_as(self, words: Iterable[str]) -> tuple[Known, ...]:
        """The records of which these words, in this order and in whatever spelling, are one whole name."""
        with self.lock:
            found = dict[_Ref, Known]()
            wanted = tuple(_parts(" ".join(words)))
            # What is called so itself comes before what ended in it.
            for ref in sorted(self._at(wanted), key=lambda ref: (self._end(ref) != ref, ref)):
                names = self.records[ref].names
                if matched := next((name for name in names if _is_called(name, wanted)), None):
                    end = self._end(ref)
                    found.setdefault(end, Known(*end, self.records[end].names[0], matched))
            return tuple(found.values())

    def of(self, kind: str, ident: str) -> list[str]:
        """All names of a record, the preferred one first; none if there is no such record."""
        with self.lock:
            record = self.records.get(_Ref(kind, ident))
            return [*record.names] if record else []

    def _at(self, words: tuple[str, ...]) -> set[_Ref]:
        """The records that have a name of so many words with all of these in it, in whatever order."""
        standing = self.standing.get(len(words), {})
        each = ({ref for key in keys(word) for ref in standing.get(key, ())} for word in words)
        found = next(each, set())
        for refs in each:
            found &= refs
        return found

    def _end(self, ref: _Ref) -> _Ref:
        passed = {ref}
        while (into := self.records[ref].merged_into) and (after := _Ref(ref.kind, into)) not in passed:
            if after not in self.records:  # saved after the others were read; it comes with the next search
                break
            passed.add(ref := after)
        return ref

    def _put(self, records: dict[_Ref, _Record]) -> None:
        self.records |= records
        for ref, record in records.items():
            for standing, key in self._places(record):
                refs = standing.setdefault(key, [])
                if not refs or refs[-1] is not ref:
                    refs.append(ref)

    def _drop(self, refs: Iterable[_Ref]) -> None:
        for ref in refs:
            if record := self.records.pop(ref, None):
                for standing, key in self._places(record):
                    if ref in (left := standing.get(key, [])):
                        left.remove(ref)
                    if not left:
                        standing.pop(key, None)

    def _places(self, record: _Record) -> Iterator[tuple[dict[str, list[_Ref]], str]]:
        for name in record.names:
            words = _parts(name)
            standing = self.standing[len(words)]
            yield from ((standing, key) for word in words for key in keys(word))


_names = Names()


def names() -> Names:
    """The names as they are now, one query after the last save was read; good for one search."""
    _names.catch_up()
    return _names


def known_as(words: Iterable[str]) -> tuple[Known, ...]:
    """The records of which these words, in this order and in whatever spelling, are one whole name."""
    return names().known_as(words)


def _read(kind: str, idents: Iterable[str] | None = None) -> dict[_Ref, _Record]:
    """The names of these records, or of all of the kind: two queries."""
    model, part = MODELS[kind]
    rows, names = model.objects.order_by(), part.objects.order_by(part.owner_field, "position")
    if idents is not None:
        rows, names = rows.filter(pk__in=idents), names.filter(**{f"{part.owner_field}__in": idents})
    found = {
        _Ref(kind, pk): _Record([name], into)
        for pk, name, into in rows.values_list("pk", "name", "merged_into")
    }
    written = [f"{part.owner_field}_id", "name", *(["transliteration"] if part is PersonName else [])]
    for ident, *others in names.values_list(*written):
        if record := found.get(_Ref(kind, ident)):
            record.names += filter(None, others)
    return found


def _is_called(name: str, words: tuple[str, ...]) -> bool:
    """Whether the words are the name, as it is written or turned: "Mdivani, Budu" is "Budu Mdivani"."""
    family, comma, given = name.partition(",")
    return _are_alike(_parts(name), words) or bool(comma and _are_alike(_parts(f"{given} {family}"), words))


def _are_alike(parts: Iterable[str], words: tuple[str, ...]) -> bool:
    parts = tuple(parts)
    return len(parts) == len(words) and all(
        not keys(part).isdisjoint(keys(word)) for part, word in zip(parts, words, strict=True)
    )


def _parts(name: str) -> list[str]:
    return [part for part in _BETWEEN.split(name) if keys(part)]
