"""`/admin/documents/find/`: the readers' search over the desk's copies. Each hit says how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from documents import history
from documents.desk import policy
from documents.desk.finding.index import numbers_of, opened, there
from documents.desk.finding.opening import own_of, pages_of
from documents.desk.lists import standing, with_state
from documents.reading.rows import Row, date_words
from documents.reading.search import rows
from documents.reading.search.address import Address
from documents.reading.search.page import Page, page_of
from documents.reading.search.views import carried
from documents.reading.wording import phrase
from documents.search.filters import SearchFilter
from documents.search.finding import Hit
from documents.search.index import Behind
from documents.search.named import Sought, what_matched
from documents.search.slots import DESK, Busy, slot
from documents.search.where import Matched


@dataclass(slots=True)
class Lines:
    """Makes hits into lines of results by what the desk holds now; `stale` are those that it holds otherwise.

    Deleted and purged documents are left out.
    """

    user: Any
    stale: set[str]

    def __call__(
        self,
        hits: Iterable[Hit],
        sought: Sought,
        address: Address,
        types: dict[str, str],
    ) -> list[rows.Result]:
        hits = list(hits)
        idents = [hit.document for hit in hits]
        numbers = numbers_of(idents)
        found = with_state(there().filter(pk__in=idents)).in_bulk()
        self.stale = {
            hit.document
            for hit in hits
            if hit.document not in found or numbers.get(hit.document) != hit.version
        }
        own = own_of(self.user, idents)
        shown = [hit for hit in hits if hit.document not in self.stale]
        return [
            _result(hit, found[hit.document], said, types, hit.document in own)
            for hit, said in zip(shown, what_matched(shown, sought, history.snapshots), strict=True)
        ]


def found(site: Any, request: HttpRequest) -> HttpResponse:
    """The page: 400 with what is to mend, 503 while the index is being made or all are busy."""
    if not policy.may_find(request.user):
        raise PermissionDenied
    filters = SearchFilter(request.GET)
    context = {
        **site.each_context(request),
        "title": "Find in the desk",
        "form": filters.form,
        "path": reverse("admin:find"),
    }
    status = 200
    if not filters.is_valid():
        context["carried"], status = carried(request.GET), 400
    else:
        try:
            with slot(of=DESK):
                page = _page(request, filters, Address(filters.typed(), context["path"]))
            context |= {"page": page, "carried": page.carried}
        except (Behind, Busy) as why:
            context["why"], status = str(why), 503
    response = TemplateResponse(request, "desk/find.html", context, status=status)
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response


def _page(request: HttpRequest, filters: SearchFilter, address: Address) -> Page:
    """The page; if hits are not as the desk has them now, they are read again and the page is made anew."""
    lines = Lines(request.user, set())
    pages = partial(pages_of, request.user)
    page = page_of(opened(), filters, address, lines=lines, pages=pages)
    if lines.stale:
        page = page_of(opened(lines.stale), filters, address, lines=lines, pages=pages)
    # Where readers have pages of all values, the desk has none.
    return replace(page, facets=[replace(facet, more="") for facet in page.facets])


def _result(hit: Hit, document: Any, said: Matched, types: dict[str, str], may_change: bool) -> rows.Result:
    way = "change" if may_change else "preview"
    address = reverse(f"admin:documents_document_{way}", args=[document.pk])
    title = phrase(document.title or "Untitled", document.title_language)
    line = Row(
        address=address,
        title=title,
        date=date_words(document.date),
        type=types.get(document.type_id or "", ""),
        written_in="",
    )
    day = document.date_earliest or document.date_latest
    return rows.Result(
        row=line,
        address=address,
        title=rows.marked(title.text, said.title),
        face=hit.face,
        badges=(standing(document), *rows.badges(hit.face)),
        found=tuple(rows.snippet_of(each) for each in said.snippets),
        reasons=said.reasons,
        other_names=said.other_names,
        year=str(day.year) if day else "Undated",
    )
