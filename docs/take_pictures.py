"""Take the pictures of the README and of the editor's guide anew: python -m docs.take_pictures http://localhost:8000

Against a demonstration that may be changed: it sends a page for approval. Needs the development set and Chromium."""

import io
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from tests.chromium import chromium

ROOT = Path(__file__).resolve().parents[1]
SIZE, WIDTH = {"width": 1280, "height": 800}, 960
PASSWORD = "practica-incidencia"  # noqa: S105 - that of the demonstration, which it prints
WORDS = {  # of Wagtail's own buttons
    "es": {"status": "Alternar estado", "preview": "Alternar vista previa", "add": "Insertar un bloque"},
    "en": {"status": "Toggle status", "preview": "Toggle preview", "add": "Insert a block"},
}
PANEL = "w-side-panel-open"


def main(site):
    with chromium() as browser:
        home(browser, site)
        for language in WORDS:
            with signed_in(browser, site, "coordinacion", language) as page:
                of_guide(page, site, language)


def home(browser, site):
    page = browser.new_page(viewport=SIZE)
    page.goto(site)
    page.screenshot(path=ROOT / "docs/pictures/home.png")
    page.close()


@contextmanager
def signed_in(browser, site, who, language):
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.goto(f"{site}/cuenta/login/?next=/admin/account/")
    page.fill("[name=login]", f"{who}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.select_option("[name=locale-preferred_language]", language)
    page.click("main form .actions button, main form footer button, main form [type=submit]")
    yield page
    context.close()


def of_guide(page, site, language):
    words = WORDS[language]

    def open_(address):
        page.goto(site + address)
        page.wait_for_selector("body.ready")

    def toggle(what):
        page.click(f"button[aria-label='{words[what]}']")

    def take(name):
        page.wait_for_timeout(1200)  # what slides in has stopped by then
        picture = Image.open(io.BytesIO(page.screenshot()))
        height = SIZE["height"] * WIDTH // SIZE["width"]
        picture = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
        folder = ROOT / "static/guide" / language
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(folder / f"{name}.webp", quality=60, method=6)

    def number(title):
        """The page of a title, as the admin numbers it."""
        open_(f"/admin/pages/search/?q={title}")
        return page.locator("td.title a").first.get_attribute("href").split("/")[3]

    home = number("Inicio")
    article = number("Cómo una idea")
    open_(f"/admin/pages/{home}/add_subpage/")
    take("kinds")
    open_(f"/admin/pages/{article}/edit/")
    take("editing")
    toggle("preview")
    take("preview")
    toggle("preview")
    toggle("status")
    page.locator("[data-side-panel=status] button[data-a11y-dialog-show]").first.click()
    take("scheduling")
    open_(f"/admin/pages/{article}/edit/")
    page.locator(f"button[title='{words['add']}']").first.click()
    take("blocks")
    open_(f"/admin/pages/{number('How an idea')}/edit/")
    take("translating")
    statement = number("Llamado por una ley")
    open_(f"/admin/pages/{statement}/edit/")
    if page.locator("[name=action-submit]").count():
        page.locator("footer .w-dropdown button, footer [data-w-dropdown-target=toggle]").first.click()
        page.locator("[name=action-submit]").click()
        page.wait_for_selector("body.ready")
        open_(f"/admin/pages/{statement}/edit/")
    take("approving")
    open_("/admin/settings/cms/sitesettings/")
    take("settings")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
