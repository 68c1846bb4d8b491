"""A form of the desk as a sheet of paper: it is opened, filled in and handed in, as without script."""

from html.parser import HTMLParser

from django.test import Client

from tests.documents import builders


class Fields(HTMLParser):
    """The fields of the page's record form with what they hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._inside = False
        self._words_of = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = "record-form" in (given.get("class") or "")
        elif self._inside and tag == "input" and given.get("type") not in ("submit", "file"):
            if given.get("type") != "checkbox" or "checked" in given:
                self.data[name] = given.get("value") or ""
        elif self._inside and tag in ("textarea", "select"):
            self.data[name], self._words_of = "", name
        elif self._inside and tag == "option" and "selected" in given:
            self.data[self._words_of] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea" and self._words_of in self.data:
            # A browser leaves out the line end that follows the tag.
            self.data[self._words_of] = self.data[self._words_of].removeprefix("\n")
        if tag in ("textarea", "select"):
            self._words_of = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, words):
        if self._words_of and self.get_starttag_text().startswith("<textarea"):
            self.data[self._words_of] += words


def desk(role: str = "editor") -> Client:
    """The browser of a user with this role, logged in."""
    client = Client()
    client.force_login(builders.user(role))
    return client


class Sheet:
    """The form at an address of the desk. Rows are added by naming their fields: `names-0-name`."""

    def __init__(self, address: str, role: str = "editor") -> None:
        self.client, self.address = desk(role), f"/admin/{address}"
        page = self.client.get(self.address)
        assert page.status_code == 200, page
        self.data = Fields(page.content.decode()).data

    def write(self, **words) -> "Sheet":
        """Fills in fields; in names of rows, two underlines stand for the hyphens."""
        for name, value in words.items():
            self.data[name.replace("__", "-")] = value
            part, _, rest = name.partition("__")
            if rest:
                count = int(rest.partition("__")[0]) + 1
                total = f"{part}-TOTAL_FORMS"
                self.data[total] = str(max(int(self.data[total]), count))
        return self

    def hand_in(self, button: str = "_save", **extra):
        """Presses a button and gives the reply, a redirection where it was saved."""
        return self.client.post(self.address, {**self.data, button: "Save", **extra})


def reasons(reply) -> str:
    """All sentences with which a form was refused."""
    return " ".join(fault.sentence for fault in reply.context["faults"])
