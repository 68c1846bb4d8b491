"""What the terms of a vocabulary are called today: labels of facets and lists, never words of a document."""

from documents.models.listing import METHOD
from documents.models.vocabulary import DocumentType


def type_labels() -> dict[str, str]:
    """Code → label of the types of documents, in the vocabulary's order, without that of METHOD."""
    return dict(DocumentType.objects.exclude(pk=METHOD).values_list("code", "label"))
