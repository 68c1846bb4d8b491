"""The vocabularies of documents. Capacities are those of people and live there."""

from places.vocabulary import Term


class DocumentType(Term):
    """Letter, telegram, decree, resolution, minutes, report, note, treaty, appeal …"""

    kind = "type"


class Classification(Term):
    """The secrecy or urgency marked on the paper: secret, top secret, urgent …"""

    kind = "classification"


class Topic(Term):
    """What documents are about."""

    kind = "topic"


class DateKind(Term):
    """What happened on a further date: received, adopted …"""

    kind = "date_kind"


class Level(Term):
    """A level of arrangement in an archive: fonds, inventory, file, item … (ISAD(G) 3.1.4)."""

    kind = "level"


class Exemplar(Term):
    """What an exemplar is: original, retained copy, certified copy, draft …"""

    kind = "exemplar"


class Production(Term):
    """How an exemplar was made: autograph, manuscript, typewritten, printed …"""

    kind = "production"


class PrintingRelation(Term):
    """What a printing is: first publication, reprint, extract …"""

    kind = "printing_relation"


VOCABULARIES: tuple[type[Term], ...] = (
    DocumentType,
    Classification,
    Topic,
    DateKind,
    Level,
    Exemplar,
    Production,
    PrintingRelation,
)
