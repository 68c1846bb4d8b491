"""What the terms of a vocabulary are called today: labels of facets and lists, never words of a document."""

from documents.models.listing import METHOD
from documents.models.vocabulary import Classification, DocumentType, Exemplar, Topic
from people.models import Capacity

TERMS = {
    "type": DocumentType,
    "classification": Classification,
    "topic": Topic,
    "exemplar": Exemplar,
    "capacity": Capacity,
}


def type_labels() -> dict[str, str]:
    """Code → label of the types of documents, in the vocabulary's order, without that of METHOD."""
    return dict(DocumentType.objects.exclude(pk=METHOD).values_list("code", "label"))


def term_labels(kind: str) -> dict[str, str]:
    """Code → label of the terms of a kind, in the vocabulary's order."""
    return dict(TERMS[kind].objects.values_list("code", "label"))
