"""The hands of an editor: what is done in the document form with keyboard and mouse, in a real browser."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

ADD = "/admin/documents/document/add/"


# Selects the first place where the words stand by themselves, as a hand with a mouse would.
SELECT = r"""(area, words) => {
  const at = area.value.search(new RegExp(`(?<!\\p{L})${words}(?!\\p{L})`, "u"));
  area.focus();
  area.setSelectionRange(at, at + words.length);
}"""


class Desk:
    """An editor's browser window."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, said: Any) -> None:
        if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
            self.complaints.append(said.text)

    def log_in(self, name: str, password: str) -> None:
        self.page.goto(f"{self.address}/admin/login/?next=/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Log in").click()

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    # --- Fields: by the name they have in the form ---

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#id_{name}")

    def write(self, name: str, words: str | None) -> None:
        """Pastes words into a field."""
        if words:
            self._unfold(name)
            self.field(name).fill(words)

    def choose(self, name: str, value: str) -> None:
        self._unfold(name)
        self.field(name).select_option(value)

    def state_basis(self, name: str, entry: Any) -> None:
        """Stated or inferred, and why, of an entry such as {"value": …, "basis": …, "reason": …}."""
        prefix = f"{name}_" if not name.endswith("-") else name
        if isinstance(entry, dict) and entry.get("basis") == "inferred":
            self.choose(f"{prefix}basis", "inferred")
            self.write(f"{prefix}reason", entry.get("reason", ""))

    def _unfold(self, name: str) -> None:
        folded = self.page.locator("details.section:not([open])", has=self.field(name))
        if folded.count():
            folded.locator("> summary").click()

    # --- Records and terms ---

    def pick(self, name: str, words: str) -> None:
        """Chooses a record by typing a part of its name."""
        self.page.locator(f"#id_{name} + .select2-container").click()
        self.page.locator(".select2-search__field").fill(words)
        self.page.locator(
            ".select2-results__option", has_text=re.compile(rf"^{re.escape(words)}( \(|$)")
        ).click()
        expect(self.field(name)).not_to_have_value("")

    def enter(self, at: str, **record: str) -> None:
        """Enters a new record beside the field in which it is wanted, in the little window."""
        with self.page.expect_popup() as little:
            self.page.locator(f"#add_id_{at}").click()
        self._fill_in(little.value, record)
        expect(self.field(at)).not_to_have_value("")

    def _fill_in(self, window: Page, fields: dict[str, str]) -> None:
        for name, words in fields.items():
            window.locator(f"#id_{name}").fill(words)
        with window.expect_event("close"):
            window.locator("input[name=_save]").click()

    # --- Rows ---

    def add(self, part: str) -> str:
        """Presses the button that adds a row; gives the beginning of its fields' names."""
        rows = self.page.locator(f"#{part}-group > .row")
        if part in ("texts",) and rows.count() == 1 and not self.field("texts-0-content").input_value():
            return "texts-0-"
        rest = rows.count()
        self._unfold(f"{part}-TOTAL_FORMS")
        self.page.locator(f"#{part}-group > .add-row button").click()
        expect(rows).to_have_count(rest + 1)
        return f"{rows.last.get_attribute('id')}-"

    # --- Marks in a text ---

    def mark(self, name: str, kind: str, words: str, *, record: str, new: bool = False) -> None:
        """Selects the words and says everywhere in this text whom or what they name."""
        self.field(name).evaluate(SELECT, words)
        tools = self.page.locator(".field", has=self.field(name)).locator(".marks")
        tools.get_by_role("button", name=kind.capitalize(), exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("everywhere").check()
        if new:
            with self.page.expect_popup() as little:
                dialog.get_by_role("link", name=f"Enter a new {kind}").click()
            self._fill_in(little.value, {"name": record})
        else:
            dialog.get_by_label("Who or what is it?").fill(record)
            dialog.get_by_role("button", name=re.compile(rf"^{re.escape(record)}( \(|$)")).click()
        expect(dialog).to_be_hidden()

    # --- Saving and publishing ---

    def save(self) -> str:
        """Saves, and stays; gives the document's public id."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save", exact=True).click()
        faults = self.page.locator("#faults")
        assert faults.count() == 0, faults.inner_text()
        return self.page.url.split("/")[-3]

    def publish(self, document: str, note: str = "") -> None:
        self.open(f"/admin/documents/document/{document}/change/")
        self.page.get_by_role("link", name="Publish …").click()
        self.page.get_by_label("Note for readers").fill(note)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Publish", exact=True).click()
        expect(self.page.locator(".messagelist")).to_contain_text("Published as version")
