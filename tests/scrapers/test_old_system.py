"""The pages of 1995-2021: what is tolerated in them, and what is not."""

import pytest
from parsel import Selector

from scrapers.answers import decode
from scrapers.domino_labels import committee_after, repair, split_label
from scrapers.domino_pages import read_page
from scrapers.items import BillItem, DossierItem, UnreadItem
from scrapers.problems import Unbelievable
from scrapers.spiders.domino import Domino
from tests.scrapers.small_congress import saved_page

BASE = "https://old.example/Sicr/TraDocEstProc/"
FICHA = decode(saved_page("domino_ficha.html"))
EXPEDIENTE = decode(saved_page("domino_expediente.html"))
LIST = decode(saved_page("domino_list_inverso.html"))


@pytest.mark.parametrize(
    "broken, label",
    [
        ("En comisˇn", "En comisión"),
        ("En comisi¾n", "En comisión"),
        ("En comisi?n", "En comisión"),
        ("En comisi\ufffdn", "En comisión"),
        ("Orden del DÝa", "Orden del Día"),
        ("Aut¾grafa", "Autógrafa"),
    ],
)
def test_a_label_broken_by_a_wrong_code_page_is_repaired(broken, label):
    assert repair(broken) == label


@pytest.mark.parametrize(
    "label", ["En Comisión", "Al Archivo", "Nunca visto", "P¾¾¾¾o", "¿?", "Aprob?do por nadie"]
)
def test_a_label_that_is_whole_or_could_be_anything_stays_as_it_is(label):
    assert repair(label) == label


def test_a_broken_label_that_could_be_two_is_not_guessed(monkeypatch):
    monkeypatch.setattr("scrapers.domino_labels.LABELS", ("Observado", "Observada"))

    assert repair("Observad?") == "Observad?"


@pytest.mark.parametrize(
    "text, label, committee",
    [
        ("En comisión Educación, Juventud y Deporte", "En comisión", "Educación, Juventud y Deporte"),
        ("Decretado a... Salud   - urgente", "Decretado a...", "Salud"),
        (
            "Dictamen Favorable Sustitutorio Salud   Mayoria  X, Y - Z",
            "Dictamen Favorable Sustitutorio",
            "Salud",
        ),
        ("Dictamen Justicia Favorable Sustitutorio   Mayoria", "Dictamen", "Justicia"),
        ("Autógrafa   Sobre Nº: 162    - vence: 24.07.14.", "Autógrafa", ""),
        ("Promulgado  Ley   Nº: 30220", "Promulgado Ley", ""),
        ("Pleno (en debate)       - suspendida", "Pleno (en debate)", ""),
        ("En comisˇn Salud", "En comisión", "Salud"),
        ("Al Archivo", "Al Archivo", ""),
        ("Cosa nueva   con algo - más", "Cosa nueva", ""),
        ("Cosa nueva - más", "Cosa nueva", ""),
    ],
)
def test_label_and_committee_are_split_off_the_text_of_a_step(text, label, committee):
    status, rest = split_label(text)

    assert status == label
    assert committee_after(status, rest) == committee


def test_the_day_a_bill_was_presented_is_read_from_either_of_two_fields():
    one = FICHA.replace('name="FecPres"', 'name="x"')
    other = FICHA.replace('name="fechapre"', 'name="x"')

    days = {read_page(text, address=BASE)[1][0].presented.isoformat() for text in (one, other)}

    assert days == {"2012-01-04"}


def test_line_ends_of_every_kind_give_the_same_steps():
    forms = [
        FICHA,
        FICHA.replace("\n", "\r\n"),
        FICHA.replace("<br>\n", "<BR>"),
        FICHA.replace("<br>\n", "<br/>\r"),
    ]

    read = [read_page(form, address=BASE)[1][0].steps for form in forms]

    assert all(steps == read[0] for steps in read)
    assert len(read[0]) == 10


def test_a_year_on_the_page_does_not_make_the_period():
    # These pages say «2006-2011» in a field that nobody updated; period and database say 2011.
    assert read_page(FICHA, address=BASE)[1][0].key.period == 2011
    assert read_page(EXPEDIENTE, address=BASE)[1][0].key.period == 2011


@pytest.mark.parametrize(
    "text, says",
    [
        (FICHA.replace("Seguimiento</font>", "Ruta</font>"), "no Seguimiento"),
        (FICHA.replace('value="04/01/2012"', 'value="ayer"'), "fechapre of «92764/2013-CR» is 'ayer'"),
        (
            FICHA.replace('value="92764/2013-CR"', 'value=""').replace('value="92764"', 'value=""'),
            "not the number",
        ),
        (
            FICHA.replace("Periodo de Gobierno 2011 - 2016", "Periodo").replace("CLProLey2011", "Otra"),
            "does not say of which period",
        ),
        (EXPEDIENTE.replace('name="ultimoestado"', 'name="x"'), "status"),
        (LIST.replace("26/09/2014", "ayer"), "92838/2014-CR"),
        (LIST.replace("26/09/2014", "31/02/2014"), "'31/02/2014'"),
        (LIST.replace("CLProLey2011", "Otra"), "does not say of which period"),
        ("<html><body>Error 404 HTTP Web Server: Lotus Notes Exception</body></html>", "no list, ficha"),
    ],
)
def test_a_page_that_lost_what_we_need_is_refused_and_says_what(text, says):
    with pytest.raises(Unbelievable, match=says) as refused:
        read_page(text, address=BASE)

    assert refused.value.kind == "shape"


