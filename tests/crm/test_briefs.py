"""The brief for a meeting: what it tells, what it never tells, and that it is always one sheet."""

import re
import subprocess
from datetime import date, timedelta
from shutil import which

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import brief_pdf, briefs
from crm.briefs import Brief, Line, Section
from crm.models import ContactWay
from tests.crm import world

pytestmark = pytest.mark.django_db
SECRET = world.SECRET


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def ago(days):
    return timezone.now() - timedelta(days=days)


def words(brief):
    """All that a brief says, a section under its heading."""
    sections = [*brief.main, *brief.side]
    told = {section.heading: [(line.text, line.detail) for line in section.lines] for section in sections}
    return {heading: [" | ".join(filter(None, line)) for line in lines] for heading, lines in told.items()}


def pages(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer


def test_it_says_who_she_is_what_she_thinks_promised_and_was_told(ana):
    held = world.affiliation(started="2023-03")
    rosa = held.person
    bea = world.member("bea", of="REDTRANS")
    world.interaction(
        rosa, by=bea, starts=ago(43), outcome="Recibirá a la delegación", next_step="Mandarle el texto"
    )
    world.position(rosa, stance=0, grade="two", evidence="Acta 12", words=SECRET)
    world.commitment(rosa, made=ago(60).date(), due=ago(2).date())
    world.task(person=rosa, assignee=ana)
    world.way(rosa, is_preferred=True)

    brief = briefs.prepare(rosa, ana)
    told = words(brief)

    assert brief.title == "Rosa Núñez"
    assert brief.lead == (
        "Directora regional de salud, Gobierno Regional de Piura (Piura) · desde marzo de 2023",
    )
    assert told["Postura de hoy"] == [
        "Sin decidir · Trabajo sexual con derechos | 09/10/2026 · Lo dijo ante dos de nosotras · Acta 12"
    ]
    [contact] = told["Últimos contactos"]
    assert "REDTRANS: Bea" in contact
    assert "Recibirá a la delegación" in contact
    assert told["Lo que prometieron"][0].startswith("Recibir a la delegación | Vencido · para el ")
    assert told["Lo que nos toca"] == ["Enviar la carta | Pendiente · Ana"]
    assert told["Cómo nombrar y contactar"] == ["Rosa Núñez | 987 654 321 (Celular o WhatsApp, preferido)"]
    asked = told["Qué preguntar"]
    assert asked[0].endswith("«Recibir a la delegación». ¿En qué quedó?")
    assert asked[1:] == [
        "Quedó pendiente: Mandarle el texto",
        "Preguntar qué le falta para decidirse sobre «Trabajo sexual con derechos».",
    ]


def test_what_nobody_knows_is_asked(ana):
    world.cause()

    told = words(briefs.prepare(world.person(), ana))

    assert told["Qué preguntar"] == ["Preguntar qué piensa de «Trabajo sexual con derechos»."]


def test_who_came_lately_and_what_her_predecessor_promised(ana):
    old = world.affiliation(world.person("La de antes"), started="2020", ended="2025")
    world.commitment(old.person, "Publicar la directiva", post=old.post)
    new = world.affiliation(
        world.person("La de hoy"), old.post, started=timezone.localdate().isoformat()[:10]
    )

    told = words(briefs.prepare(new.person, ana))

    assert told["Lo que prometieron"][0].startswith("La de antes: Publicar la directiva")
    assert any("La de hoy asumió hace poco" in line for line in told["Qué preguntar"])


def test_of_an_institution_it_tells_who_is_there_and_which_seats_are_empty(ana):
    held = world.affiliation()
    place = held.post.institution
    world.post("Gerenta de desarrollo social", at=place)
    world.position(held.person, stance=2)
    world.interaction(held.person, place, starts=ago(5), outcome="Apoyará")

    told = words(briefs.prepare(place, ana))

    assert told["Quiénes están"] == [
        "Directora regional de salud: Rosa Núñez | desde 2024",
        "Gerenta de desarrollo social: vacante, o no sabemos quién",
    ]
    assert told["Postura de hoy"][0].startswith("Rosa Núñez: A favor")
    assert "Preguntar quién ocupa el puesto: Gerenta de desarrollo social." in told["Qué preguntar"]
    assert len(told["Últimos contactos"]) == 1


def test_of_a_planned_meeting_it_brings_together_all_who_will_be_there(ana):
    rosa, luz = world.person("Rosa"), world.person("Luz")
    place = world.institution("Hospital Santa Rosa")
    meeting = world.interaction(rosa, luz, place, by=ana, state="planned", starts=ago(-3), place="Piura")
    world.position(luz, stance=-1)
    world.commitment(place, "Abrir el consultorio")

    brief = briefs.prepare(meeting, ana)
    told = words(brief)

    assert brief.title == "Reunión · Programado"
    assert "De nosotras: IESSDEH, Ana" in brief.lead
    assert told["Con quiénes"] == ["Rosa", "Luz", "Hospital Santa Rosa"]
    assert told["Postura de hoy"][0].startswith("Luz: Se inclina en contra")
    assert told["Lo que prometieron"][0].startswith("Hospital Santa Rosa: Abrir el consultorio")


def test_the_oldest_contacts_are_left_out_and_counted(ana):
    rosa = world.person()
    for n in range(30):
        world.interaction(rosa, starts=ago(n + 1), outcome=f"Encuentro {n} " + "y mucho más " * 8)

    contacts = briefs.prepare(rosa, ana).main[2]

    assert [line.detail.split(" y")[0] for line in contacts.lines][:2] == ["Encuentro 0", "Encuentro 1"]
    assert contacts.left_out == "y 18 más en el registro"
    assert pages(brief_pdf.write(briefs.prepare(rosa, ana))) == 1


def test_reserved_notes_and_sealed_words_are_never_in_it(client, ana):
    held = world.affiliation()
    place = held.post.institution
    meeting = world.interaction(held.person, place, state="planned", starts=ago(-3))
    for about in (held.person, place, meeting):
        world.note(about)
    world.position(held.person, words=SECRET)

    for record in (held.person, place, meeting):
        assert SECRET not in repr(briefs.prepare(record, ana))
    for address in addresses(held.person, place, meeting):
        assert SECRET not in read(client, address).content.decode(errors="replace")


def addresses(person, place, meeting, ends=("ficha/",)):
    records = {"personas": person, "instituciones": place, "encuentros": meeting}
    return [f"/admin/{name}/{record.pk}/{end}" for name, record in records.items() for end in ends]


def everything_of(circle):
    place = world.institution(f"Instituto {SECRET}", **circle)
    person = world.affiliation(world.person(f"Persona {SECRET}", **circle), world.post(at=place)).person
    return person, place, world.interaction(person, place, state="planned", starts=ago(-3), **circle)


@pytest.mark.parametrize("whose", ["coordinator", "leader", "of no organization"])
def test_a_stranger_to_the_circle_is_told_that_it_is_not_there(client, whose):
    hidden = everything_of(world.closed("REDTRANS"))
    stranger = {"coordinator": world.coordinator, "leader": world.leader}.get(whose, world.member)
    client.force_login(stranger(of=None if whose == "of no organization" else "IESSDEH"))

    for address in addresses(*hidden, ends=("ficha/", "ficha/pdf/")):
        assert client.get(address).status_code == 404, address


def test_an_open_record_does_not_tell_what_hangs_on_it_in_secret(ana):
    mine = world.closed("REDTRANS")
    held = world.affiliation()
    rosa, place = held.person, held.post.institution
    meeting = world.interaction(rosa, place, starts=ago(-3), state="planned")
    hidden = world.person(f"Persona {SECRET}", **mine)
    meeting.participants.create(person=hidden)
    world.affiliation(hidden, world.post(f"Puesto {SECRET}", at=world.institution(SECRET, **mine)))
    world.affiliation(hidden, world.post("Gerenta", at=place))
    world.affiliation(rosa, world.post(f"Otro {SECRET}", at=world.institution("Cerrada", **mine)))
    world.interaction(rosa, place, starts=ago(2), outcome=SECRET, next_step=SECRET, **mine)
    world.position(rosa, evidence=SECRET, **mine)
    world.commitment(rosa, SECRET, **mine)
    world.task(SECRET, person=rosa, **mine)
    place.parent = world.institution(f"Matriz {SECRET}", **mine)
    place.save()

    for record in (rosa, place, meeting):
        assert SECRET not in repr(briefs.prepare(record, ana))


def test_whoever_may_not_read_records_gets_no_brief(client):
    hidden = everything_of({})
    for address in addresses(*hidden, ends=("ficha/", "ficha/pdf/")):
        assert client.get(address).status_code == 302
    client.force_login(world.member("rita", groups=()))

    for address in addresses(*hidden, ends=("ficha/", "ficha/pdf/")):
        assert client.get(address).status_code == 403


def test_reading_it_changes_nothing_and_it_is_not_kept_on_the_way(client, ana):
    rosa = world.person()
    address = f"/admin/personas/{rosa.pk}/ficha/pdf/"
    with CaptureQueriesContext(connection) as asked:
        answer = read(client, address)

    writes = [query["sql"] for query in asked if not query["sql"].lstrip("(").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))]  # fmt: skip
    assert writes == []
    assert client.post(address).status_code == 405
    assert "no-store" in answer["Cache-Control"]


