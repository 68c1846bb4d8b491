"""The public addresses. They are permanent, so they are written here once and for all."""

from django.conf import settings

RECORDS = {
    "person": "/people/{}/",
    "body": "/bodies/{}/",
    "place": "/places/{}/",
    "repository": "/repositories/{}/",
    "collection": "/collections/{}/",
    "document": "/documents/{}/",
}


def of_record(kind: str, public_id: str) -> str:
    """The path of the page of a record, such as /people/b1234567/."""
    return RECORDS[kind].format(public_id)


def of_document(public_id: str, version: int | None = None) -> str:
    """The path of a document: of its current version, or of the version with that number."""
    return f"/documents/{public_id}/" if version is None else f"/documents/{public_id}/v{version}/"


def of_versions(public_id: str) -> str:
    """The path of the list of a document's versions."""
    return f"/documents/{public_id}/versions/"


def of_comparison(public_id: str, one: int, other: int) -> str:
    """The path of the comparison of two versions, the lower number first."""
    lower, higher = sorted((one, other))
    return f"/documents/{public_id}/compare/{lower}..{higher}/"


def of_format(public_id: str, form: str, version: int | None = None) -> str:
    """The path of a document in another form, such as "json" or "txt"."""
    return f"{of_document(public_id, version).rstrip('/')}.{form}"


def of_facsimile(public_id: str, version: int, image: str) -> str:
    """The path of a page image, which is read with the version that names it."""
    return f"{of_document(public_id, version)}facsimiles/{image}"


def absolute(path: str) -> str:
    """The whole address, from the setting SITE_URL: a citation must not follow the visitor's Host header."""
    return settings.SITE_URL + path
