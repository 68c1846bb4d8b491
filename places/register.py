"""The register of public ids: one for every kind of record, each id drawn once and never used again.

Eight characters of NOID's alphabet, the first a letter, the last the check character of the NOID Check Digit
Algorithm (California Digital Library, noid(1), "NCDA"): one wrong character or two swapped ones are noticed.
"""

import secrets

from django.db import IntegrityError, models, transaction

ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
LETTERS = ALPHABET[10:]
LENGTH = 8


def check_character(stem: str) -> str:
    """The NOID check character of an id without its last character."""
    total = sum(place * ALPHABET.find(c) for place, c in enumerate(stem, start=1) if c in ALPHABET)
    return ALPHABET[total % len(ALPHABET)]


def is_well_formed(public_id: str) -> bool:
    """Whether this can be an id at all: length, alphabet, first letter, check character."""
    return (
        len(public_id) == LENGTH
        and public_id[0] in LETTERS
        and all(c in ALPHABET for c in public_id)
        and check_character(public_id[:-1]) == public_id[-1]
    )


def candidate() -> str:
    """A well-formed id by chance."""
    stem = secrets.choice(LETTERS) + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 2))
    return stem + check_character(stem)


def candidates(number: int) -> list[str]:
    """So many well-formed ids by chance that nothing has; they are not entered in the register yet."""
    found: set[str] = set()
    while len(found) < number:
        drawn = {candidate() for _ in range(number - len(found))}
        found |= drawn - {*PublicId.objects.filter(pk__in=drawn).values_list("pk", flat=True)}
    return list(found)


class PublicId(models.Model):
    """One id and the kind of record it was given to. Rows are never changed or deleted."""

    id = models.CharField(max_length=LENGTH, primary_key=True)
    kind = models.CharField(max_length=20)
    drawn = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "public_id"

    def __str__(self) -> str:
        return self.id


def hold_id(public_id: str) -> None:
    """Holds an id until the transaction ends: that of a deleted record, too, which has no row of its own."""
    list(PublicId.objects.select_for_update().filter(pk=public_id).values_list("pk"))


def draw(kind: str) -> str:
    """A new id for a record of `kind`, entered in the register."""
    while True:
        try:
            with transaction.atomic():
                return PublicId.objects.create(id=candidate(), kind=kind).id
        except IntegrityError:
            continue


def enter(public_id: str, kind: str) -> None:
    """Enters an id that came with the record. Raises ValueError if it is malformed or of another kind."""
    if not is_well_formed(public_id):
        raise ValueError(f"“{public_id}” is not a public id: its check character does not fit.")
    known, _ = PublicId.objects.get_or_create(id=public_id, defaults={"kind": kind})
    if known.kind != kind:
        raise ValueError(f"“{public_id}” is already the id of a {known.kind}.")
