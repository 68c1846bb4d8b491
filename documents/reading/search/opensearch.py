"""`/opensearch.xml`: how browsers and programs can search here (OpenSearch 1.1)."""

from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from documents.reading.addresses import absolute
from documents.reading.caching import etag, revalidated
from documents.reading.feed import add

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
CONTENT_TYPE = "application/opensearchdescription+xml; charset=utf-8"
# The standard's own limits, in characters.
LONGEST_SHORT_NAME, LONGEST_NAME = 16, 48
TEMPLATES = {
    "text/html": "/documents/?q={searchTerms}",
    "application/atom+xml": "/documents.atom?q={searchTerms}",
    "application/json": "/documents.json?q={searchTerms}",
    "application/x-suggestions+json": "/documents/suggest.json?q={searchTerms}",
}


@require_safe
def description(request: HttpRequest) -> HttpResponseBase:
    """The description document; it changes only with the software and its settings."""
    return revalidated(request, etag("opensearch"), lambda: HttpResponse(_xml(), content_type=CONTENT_TYPE))


def _xml() -> bytes:
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": NAMESPACE})
    add(root, "ShortName", settings.SITE_NAME[:LONGEST_SHORT_NAME])
    add(root, "LongName", settings.SITE_NAME[:LONGEST_NAME])
    add(root, "Description", "Searches the documents of this archive.")
    for content_type, path in TEMPLATES.items():
        add(root, "Url", type=content_type, template=absolute(path))
    own = {"type": "application/opensearchdescription+xml", "rel": "self"}
    add(root, "Url", template=absolute("/opensearch.xml"), **own)
    add(root, "Image", absolute(static("fonds/icon.svg")), type="image/svg+xml")
    add(root, "InputEncoding", "UTF-8")
    add(root, "OutputEncoding", "UTF-8")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