def test_a_list_is_read_in_page_order_with_absolute_links():
    _, items = read_page(LIST, address=BASE + "CLProLey2011.nsf/PAporNumeroInverso?OpenView&Start=1")

    assert [item.key.number for item in items] == [92838, 92837, 92836]
    assert items[0].url == "https://old.example/Sicr/TraDocEstProc/CLProLey2011.nsf/dd14/a3?OpenDocument"


# The spider


def part(*numbers):
    """The list with the rows of these numbers only."""
    page = Selector(LIST)
    rows = page.xpath("//tr[not(.//tr)][.//a[@title]]")
    text = page.get()
    for row in rows:
        if not any(number in row.get() for number in numbers):
            text = text.replace(row.get(), "")
    return text.encode("latin-1")


def test_pages_of_a_list_are_followed_by_row_number(drive):
    spider = Domino(base=BASE, period=2011, start=1, pages=3)
    pages = {"1": part("92838", "92837"), "3": part("92836"), "4": part()}

    driven = drive(spider, lambda request: pages[request.url.rsplit("=", 1)[1]])

    assert [item.key.number for item in driven.items] == [92838, 92837, 92836]
    assert [request.url.removeprefix(BASE) for request in driven.requests] == [
        f"CLProLey2011.nsf/PAporNumeroInverso?OpenView&Start={row}" for row in (1, 3, 4)
    ]


def test_the_list_by_number_has_blanks_in_its_name(drive):
    spider = Domino(base=BASE, period=2011, view="Local Por Numero")

    driven = drive(spider, lambda request: saved_page("domino_list_local.html"))

    assert driven.requests[0].url == BASE + "CLProLey2011.nsf/Local%20Por%20Numero?OpenView&Start=1"
    assert [item.presented.isoformat() for item in driven.items] == ["2011-07-27", "2012-04-01"]


def test_the_fichas_of_a_list_are_read_and_one_that_fails_costs_no_other(drive):
    def respond(request):
        if "OpenView" in request.url:
            return part("92838", "92837")
        if request.url.endswith("/a3?OpenDocument"):
            return FICHA.replace("92764/2013-CR", "92838/2014-CR").encode("latin-1")
        return 500, b"<html>error</html>"

    driven = drive(Domino(base=BASE, period=2011, fichas=True), respond)

    kinds = [(type(item), item.key.number) for item in driven.items]
    assert kinds == [(BillItem, 92838), (BillItem, 92837), (DossierItem, 92838), (UnreadItem, 92837)]


def test_a_ficha_of_another_bill_is_not_taken_for_the_one_in_the_list(drive):
    driven = drive(
        Domino(base=BASE, period=2011, fichas=True),
        lambda request: part("92838") if "OpenView" in request.url else FICHA.encode("latin-1"),
    )

    assert driven.items[-1].kind == "foreign"


def test_a_link_to_another_host_is_never_followed(drive):
    elsewhere = part("92838").replace(b'href="/Sicr', b'href="https://evil.example/Sicr')

    driven = drive(Domino(base=BASE, period=2011, fichas=True), lambda request: elsewhere)

    assert len(driven.requests) == 1


def test_single_pages_are_read_by_their_addresses(drive):
    spider = Domino(base=BASE, addresses=["Expvirt_2011.nsf/visbusqptramdoc1621/92666?opendocument"])

    driven = drive(spider, lambda request: saved_page("domino_expediente.html"))

    assert driven.items[0].key.number == 92666
    assert driven.items[0].url == BASE + "Expvirt_2011.nsf/visbusqptramdoc1621/92666?opendocument"


def test_a_list_of_another_period_is_refused(drive):
    with pytest.raises(Unbelievable) as refused:
        drive(
            Domino(base=BASE, period=2006),
            lambda request: LIST.replace("CLProLey2011", "CLProLey2016").encode("latin-1"),
        )

    assert refused.value.kind == "foreign"


@pytest.mark.parametrize(
    "said, kind", [((403, b"no"), "blocked"), ((302, b""), "moved"), ((500, b"x"), "unavailable")]
)
def test_a_list_that_does_not_come_is_refused(drive, said, kind):
    with pytest.raises(Unbelievable) as refused:
        drive(Domino(base=BASE), lambda request: said)

    assert refused.value.kind == kind


@pytest.mark.parametrize("wrong", [{"period": 2021}, {"view": "Otra"}])
def test_a_period_or_view_that_does_not_exist_is_refused_before_anything_is_asked(wrong):
    with pytest.raises(ValueError, match="2021|Otra"):
        Domino(**wrong)


def test_an_identity_number_in_a_step_is_read_masked():
    page = FICHA.replace("solicita adherirse", "identificada con DNI N&deg; 12345678, solicita adherirse")

    _, (dossier,) = read_page(page, address=f"{BASE}x")

    assert "con DNI N° ########, solicita" in dossier.steps[2].detail
