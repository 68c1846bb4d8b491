"""The public addresses. They are permanent: what is taken out here must lead somewhere else for ever."""

from django.urls import path, register_converter

from documents.reading import (
    about,
    changes,
    collections,
    comparing,
    facsimiles,
    integrity,
    people,
    places,
    repositories,
    versions,
    views,
)
from documents.reading.search import completing, data, opensearch, values
from documents.reading.search import feed as search_feed
from documents.reading.search import help as search_help
from documents.reading.search import views as search


class PublicIdConverter:
    """Anything that was meant to be a public id; the view tells the reader what is wrong with it."""

    regex = "[0-9A-Za-z]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NumberConverter:
    """The number of a version, written in one way only."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(PublicIdConverter, "public_id")
register_converter(NumberConverter, "number")

urlpatterns = [
    path("documents/", search.documents),
    path("documents/help/", search_help.page),
    path("documents/by/<str:facet>/", values.page),
    path("documents/suggest.json", completing.suggest),
    path("opensearch.xml", opensearch.description),
    path("documents.json", data.as_json),
    path("documents.csv", data.as_csv),
    path("documents.ris", data.as_ris),
    path("documents.bib", data.as_bib),
    path("documents.atom", search_feed.as_atom),
    path("people/", people.people),
    path("people/<public_id:ident>/", people.person),
    path("bodies/", people.bodies),
    path("bodies/<public_id:ident>/", people.body),
    path("places/", places.places),
    path("places/<public_id:ident>/", places.place),
    path("collections/", collections.collections),
    path("collections/<public_id:ident>/", collections.collection),
    # A printed number may hold anything, even a slash: 367, 12 а, 367/2.
    path("collections/<public_id:ident>/<path:number>/", collections.concordance),
    path("repositories/", repositories.repositories),
    path("repositories/<public_id:ident>/", repositories.repository),
    path("about/", about.about),
    path("changes/", changes.changes),
    path("changes.atom", changes.feed),
    path("integrity/", integrity.integrity),
    path("integrity/entries.jsonl", integrity.entries),
    path("documents/<public_id:public_id>/", views.page),
    path("documents/<public_id:public_id>.json", views.json),
    path("documents/<public_id:public_id>.txt", views.txt),
    path("documents/<public_id:public_id>.bib", views.bib),
    path("documents/<public_id:public_id>.ris", views.ris),
    path("documents/<public_id:public_id>.tei.xml", views.tei),
    path("documents/<public_id:public_id>/versions/", versions.versions),
    path("documents/<public_id:public_id>/compare/", comparing.chosen),
    path("documents/<public_id:public_id>/compare/<number:one>..<number:other>/", comparing.versions),
    path("documents/<public_id:public_id>/v<number:number>/", views.page),
    path("documents/<public_id:public_id>/v<number:number>.json", views.json),
    path("documents/<public_id:public_id>/v<number:number>.txt", views.txt),
    path("documents/<public_id:public_id>/v<number:number>.bib", views.bib),
    path("documents/<public_id:public_id>/v<number:number>.ris", views.ris),
    path("documents/<public_id:public_id>/v<number:number>.tei.xml", views.tei),
    path("documents/<public_id:public_id>/v<number:number>/facsimiles/<str:image>", facsimiles.image),
]
