"""What a reader sees of a page: its words, and the elements that a test asks for."""

import html5lib
from django.http import HttpResponse

SILENT = {"script", "style", "head", "title"}


class Seen:
    """A page as a browser reads it. The page must be valid: a parse error fails the test."""

    def __init__(self, response: HttpResponse) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root = parser.parse(response.content.decode())
        assert parser.errors == []

    @property
    def text(self) -> str:
        """All words of the page with single spaces."""
        return words_of(self.root)

    def all(self, tag: str, **attributes: str) -> list:
        """The elements of a tag with these attributes; `class_` asks for one class."""
        wanted = attributes.pop("class_", None)
        return [
            each
            for each in self.root.iter(tag)
            if all(each.get(name.replace("_", "-")) == value for name, value in attributes.items())
            and (wanted is None or wanted in (each.get("class") or "").split())
        ]

    def by_id(self, ident: str):
        return next(each for each in self.root.iter() if each.get("id") == ident)

    def section(self, heading: str) -> str:
        """The words of the section under a heading."""
        parents = {child: parent for parent in self.root.iter() for child in parent}
        for level in ("h2", "h3"):
            for each in self.root.iter(level):
                if words_of(each) == heading:
                    while each.tag not in ("section", "aside"):
                        each = parents[each]
                    return words_of(each)
        raise AssertionError(f"There is no section {heading!r}.")

    def fact(self, term: str) -> str:
        """The values of the first fact with this name."""
        for group in self.root.iter("div"):
            if [words_of(each) for each in group.findall("dt")] == [term]:
                return " ".join(words_of(each) for each in group.findall("dd"))
        raise AssertionError(f"There is no fact {term!r}.")

    def links(self) -> dict[str, str]:
        """The words of every link with its address; of several with the same words, the last."""
        return {words_of(each): each.get("href") for each in self.root.iter("a")}


def words_of(element) -> str:
    """The words inside an element with single spaces."""
    return " ".join("".join(_texts(element)).split())


def _texts(element):
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    yield element.text or ""
    for child in element:
        if child.tag in ("p", "li", "dd", "dt", "div", "br", "td", "th", "h1", "h2", "h3", "ol", "ul"):
            yield " "
        yield from _texts(child)
        yield child.tail or ""