def test_neither_name_nor_properties_say_what_it_is_about(client, ana):
    rosa = world.person()
    world.position(rosa)

    answer = read(client, f"/admin/personas/{rosa.pk}/ficha/pdf/")

    assert answer["Content-Disposition"] == f'attachment; filename="ficha-{timezone.localdate()}.pdf"'
    assert b"/Title (Ficha)" in answer.content
    assert b"/Lang (es)" in answer.content
    properties = answer.content[answer.content.index(b"/Author") :]
    for said in (b"Rosa", b"Trabajo", b"Incidencia", b"Ana"):
        assert said not in properties


@pytest.mark.skipif(not which("pdftotext"), reason="poppler-utils is not installed")
def test_what_it_shows_can_be_read_from_it(client, ana, tmp_path):
    rosa = world.person("Ñañe Wësha & <Quispe> 💜 Ĩnka’")
    world.commitment(rosa, "Atenderá en shipibo: jawen jisti")
    sheet = tmp_path / "ficha.pdf"

    sheet.write_bytes(read(client, f"/admin/personas/{rosa.pk}/ficha/pdf/").content)

    told = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True)
    assert "Ñañe Wësha & <Quispe> ? Inka’" in told.stdout
    assert "jawen jisti" in told.stdout
    assert f"Confidencial · generado para Ana el {timezone.localdate():%d/%m/%Y}" in told.stdout


