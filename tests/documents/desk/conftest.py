"""Editors at the desk, and the form as a sheet of paper: it is filled in and handed in."""

from html.parser import HTMLParser

import pytest

ADD = "/admin/documents/document/add/"


class Fields(HTMLParser):
    """The fields of a page's document form with what they hold; what stands in a <template> is no field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._area = self._select = ""
        self._templates, self._inside = 0, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._templates += tag == "template"
        if tag == "form":
            self._inside = given.get("id") == "document_form"
        name = given.get("name") or ""
        if not self._inside or self._templates:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "file", "checkbox"):
            self.data[name] = given.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.data[name] = ""
        elif tag == "select":
            self._select = name
            self.data[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = given.get("value") or ""

    def handle_endtag(self, tag):
        self._templates -= tag == "template"
        if tag == "textarea" and self._area:
            # A browser leaves out the line end that follows the tag.
            self.data[self._area] = self.data[self._area].removeprefix("\n")
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, words):
        if self._area and not self._templates:
            self.data[self._area] += words


class Sheet:
    """The document form before an editor. Rows are added by naming their fields: `texts-0-content`."""

    def __init__(self, client, address: str = ADD) -> None:
        self.client, self.address = client, address
        self.open()

    def open(self) -> None:
        response = self.client.get(self.address)
        assert response.status_code == 200, response
        self.data = Fields(response.content.decode()).data

    def write(self, **words) -> "Sheet":
        """Fills in fields; in names of rows, two underlines stand for the hyphens."""
        return self.fill({name.replace("__", "-"): value for name, value in words.items()})

    def fill(self, words: dict) -> "Sheet":
        self.data |= words
        for name in words:
            part, _, rest = name.partition("-")
            if rest.partition("-")[0].isdigit():
                total = f"{part}-TOTAL_FORMS"
                self.data[total] = str(max(int(self.data[total]), int(rest.partition("-")[0]) + 1))
        return self

    def hand_in(self, button: str = "_continue", **extra):
        return self.client.post(self.address, {**self.data, button: "Save", **extra})


@pytest.fixture
def at_desk(db):
    """at_desk("editor") → a browser of a new user with that role."""
    from django.test import Client

    from tests.documents.desk.people import in_role

    def log_in(role: str):
        client = Client()
        client.user = in_role(role)
        client.force_login(client.user)
        return client

    return log_in


@pytest.fixture
def sheet(at_desk):
    """An empty document form before an editor."""
    return Sheet(at_desk("editor"))


@pytest.fixture
def sheet_of(at_desk):
    """sheet_of(document, client=None) → that document's form."""

    def open_sheet(document, client=None):
        return Sheet(client or at_desk("editor"), f"/admin/documents/document/{document}/change/")

    return open_sheet


@pytest.fixture
def sheet_for():
    """sheet_for(client) → an empty document form before that user."""
    return Sheet


@pytest.fixture
def entered(sheet):
    """A document that an editor entered: two texts, two notes, two signatories. Its public id."""
    sheet.write(
        title="On the mill",
        texts__0__content="The wheel[^*] stands.\n\nWe ask for timber.",
        texts__0__language="en",
        texts__1__content="Das Rad steht.",
        texts__1__language="de",
        texts__1__role="original",
        texts__1__role_basis="stated",
        texts__1__direction="ltr",
        texts__1__extent="full",
        texts__1__position="2",
        footnotes__0__label="*",
        footnotes__0__content="The wheel of the lower mill.",
    )
    for number, name in enumerate(("Anna Weber", "Karl Stein")):
        sheet.fill({f"signatories-{number}-{k}": v for k, v in signatory(name, number + 1).items()})
    response = sheet.hand_in()
    assert response.status_code == 302, response.context["faults"]
    return response.url.split("/")[-3]


def signatory(name: str, place: int) -> dict[str, str]:
    return {
        "name_as_signed": name,
        "body_basis": "stated",
        "certainty": "certain",
        "manner": "signed",
        "position": str(place),
    }
