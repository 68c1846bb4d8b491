"""A page as somebody sees it: it fits its width, and axe finds nothing wrong with it, by day or by night."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HEIGHT = 900
WIDTHS = (1280, 768, 360)
# The night changes colours and nothing else, as tests/archive/test_night.py asserts of the styles: whatever
# does not look at colours has been asked by day.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
ASK = """async (options) => {
  const found = await axe.run({...options, resultTypes: ["violations"]});
  return found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]);
}"""


def violations(page: Page, options: dict | None = None) -> list:
    """What axe finds wrong with the page as it stands: the rules, each with the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(ASK, options or {})


def seen_at(page: Page, width: int, scheme: str) -> None:
    """From now on the window is so wide, by day ("light") or by night; what moves stands still for axe."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def faultless(page: Page, where: str = "") -> None:
    """Nothing is wrong with the page as wide as it stands, by day or by night."""
    where = f"{where} {page.url} {page.viewport_size}"
    width = page.viewport_size["width"]
    seen_at(page, width, "light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    found = violations(page)
    assert found == [], f"{where}: {found}"
    seen_at(page, width, "dark")
    found = violations(page, OF_COLOUR)
    assert found == [], f"{where} by night: {found}"
    seen_at(page, width, "light")


def look(page: Page, where: str = "") -> None:
    """Nothing is wrong with the page, wide or narrow, by day or by night."""
    for width in WIDTHS:
        seen_at(page, width, "light")
        faultless(page, where)
    seen_at(page, WIDTHS[0], "light")
