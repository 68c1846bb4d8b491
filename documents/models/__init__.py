"""The desk's tables, and what is made from them. One noun a file."""

from documents.models.archival import ArchivalReference, Repository, RepositoryLevel
from documents.models.collection import Printing, SourceCollection
from documents.models.correspondent import Correspondent
from documents.models.document import Document
from documents.models.editorial import EditorialText
from documents.models.entry import Entry, EntryKind, Head
from documents.models.event import Act, Event
from documents.models.facsimile import Facsimile, OnlineCopy
from documents.models.footnote import Footnote
from documents.models.further_date import FurtherDate
from documents.models.importing import (
    Answer,
    Awaited,
    DoubtfulMatch,
    ImportBatch,
    Imported,
    ImportState,
    Incoming,
)
from documents.models.listing import Listing, ListingCard, ListingName
from documents.models.look import Look
from documents.models.reference import Reference
from documents.models.relation import DocumentTopic, Relation
from documents.models.signatory import Signatory
from documents.models.submission import Comment, Outcome, Submission
from documents.models.text import Text
from documents.models.version import Version
from documents.models.vocabulary import (
    VOCABULARIES,
    Classification,
    DateKind,
    DocumentType,
    Exemplar,
    Level,
    PrintingRelation,
    Production,
    Topic,
)

__all__ = [
    "VOCABULARIES",
    "Act",
    "Answer",
    "ArchivalReference",
    "Awaited",
    "Classification",
    "Comment",
    "Correspondent",
    "DateKind",
    "Document",
    "DocumentTopic",
    "DocumentType",
    "DoubtfulMatch",
    "EditorialText",
    "Entry",
    "EntryKind",
    "Event",
    "Exemplar",
    "Facsimile",
    "Footnote",
    "FurtherDate",
    "Head",
    "ImportBatch",
    "ImportState",
    "Imported",
    "Incoming",
    "Level",
    "Listing",
    "ListingCard",
    "ListingName",
    "Look",
    "OnlineCopy",
    "Outcome",
    "Printing",
    "PrintingRelation",
    "Production",
    "Reference",
    "Relation",
    "Repository",
    "RepositoryLevel",
    "Signatory",
    "SourceCollection",
    "Submission",
    "Text",
    "Topic",
    "Version",
]
