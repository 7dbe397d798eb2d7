"""«Escuchar» with a voice that notes what it was given to say; and without one."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser.watching import Visit
from tests.legislation.public_rows import rich_bill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

VOICES = """
window.said = [];
const voices = [
  {lang: "en-US", localService: true}, {lang: "es-ES", localService: true},
  {lang: "es-PE", localService: true}, {lang: "es-MX", localService: false},
].slice(0, COUNT);
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => voices,
  speak: (one) => window.said.push(one),
  cancel: () => { window.cancelled = (window.cancelled || 0) + 1; },
  addEventListener: () => {},
}});
"""


@pytest.fixture
def visit(page, live_server):
    def with_voices(count):
        page.add_init_script(VOICES.replace("COUNT", str(count)))
        visit = Visit(page, live_server.url)
        visit.go(rich_bill().get_absolute_url())
        return visit

    return with_voices


def test_the_page_is_read_from_its_title_on_by_a_voice_of_the_region_and_stops(visit):
    visit = visit(4)
    button = visit.page.get_by_role("button", name="Escuchar")
    button.click()

    said = visit.page.evaluate("said.map((one) => [one.text, one.voice.lang])")
    assert said[0][0].startswith("Proyecto de ley")
    assert visit.page.locator("h1").inner_text() in [text for text, _voice in said]
    assert {voice for _text, voice in said} == {"es-PE"}
    assert len({text for text, _voice in said}) > 10
    stop = visit.page.get_by_role("button", name="Detener")
    expect(stop).to_have_attribute("aria-pressed", "true")

    before = visit.page.evaluate("cancelled")
    stop.click()
    assert visit.page.evaluate("cancelled") == before + 1
    expect(visit.page.get_by_role("button", name="Escuchar")).to_be_visible()
    assert visit.heard() == []


def test_whoever_leaves_in_a_hurry_is_not_heard_reading_on(visit):
    visit = visit(4)
    visit.page.route("**/salida/", lambda route: route.fulfill(status=204))  # stay: the answer is slow
    visit.page.get_by_role("button", name="Escuchar").click()
    before = visit.page.evaluate("cancelled")

    for _ in range(3):
        visit.page.keyboard.press("Shift")

    assert visit.page.evaluate("[document.documentElement.hidden, cancelled]") == [True, before + 1]


def test_read_to_its_end_it_is_ready_to_begin_again(visit):
    visit = visit(4)
    visit.page.get_by_role("button", name="Escuchar").click()

    visit.page.evaluate("said[said.length - 1].onend()")

    expect(visit.page.get_by_role("button", name="Escuchar")).to_be_visible()


def test_without_a_voice_for_its_language_nothing_is_offered(visit):
    visit = visit(1)

    expect(visit.page.locator("[data-listen]")).to_be_hidden()


def test_without_scripts_nothing_is_offered(client: Client):
    page = client.get(rich_bill().get_absolute_url()).content.decode()

    assert 'aria-pressed="false" hidden' in page
