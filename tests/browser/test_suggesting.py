"""The box of the search offers names while somebody types, and is a plain box without script."""

import pytest

from documents.snapshot import Signatory
from tests.documents import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def ada() -> str:
    found = builders.person("Ada Example")
    builders.published(signatories=(Signatory(key="sign0001", person=found),))
    return found


def test_names_are_offered_as_somebody_types(ada, page, live_server):
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{live_server.url}/documents/")
    box = page.get_by_label("Search the archive")
    box.press_sequentially("exa")
    offered = page.locator("datalist option")
    offered.wait_for(state="attached")
    assert offered.get_attribute("value") == "Ada Example"
    assert offered.get_attribute("label") == "Ada Example (person, 1 document)"
    box.fill("exact")
    offered.wait_for(state="detached")
    assert faults == []


def test_without_script_the_box_offers_nothing_and_searches(ada, new_context, live_server):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/documents/")
    assert page.locator("datalist").count() == 0
    page.get_by_label("Search the archive").fill("Ada Example")
    page.get_by_label("Search the archive").press("Enter")
    assert page.get_by_role("status").inner_text() == "1 document"