def test_it_speaks_the_language_of_the_reader(ana):
    with translation.override("en"):
        assert b"/Lang (en)" in brief_pdf.write(briefs.prepare(world.person(), ana))


def test_many_of_everything_cost_no_more_queries(ana):
    place = world.institution()
    rosa = world.affiliation(world.person("Rosa"), world.post(at=place)).person

    def fill(numbers):
        for n in numbers:
            who = world.affiliation(world.person(f"Otra {n}"), world.post(f"Puesto {n}", at=place)).person
            world.interaction(rosa, who, place, by=ana, starts=ago(n + 1), next_step="Algo")
            world.position(rosa, stated=date(2026, 1, 1) + timedelta(days=n))
            world.position(who)
            world.commitment(who)
            world.task(person=rosa, assignee=ana)
            ContactWay.objects.create(institution=place, kind="phone", value=f"98765432{n}")

    def cost(record):
        with CaptureQueriesContext(connection) as asked:
            briefs.prepare(record, ana)
        return len(asked)

    fill([0])
    meeting = world.interaction(rosa, place, state="planned", starts=ago(-3))
    few = [cost(record) for record in (rosa, place, meeting)]
    fill(range(1, 51))

    assert [cost(record) for record in (rosa, place, meeting)] <= few
    assert max(few) <= 32


text = (
    st.text(max_size=400)
    | st.text(alphabet="WM@", max_size=400)
    | st.text(alphabet="\u0303ñ́<>&\u202e", max_size=60)
)
days = st.none() | st.dates()
lines = st.lists(st.builds(Line, text, text, days), max_size=briefs.SHOWN).map(tuple)
sections = st.tuples(text, lines, st.integers(0, 500), text).map(
    lambda given: Section(given[0][:40], given[1], len(given[1]) + given[2], given[3])
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Brief,
        text,
        st.lists(text, max_size=9).map(tuple),
        st.tuples(sections, sections, sections),
        st.tuples(sections, sections, sections, sections),
        text,
        st.dates(),
    )
)
def test_whatever_is_written_anywhere_it_is_one_sheet(brief):
    pdf, sheet = brief_pdf.write(brief), brief_pdf.Sheet(brief)

    assert pdf.startswith(b"%PDF")
    assert pages(pdf) == 1
    assert sheet.room > 0
    assert sheet.foot.height < brief_pdf.FOOT - 8
    for column in (sheet.main, sheet.side):
        assert sum(text.height for text in column.texts()) <= sheet.room


@given(text)
def test_every_letter_shown_is_in_the_font(anything):
    assert {ord(sign) for sign in brief_pdf.printable(anything)} <= brief_pdf.letters()
