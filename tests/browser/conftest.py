"""People before a browser: an editor who enters, a publisher who publishes."""

import pytest

PASSWORD = "correct horse battery"


@pytest.fixture
def desk_of(live_server, new_context):
    """desk_of("editor") → the desk of a new user with that role, who has logged in by name and password."""
    from tests.browser.entering import Desk
    from tests.documents.desk.people import in_role

    def log_in(role: str) -> Desk:
        user = in_role(role)
        desk = Desk(new_context(viewport={"width": 1280, "height": 900}).new_page(), live_server.url)
        desk.log_in(user.username, PASSWORD)
        return desk

    return log_in
