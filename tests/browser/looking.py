"""A page as somebody sees it: it fits its width, and axe finds nothing wrong with it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HEIGHT = 900
SIZES = [(1280, "light"), (768, "dark"), (360, "light"), (360, "dark")]


def seen_at(page: Page, width: int, scheme: str) -> None:
    """From now on the window is so wide, by day ("light") or by night; what moves stands still for axe."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def faultless(page: Page, where: str = "") -> None:
    """Nothing is wrong with the page as it stands."""
    where = f"{where} {page.url} {page.viewport_size}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], where


def look(page: Page, where: str = "") -> None:
    """Nothing is wrong with the page, wide or narrow, by day or by night."""
    for width, scheme in SIZES:
        seen_at(page, width, scheme)
        faultless(page, where)
    seen_at(page, *SIZES[0])
