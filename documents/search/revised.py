"""Which records were saved since somebody looked last, told by the revisions.

PostgreSQL gives a revision its number before the commit, so that a lower number may come to be seen after a
higher one. Numbers that were passed over are asked for again for an hour: no save takes longer.
"""

import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from places.revisions import Revision

# Beyond so many revisions, reading everything anew is the quicker way.
MOST_NEWS = 5_000
MOST_PASSED_OVER = 1_000
PATIENCE = 3_600.0


@dataclass(slots=True)
class News:
    """The last revision seen, and the numbers passed over, each with the moment when that was noticed."""

    last: tuple[int, UUID] | None = None
    passed_over: dict[int, float] = field(default_factory=dict)

    def since(self) -> set[tuple[str, str]] | None:
        """Kind and id of the records saved since the last call, or None if that cannot be told: one query.

        It cannot at the first call, nor after very many saves, nor once the database is another one or an
        earlier state of it.
        """
        asked = Q(pk__gte=self.last[0]) | Q(pk__in=[*self.passed_over]) if self.last else Q()
        newest = Revision.objects.filter(asked).order_by("-pk")
        rows = list(newest.values_list("pk", "batch", "kind", "record")[:MOST_NEWS])
        before, news = self.last, {row[:2]: row[2:] for row in rows}
        if before and (before not in news or len(rows) == MOST_NEWS):
            self.last, self.passed_over = None, {}
            return self.since()
        if rows:
            self._move_to(rows[0][:2], {row[0] for row in rows})
        return {named for row, named in news.items() if row != before} if before else None

    def _move_to(self, newest: tuple[int, UUID], there: set[int]) -> None:
        now = time.monotonic()
        first = max(self.last[0] if self.last else min(there), newest[0] - MOST_PASSED_OVER)
        missing = {*range(first, newest[0]), *self.passed_over} - there
        since = {number: self.passed_over.get(number, now) for number in sorted(missing)[-MOST_PASSED_OVER:]}
        self.passed_over = {number: moment for number, moment in since.items() if now - moment < PATIENCE}
        self.last = newest
