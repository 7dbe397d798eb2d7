from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from legislation.models import Demonstration, Edition, Period
from tests.legislation.public_rows import (
    attach,
    lima,
    make_bill,
    make_cause,
    make_change,
    make_link,
    make_listing,
    make_step,
    rich_bill,
    sign,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spanish():
    """A request leaves its language behind in the thread: tests must not hand it on."""
    with translation.override("es"):
        yield


def page_of(client, bill):
    response = client.get(bill.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def member():
    return User.objects.create_user("ana@example.org", "una clave larga y buena")


# Home


def test_home_is_good_without_any_cause(client):
    bill = make_bill(title="LEY NUEVA DE PRUEBA")

    page = client.get("/").content.decode()

    assert page.count("<h1") == 1
    assert bill.get_absolute_url() in page


def test_home_is_good_with_nothing_at_all(client):
    page = client.get("/").content.decode()

    assert "Todavía no hemos leído ninguna lista" in page
    assert "Todavía no hemos leído las listas del Congreso" in page


def test_home_shows_what_we_ask_and_where_its_youngest_bill_stands(client):
    old = make_bill(99475, period=2021, chamber="C")
    new = make_bill(90012)
    make_cause(old, new)

    page = client.get("/").content.decode()

    assert "Pedimos una ley que reconozca nuestros derechos" in page
    assert new.get_absolute_url() in page
    assert old.get_absolute_url() not in page
    assert '<svg class="drawing' in page


def test_home_is_good_with_a_lapsed_bill(client):
    make_cause(make_bill(99475, period=2021, chamber="C"))

    assert "Caducó" in client.get("/").content.decode()


def test_a_cause_without_a_bill_has_its_page_and_is_not_put_before_those_that_are_in_congress(client):
    empty = make_cause(name="Antes que las demás", slug="antes")

    alone = client.get("/").content.decode()
    make_cause(make_bill())
    together = client.get("/").content.decode()

    assert "todavía no tiene un proyecto" in client.get(reverse("cause", args=[empty.slug])).content.decode()
    assert "Qué pasa en el Congreso" in alone and "Antes que las demás" not in alone + together


def test_home_shows_no_cause_that_is_not_public(client):
    bill = make_bill(stage="filed", status="PRESENTADO")
    make_cause(bill, name="Causa reservada", is_public=False)
    make_change(bill, old="PRESENTADO", new="NOVEDAD RESERVADA")

    page = client.get("/").content.decode()

    assert "Causa reservada" not in page
    assert "eservada" not in page


def test_home_shows_what_changed_last_and_tells_nothing_twice(client):
    bill = make_bill()
    make_cause(bill)
    first = make_change(bill, old="PRESENTADO", new="EN COMISIÓN")
    make_change(bill, "step_added", new="EN COMISIÓN OTRA VEZ", echo_of=first)
    make_change(bill, "link_proposed", new="99999-2026-2031-CD")
    make_change(bill, "label_unknown", new="ETIQUETA RARA")

    page = client.get("/").content.decode()

    assert "Cambió de estado: En comisión" in page
    assert "otra vez" not in page.casefold()
    assert "99999" not in page
    assert "rara" not in page.casefold()


# One bill


def test_a_bill_says_where_it_stands_since_when_and_what_comes_next(client):
    page = page_of(client, rich_bill())

    assert "Con dictamen" in page
    assert "desde el 12 de noviembre de 2026" in page
    assert "Debe entrar en la agenda del Pleno de Diputados" in page


def test_a_bill_shows_its_steps_newest_first_with_the_sources_own_labels(client):
    page = page_of(client, rich_bill())

    places = [page.index(words) for words in ("EN MAYORÍA".capitalize(), "2 de octubre", ">PRESENTADO<")]
    assert places == sorted(places)


def test_a_late_step_says_so(client):
    page = page_of(client, rich_bill())

    assert "registrado con retraso" in page
    assert "Apareció en el expediente el 18 de noviembre de 2026" in page


def test_a_withdrawn_step_is_struck_with_the_day_it_was_missed(client):
    page = page_of(client, rich_bill())

    assert "<s>EN COMISIÓN</s>" in page
    assert "lo notamos el 5 de noviembre de 2026" in page


def test_an_unconfirmed_step_is_marked_and_says_nothing_of_who_heard_it(client):
    bill = make_bill()
    make_step(
        bill,
        "DICTAMEN",
        stage="reported",
        entered_by=member(),
        entered_note="me lo dijo Fulana Ficticia",
        source_key="hand:1",
    )

    page = page_of(client, bill)

    assert "sin confirmar" in page
    assert "Fulana" not in page
    assert "ana@example.org" not in page


def test_a_bill_with_nothing_but_a_list_row_is_whole(client):
    bill = make_bill(stage="filed", status="PRESENTADO", authors=["Inventada Muestra, Elva"], presented=None)

    page = page_of(client, bill)

    assert "Presentado" in page
    assert "Inventada Muestra, Elva" in page
    assert bill.source_url in page
    assert "None" not in page


def test_documents_lead_to_the_official_page_and_never_to_another_kind_of_address(client):
    bill = make_bill()
    attach(bill, "Informe de prueba")
    attach(bill, "Documento con dirección", url="https://congreso.invalid/doc")
    attach(bill, "Documento tramposo", url="javascript:alert(1)")

    page = page_of(client, bill)

    assert page.count(f'href="{bill.source_url}"') >= 3
    assert 'href="https://congreso.invalid/doc"' in page
    assert "javascript:" not in page


def test_signatories_are_shown_by_role(client):
    page = page_of(client, rich_bill())

    for role, name in [
        ("autoría", "Ejemplo Ficticia, Rosa"),
        ("coautoría", "Imaginaria Prueba, Celia"),
        ("adhesión", "Supuesto Ensayo, Darío"),
    ]:
        assert page.index(f"Firman: {role}") < page.index(name)


def test_an_accumulated_bill_says_into_which(client):
    lead, carried = make_bill(90001), make_bill(90002)
    make_link(lead, carried, "accumulated")

    assert "Está acumulado en" in page_of(client, carried)
    assert lead.get_absolute_url() in page_of(client, carried)
    assert "Reúne también a" in page_of(client, lead)


def test_two_dossiers_that_name_each_other_are_said_to_go_together(client):
    one, other = make_bill(90001), make_bill(90002)
    make_link(one, other, "accumulated")
    make_link(other, one, "accumulated")

    for bill in (one, other):
        assert "Acumulado con" in page_of(client, bill)
        assert "Está acumulado en" not in page_of(client, bill)


def test_a_link_to_a_dossier_we_have_not_read_shows_its_number(client):
    bill, other = make_bill(90001), make_bill(90002)
    link = make_link(bill, other, "accumulated")
    link.other = None
    link.save()
    other.delete()

    assert "90002-2026-2031-CD" in page_of(client, bill)


@pytest.mark.parametrize("state", ["proposed", "refused"])
def test_links_that_nobody_confirmed_are_not_public(client, state):
    one, other = make_bill(90001), make_bill(90002)
    make_link(one, other, "companion", state=state)

    assert other.label not in page_of(client, one)


DOUBT = "lo propone el programa y todavía nadie lo confirmó"


@pytest.mark.parametrize("kind", ["passed_on", "refiled_as"])
def test_where_a_text_may_go_on_is_said_as_a_doubt_on_both_pages_and_moves_nothing(client, kind):
    before = make_bill(stage="passed", status="APROBADO")
    after = make_bill(90007, chamber="S", stage="committee")
    cause = make_cause(before)
    link = make_link(before, after, kind, state="proposed")

    assert DOUBT in client.get(reverse("cause", args=[cause.slug])).content.decode()
    told = page_of(client, before)
    assert (
        f'Puede que siga con otro número, <a href="{after.get_absolute_url()}">{after.label}</a>: {DOUBT}'
        in told
    )
    assert "Allí está en: En comisión." in told
    assert "<b>Aprobado por Diputados</b>" in told.partition('<li class="here"')[2].partition("</li>")[0]
    assert (
        f'Puede ser la continuación de <a href="{before.get_absolute_url()}">{before.label}</a>: {DOUBT}'
        in page_of(client, after)
    )
    assert client.get(reverse("bill-json", args=before.key)).json()["links"] == []

    for state in ("confirmed", "refused"):
        link.state = state
        link.save()
        Edition.advance()
        assert DOUBT not in page_of(client, before) + page_of(client, after)


def test_a_lapsed_bill_says_so_plainly(client):
    page = page_of(client, make_bill(99475, period=2021, chamber="C"))

    assert "Caducó" in page
    assert "terminó el 26 de julio de 2026" in page
    assert "«EN COMISIÓN»" in page


def test_a_bill_lapses_the_day_after_its_period_ends_in_lima(client):
    bill = make_bill(99475, period=2021, chamber="C")

    with time_machine.travel(lima(2026, 7, 26, 23, 59), tick=False):
        assert "Caducó" not in page_of(client, bill)
    with time_machine.travel(lima(2026, 7, 27, 0, 1), tick=False):
        assert "Caducó" in page_of(client, bill)


def test_a_law_shows_its_number(client):
    page = page_of(client, make_bill(period=2021, chamber="C", stage="law", law_number="99001"))

    assert "Es la Ley N.° 99001" in page


def test_it_says_when_congress_was_last_asked_and_when_something_changed(client):
    make_listing(read=lima(2026, 11, 20, 23, 30))
    bill = make_bill(first_observed=lima(2026, 10, 1, 8), last_changed=lima(2026, 11, 12, 9))

    page = page_of(client, bill)

    assert "Consultado por última vez el 20 de noviembre de 2026, 23:30" in page
    assert "Cambió por última vez el 12 de noviembre de 2026, 09:00" in page


def test_evidence_shows_the_hash_of_what_was_stored(client):
    page = page_of(client, rich_bill())

    assert "a" * 64 in page


def test_sharing_is_a_plain_link_and_a_text_to_copy(client):
    bill = make_bill()

    page = page_of(client, bill)

    assert 'href="https://wa.me/?text=Proyecto%20de%20ley%2090001-2026-2031-CD' in page
    assert f"http://testserver{bill.get_absolute_url()}" in page


def test_texts_of_the_source_are_escaped(client):
    bill = make_bill(title="LEY <script>alert(1)</script>", status="<b>ESTADO</b>", stage="unknown")
    make_step(bill, "<i>PASO</i>", detail="<img src=x>")

    page = page_of(client, bill)

    assert "<script>alert" not in page.casefold()
    assert "<b>ESTADO" not in page
    assert "<i>PASO" not in page
    assert "<img" not in page


def test_a_bill_we_do_not_know_is_a_404_that_helps(client):
    same_number = make_bill(10305)

    response = client.get("/proyectos/2021/C/10305/")

    assert response.status_code == 404
    page = response.content.decode()
    assert "No tenemos el proyecto 10305" in page
    assert same_number.get_absolute_url() in page
    assert reverse("bills") in page


@pytest.mark.parametrize(
    "address",
    [
        "/proyectos/99999999999/C/1/",
        "/proyectos/2021/C/9999999999999999/",
        "/proyectos/2021/X/1/",
        "/proyectos/2021/C/0/",
        "/proyectos/9999/C/999999999/",
        "/causas/no-existe/",
        "/nada/",
    ],
)
def test_addresses_that_lead_nowhere_are_404(client, address):
    assert client.get(address).status_code == 404


# A cause


def test_a_cause_shows_its_words_and_its_chain_youngest_first(client):
    old = make_bill(99475, period=2021, chamber="C", presented=date(2025, 9, 16))
    new = make_bill(90012, presented=date(2026, 9, 15))
    cause = make_cause(old, new)

    page = client.get(reverse("cause", args=[cause.slug])).content.decode()

    assert cause.purpose in page
    chain = page[page.index("Sus proyectos de ley") :]
    assert chain.index(new.label) < chain.index(old.label)


def test_a_cause_that_is_not_public_is_not_found(client):
    cause = make_cause(make_bill(), is_public=False)

    assert client.get(reverse("cause", args=[cause.slug])).status_code == 404


# Every page


def test_every_page_says_that_the_demonstration_is_one(client):
    bill = make_bill()
    Demonstration.objects.create(pk=1)

    for address in ("/", reverse("bills"), bill.get_absolute_url(), "/proyectos/2021/C/1/", "/en/"):
        assert 'class="demonstration"' in client.get(address).content.decode(), address
    assert "nada aquí es real" in client.get("/").content.decode()


def test_no_page_speaks_of_a_demonstration_otherwise(client):
    assert 'class="demonstration"' not in client.get("/").content.decode()


def test_the_language_switch_stays_on_the_page(client):
    bill = make_bill()

    assert f'href="/en{bill.get_absolute_url()}"' in page_of(client, bill)
    address = bill.get_absolute_url()
    english = client.get(f"/en{address}").content.decode()
    assert '<html lang="en">' in english
    assert f'href="{address}" lang="es"' in english


def test_the_language_switch_keeps_the_filters(client):
    page = client.get(reverse("bills"), {"q": "agua"}).content.decode()

    assert 'href="/en/proyectos/?q=agua"' in page


def test_the_footer_says_in_words_that_a_source_does_not_answer(client):
    from scrapers.models import Source

    Source.objects.filter(name="lista-2026-senado").update(failures=3, failing_since=lima(2026, 11, 19, 8))

    page = client.get("/").content.decode()

    assert "Desde el 19 de noviembre de 2026, 08:00 no podemos leer una parte" in page
    assert "Senado" in page


@pytest.mark.parametrize("failures", [1, 2])
def test_from_the_first_failure_the_footer_says_calmly_when_all_was_read(client, failures):
    from scrapers.models import ScrapeRun, Source

    source = Source.objects.get(name="lista-2026-senado")
    ScrapeRun.objects.create(
        source=source, status="ok", started=lima(2026, 11, 19, 7), ended=lima(2026, 11, 19, 7)
    )
    Source.objects.filter(pk=source.pk).update(failures=failures, failing_since=lima(2026, 11, 19, 8))

    page = client.get("/").content.decode()

    assert "falló y la intentamos otra vez; completa la leímos el 19 de noviembre de 2026, 07:00." in page
    assert "no podemos leer" not in page and "respondió" not in page


def test_a_source_that_never_was_read_well_is_not_said_to_have_been(client):
    from scrapers.models import Source

    Source.objects.filter(name="lista-2026-senado").update(failures=1, failing_since=lima(2026, 11, 19, 8))

    page = client.get("/").content.decode()

    assert "La última lectura de una parte falló y la intentamos otra vez." in page and "completa" not in page


@pytest.mark.parametrize(
    ("failures", "said"),
    [
        (1, "La última lectura falló y la intentamos otra vez."),
        (
            9,
            "Desde el 19 de noviembre de 2026, 08:00 no podemos leer el Congreso: lo que ves puede estar atrasado.",
        ),
    ],
)
def test_when_nothing_of_congress_answers_the_footer_does_not_speak_of_a_part(client, failures, said):
    from scrapers.models import Source

    Source.objects.filter(enabled=True).update(failures=failures, failing_since=lima(2026, 11, 19, 8))

    page = client.get("/").content.decode()

    assert said in page
    assert "una parte" not in page


def test_several_lists_that_do_not_answer_are_told_in_one_sentence(client):
    from scrapers.models import Source

    lists = Source.objects.filter(name__startswith="lista-2026")
    lists.update(failures=3, failing_since=lima(2026, 11, 19, 8))

    page = client.get("/").content.decode()

    assert lists.count() == 3 and page.count("no podemos leer una parte") == 1
    assert all(chamber in page for chamber in ("Senado", "Cámara de Diputados", "Congreso"))


def test_a_member_finds_her_account_on_every_page(client):
    assert "Mi cuenta" not in client.get("/").content.decode()

    client.force_login(User.objects.create_user("ana@example.org", "una clave larga y buena"))

    assert f'href="{reverse("account")}"' in client.get("/").content.decode()


def test_of_one_day_what_we_wrote_down_comes_after_what_congress_has(client):
    bill = make_bill()
    ana = User.objects.create_user("ana@example.org", "una clave larga y buena")
    day = date(2026, 11, 19)
    bill.steps.create(source_key="hand:1", day=day, status="Anotado por nosotras", entered_by=ana)
    bill.steps.create(source_key="9", day=day, status="DICTAMEN", moment=lima(2026, 11, 19, 16), position=3)

    page = page_of(client, bill)

    assert page.index("Anotado por nosotras") < page.index('lang="es">DICTAMEN')


def test_writing_to_a_page_is_refused(client):
    bill = make_bill()

    for address in ("/", reverse("bills"), bill.get_absolute_url()):
        assert client.post(address).status_code == 405
    sign(bill, "Ejemplo Ficticia, Rosa")


def test_a_page_that_does_not_exist_offers_the_other_language(client):
    assert 'href="/en/" lang="en"' in client.get("/no-existe/").content.decode()
    assert 'href="/" lang="es"' in client.get("/en/no-existe/").content.decode()


def test_only_periods_that_hold_bills_are_offered(client):
    make_bill()
    Period.objects.get_or_create(
        year=1995, defaults={"label": "1995-2000", "starts": date(1995, 7, 28), "ends": date(2000, 7, 27)}
    )

    page = client.get(reverse("bills")).content.decode()

    assert "2026-2031</option>" in page and "1995-2000" not in page


def test_a_new_step_is_told_without_the_title_again_and_with_its_committee_as_it_is_written(client):
    bill = make_bill(title="LEY QUE RECONOCE LOS DERECHOS DE QUIENES EJERCEN EL TRABAJO SEXUAL")
    step = make_step(
        bill,
        "DICTAMEN",
        committees=["Mujer y Familia"],
        detail=f"EN MAYORÍA - FÓRMULA SUSTITUTORIA - {bill.title}",
    )
    make_change(bill, "step_added", step=step, new=f"DICTAMEN — Mujer y Familia — {step.detail}")
    make_cause(bill)

    page = client.get("/").content.decode()

    assert "Nuevo paso: Dictamen — Mujer y Familia — En mayoría - Fórmula sustitutoria</span>" in page


def test_a_long_text_of_the_source_is_not_cut_inside_a_word(client):
    bill = make_bill()
    make_change(bill, "file_added", new="OFICIO " + "DESTINATARIO " * 20)
    make_cause(bill)

    assert "destinatario…</span>" in client.get("/").content.decode()


def test_a_cause_is_said_in_english_where_somebody_put_it_into_english(client):
    cause = make_cause(make_bill())
    words = {"name_en": "A law for all", "purpose_en": "We ask for a law."}
    address = f"/en/causas/{cause.slug}/"

    page = client.get(address).content.decode()
    assert f'<h1 lang="es">{cause.name}</h1>' in page

    type(cause).objects.filter(pk=cause.pk).update(**words)
    Edition.advance()
    page = client.get(address).content.decode()
    assert '<h1 lang="en">A law for all</h1>' in page and "We ask for a law." in page
    assert cause.name not in page
    assert "A law for all" in client.get("/en/proyectos/").content.decode()
    spanish = client.get(address.removeprefix("/en")).content.decode()
    assert f'<h1 lang="es">{cause.name}</h1>' in spanish and "A law for all" not in spanish


def test_who_approved_it_is_whom_congress_names(client):
    page = page_of(client, make_bill(stage="passed", status="APROBADO COM.PERMANENTE"))

    assert "La Comisión Permanente lo aprobó." in page
    assert "La Cámara de Diputados lo aprobó" not in page
