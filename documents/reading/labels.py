"""What the codes of the closed lists are called on a page. Vocabularies have their labels in the snapshot."""

VOICES = {
    "author": "the author",
    "earlier compiler": "an earlier compiler",
    "translator": "the translator",
    "editors": "the editors of this archive",
    "unknown": "an unknown hand",
}
TEXT_ROLES = {"original": "Original", "transcription": "Transcription", "translation": "Translation"}
EXTENTS = {"full": "in full", "extract": "an extract", "abridged": "abridged"}
MEMBERS = "members of"
ACTING = {"jointly": "jointly", MEMBERS: MEMBERS}
CERTAINTIES = {"certain": "", "probable": "probably", "possible": "possibly"}
MANNERS = {
    "signed": "",
    "for": "signed for another",
    "absent": "named, but did not sign",
    "illegible": "illegible",
}
NOTE_KINDS = {"content": "on the content", "textual": "on the text"}
EDITORIAL_KINDS = {"introduction": "Introduction", "commentary": "Commentary", "notice": "Notice"}
RELATIONS = {
    "encloses": "encloses",
    "reply_to": "is a reply to",
    "draft_of": "is a draft of",
    "same_as": "is the same document as",
    "possibly_same_as": "is possibly the same document as",
}
# The same, told by the other document.
RELATIONS_FROM_THERE = {
    "encloses": "is enclosed in",
    "reply_to": "is answered by",
    "draft_of": "has as its draft",
    "same_as": "is the same document as",
    "possibly_same_as": "is possibly the same document as",
}
CALENDARS = {
    "gregorian": "Gregorian calendar (new style)",
    "julian": "Julian calendar (old style)",
    "both": "both styles are stated",
}
BASES = {"stated": "stated", "inferred": "inferred"}

# What a document says of a record it names: the roles of the listing.
ROLES = {
    "sender": "sender",
    "recipient": "recipient",
    "signatory": "signatory",
    "written": "place of writing",
}
