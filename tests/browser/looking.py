"""Look at pages that are files, as a reader's browser shows them: python -m tests.browser.looking FOLDER

In FOLDER: pages.json (address → file) and static/. Prints address → what is wrong with it, with our script and
without. A process of its own, since a browser and the tests' transaction do not go together in one thread."""

import json
import mimetypes
import sys
from pathlib import Path

from tests.browser.accessibility import LOOKS, RULES, faults
from tests.chromium import chromium

SITE = "http://sitio.example"
ALL_RULES = [*RULES, "best-practice"]
SURROUNDINGS = ("header.top", "footer.bottom")  # the same on every page: looked at on the first ones
FIRST = ("/", "/en/")


def main(folder):
    pages = json.loads((folder / "pages.json").read_text())
    with chromium() as browser:
        with_script = look(browser, folder, pages, LOOKS, scripts=True)
        without = look(browser, folder, pages, LOOKS[:1], scripts=False)
    found = {address: with_script[address] + without[address] for address in pages}
    sys.stdout.write(json.dumps({address: what for address, what in found.items() if what}))


def look(browser, folder, pages, looks, scripts):
    page = browser.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", lambda route: serve(route, folder, pages, scripts, complaints))
    found = {}
    for address in pages:
        complaints.clear()
        page.goto(SITE + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        but = () if address in FIRST else SURROUNDINGS
        found[address] = faults(page, looks=looks, rules=ALL_RULES, but=but) + complaints
    return found


def serve(route, folder, pages, scripts, complaints):
    address = route.request.url.removeprefix(SITE)
    path = address.partition("?")[0]
    if path.endswith(".js") and not scripts:
        return route.abort()
    file = folder / (pages.get(address) or path.lstrip("/"))
    if not address.startswith("/") or not file.is_file():
        complaints.append(f"asked for {route.request.url}")
        return route.abort()
    kind = "text/html; charset=utf-8" if address in pages else mimetypes.guess_type(file.name)[0]
    return route.fulfill(body=file.read_bytes(), content_type=kind)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
