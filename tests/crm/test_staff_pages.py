"""The pages of single records, and the forms that open from them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm import timeline
from crm.models import Affiliation, Commitment, ContactWay, Institution, Note, Person, Position, Task
from tests.crm import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = world.member("ana")
    client.force_login(user)
    return user


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_the_page_of_a_person_tells_her_story(client, ana):
    held = world.affiliation(started="2023-01")
    rosa = held.person
    miluska = world.member("miluska", of="Miluska")
    world.interaction(
        rosa, by=miluska, starts=timezone.now() - timedelta(days=43), outcome="Recibirá a la delegación"
    )
    world.position(rosa, stance=1)
    world.commitment(rosa)
    world.task(person=rosa)
    world.way(rosa, is_preferred=True)

    page = read(client, f"/admin/personas/inspect/{rosa.pk}/")

    for words in (
        "Directora regional de salud",
        "Último contacto hace 43 días, por Miluska.",
        "Recibirá a la delegación",
        "Se inclina a favor",
        "Recibir a la delegación",
        "Enviar la carta",
        "987 654 321",
        "enero de 2023",
    ):
        assert words in page, words


def test_the_page_of_an_institution_shows_who_was_there(client, ana):
    now = world.affiliation(world.person("La de hoy"), started="2024")
    world.affiliation(world.person("La de antes"), now.post, started="2020", ended="2024")
    world.post("Subdirectora", at=now.post.institution)

    page = read(client, f"/admin/instituciones/inspect/{now.post.institution_id}/")

    assert "La de hoy" in page
    assert "La de antes" in page
    assert page.count("vacante, o no sabemos quién") == 1


def test_a_page_costs_the_same_with_much_to_tell(client, ana):
    rosa = world.affiliation().person

    def more(n):
        for number in range(n):
            meeting = world.interaction(rosa, world.institution(f"I{number}{timezone.now()}"), by=ana)
            world.position(rosa)
            world.commitment(rosa, interaction=meeting)
            world.task(person=rosa, assignee=ana)
            world.note(rosa)

    for address in (
        f"/admin/personas/inspect/{rosa.pk}/",
        f"/admin/instituciones/inspect/{institution_of(rosa)}/",
    ):
        more(1)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        more(20)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) <= len(few)
        assert len(many) <= 43


def institution_of(person):
    return Affiliation.objects.get(person=person).post.institution_id


def test_a_person_is_written_down_signed_and_found(client, ana):
    post(client, "/admin/personas/nueva/", name="Eva Ñahui", circle="coalition")

    eva = Person.objects.get()
    assert (eva.name, eva.logged_by, eva.owner) == ("Eva Ñahui", ana, world.partner("IESSDEH"))
    assert Person.objects.matching("nahui").get() == eva


def test_nobody_puts_a_record_where_she_could_not_see_it(client, ana):
    answer = client.post("/admin/personas/nueva/", {"name": "Eva", "circle": "leadership"})

    assert answer.status_code == 422
    assert not Person.objects.exists()


def test_wagtails_own_log_learns_no_names(client, ana):
    post(client, "/admin/personas/nueva/", name="Eva Ñahui", circle="partner")
    eva = Person.objects.get()
    post(client, f"/admin/personas/{eva.pk}/corregir/", name="Eva Ñahui Q.", circle="partner")

    assert not ModelLogEntry.objects.exists()


def test_an_institution_in_the_wrong_province_is_told_so(client, ana):
    data = {"name": "Municipalidad", "kind": "municipality", "level": "district", "circle": "coalition"}
    data |= {"status": "active", "region": "20", "province": "2501"}
    answer = client.post("/admin/instituciones/nueva/", data)

    assert "Coronel Portillo está en Ucayali." in answer.content.decode()
    post(client, "/admin/instituciones/nueva/", **data | {"region": "25", "district": "Yarinacocha"})
    assert Institution.objects.get().place == "Yarinacocha, Coronel Portillo, Ucayali"


def test_a_parent_is_picked_by_part_of_its_name(client, ana):
    parent, child = world.institution("Gobierno Regional de Piura"), world.institution("Hospital Santa Rosa")
    data = {"name": child.name, "kind": "health_service", "level": "regional", "circle": "coalition"}
    data |= {"status": "active", "region": "20"}

    post(client, f"/admin/instituciones/{child.pk}/corregir/", **data, parent="gobierno regional")

    child.refresh_from_db()
    assert child.parent == parent


def test_two_candidates_are_offered_and_one_is_chosen(client, ana):
    rosa = world.person()
    first, second = world.institution("Hospital Santa Rosa I"), world.institution("Hospital Santa Rosa II")
    address = f"/admin/personas/{rosa.pk}/cargo/"

    answer = client.post(address, {"institution": "santa rosa", "title": "Directora", "started": "3/2024"})
    assert "Hay más de una opción" in answer.content.decode()
    assert f'value="{second.pk}"' in answer.content.decode()
    post(
        client,
        address,
        institution="santa rosa",
        title="Directora",
        started="3/2024",
        **{"institution-key": second.pk},
    )

    held = Affiliation.objects.get()
    assert (held.post.institution, held.started) == (second, "2024-03")
    assert first.posts.count() == 0


def test_a_change_of_post_is_one_form(client, ana):
    old = world.affiliation()
    world.institution("Ministerio de Salud", kind="ministry", level="national", region_id=None)
    world.commitment(old.person, "Publicar la directiva")

    answer = post(
        client,
        f"/admin/personas/{old.person_id}/cargo/{old.pk}/cambio/",
        institution="ministerio",
        title="Viceministra",
        started="2026-11-01",
    )

    page = read(client, answer.url)
    assert "Publicar la directiva" in page
    assert "Recibir a quien sucede a Rosa Núñez" in page
    assert Affiliation.objects.current().get().post.title == "Viceministra"


def test_a_contact_way_without_consent_in_proof_is_refused(client, ana):
    rosa = world.person()
    address = f"/admin/personas/{rosa.pk}/contacto/"
    data = {"kind": "mobile", "value": "987654321", "basis": "consent"}

    assert "Sin la prueba del consentimiento" in client.post(address, data).content.decode()
    post(client, address, **data, proof="Por correo, 5 de marzo de 2026")
    way = ContactWay.objects.get()
    post(client, f"/admin/personas/{rosa.pk}/contacto/{way.pk}/quitar/")
    assert not ContactWay.objects.exists()


def test_matters_open_from_whom_they_are_about(client, ana):
    rosa, cause = world.person(), world.cause()

    post(
        client,
        f"/admin/posturas/nueva/?persona={rosa.pk}",
        cause=cause.pk,
        stance="2",
        stated="2026-11-01",
        grade="one",
        circle="coalition",
    )
    post(
        client,
        f"/admin/compromisos/nuevo/?persona={rosa.pk}",
        what="Firmar",
        made="2026-11-01",
        circle="coalition",
    )
    promise = Commitment.objects.get()
    post(client, f"/admin/tareas/nueva/?compromiso={promise.pk}", what="Recordarle", circle="coalition")
    post(client, f"/admin/encuentros/nota/?persona={rosa.pk}", text="Entre nosotras", circle="partner")

    assert Position.objects.get().person == promise.person == Note.objects.get().person == rosa
    assert Task.objects.get().commitment == promise
    assert Note.objects.get().owner == world.partner("IESSDEH")


def test_a_promise_is_kept_only_with_its_proof(client, ana):
    promise = world.commitment()
    address = f"/admin/compromisos/{promise.pk}/corregir/"
    data = {"what": promise.what, "made": "2026-10-09", "state": "kept", "circle": "coalition"}

    assert "Di con qué se prueba" in client.post(address, data).content.decode()
    post(client, address, **data, evidence="Acta 12")
    promise.refresh_from_db()
    assert promise.closed == timezone.localdate()


@pytest.mark.parametrize(
    ("state", "evidence"), [("kept", "Acta 12"), ("partly", "Acta 12"), ("broken", ""), ("withdrawn", "")]
)
def test_what_came_of_a_promise_is_told_in_one_form(client, ana, state, evidence):
    promise = world.commitment()
    address = f"/admin/compromisos/{promise.pk}/cerrar/"
    assert address in read(client, f"/admin/compromisos/inspect/{promise.pk}/")

    post(client, address, state=state, evidence=evidence, closed="2026-11-01")

    promise.refresh_from_db()
    assert (promise.state, promise.evidence, promise.closed) == (state, evidence, date(2026, 11, 1))
    page = read(client, f"/admin/compromisos/inspect/{promise.pk}/")
    assert address not in page
    assert promise.get_state_display() in page


def test_a_promise_is_not_closed_without_proof_nor_before_it_was_made_nor_twice(client, ana):
    promise = world.commitment()
    address = f"/admin/compromisos/{promise.pk}/cerrar/"
    assert client.get(address).status_code == 200

    for data, words in (
        ({"state": "kept"}, "Di con qué se prueba"),
        ({"state": "made"}, "Escoja una opción válida"),
        ({"evidence": "Acta"}, "Elige qué pasó."),
        ({"state": "broken", "closed": "2025-01-01"}, "Es anterior al compromiso."),
        ({"state": "broken", "closed": "2099-01-01"}, "Ese día todavía no llega."),
    ):
        answer = client.post(address, {"closed": "2026-11-01"} | data)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    promise.refresh_from_db()
    assert promise.is_open
    post(client, address, state="broken", closed="2026-11-01")
    post(client, address, state="kept", evidence="Acta", closed="2026-11-02")
    promise.refresh_from_db()
    assert promise.state == "broken"


def test_a_task_is_closed_with_what_came_of_it(client, ana):
    task = world.task(assignee=ana)

    post(client, f"/admin/tareas/{task.pk}/cerrar/", outcome="Enviada", state="done")

    task.refresh_from_db()
    assert (task.state, task.closed_by, task.outcome) == ("done", ana, "Enviada")


def test_a_withdrawn_position_stays_in_the_log(client, ana):
    position = world.position()
    assert client.get(f"/admin/posturas/{position.pk}/retirar/").status_code == 405

    post(client, f"/admin/posturas/{position.pk}/retirar/")

    assert Position.objects.count() == 1
    assert not Position.objects.present().exists()


def test_the_history_says_who_changed_what(client, ana):
    rosa = world.person("Rosa Nunez")
    post(client, f"/admin/personas/{rosa.pk}/corregir/", name="Rosa Núñez", circle="coalition")

    page = read(client, f"/admin/personas/inspect/{rosa.pk}/")

    assert "<del>Rosa Nunez</del>" in page
    assert "Ana" in page


def test_nothing_is_deleted_and_wagtails_forms_are_closed(client, ana):
    rosa = world.person()

    for address in (
        "new/",
        f"edit/{rosa.pk}/",
        f"delete/{rosa.pk}/",
        f"history/{rosa.pk}/",
        f"copy/{rosa.pk}/",
    ):
        assert client.get(f"/admin/personas/{address}").status_code == 404, address


def test_who_came_in_place_of_a_director_was_in_contact_with_her_post(client, ana):
    held = world.affiliation()
    delegate = world.person("Delegada")
    meeting = world.interaction()
    meeting.participants.create(person=delegate, stands_in_for=held.person, stands_in_for_post=held.post)

    assert f"encuentros/inspect/{meeting.pk}/" in read(client, f"/admin/personas/inspect/{held.person_id}/")
    assert f"encuentros/inspect/{meeting.pk}/" in read(
        client, f"/admin/instituciones/inspect/{held.post.institution_id}/"
    )
    assert "en lugar de Rosa Núñez" in read(client, f"/admin/encuentros/inspect/{meeting.pk}/")


def test_a_workshop_of_two_days_says_on_which_it_ends(client, ana):
    one_day = world.interaction(starts=world.moment(2026, 3, 5), ends=world.moment(2026, 3, 5, 12))
    two_days = world.interaction(starts=world.moment(2026, 3, 5), ends=world.moment(2026, 3, 6, 17))

    assert "6 de marzo" not in read(client, f"/admin/encuentros/inspect/{one_day.pk}/")
    assert "6 de marzo de 2026" in read(client, f"/admin/encuentros/inspect/{two_days.pk}/")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "hoy"), (1, "ayer"), (43, "hace 43 días"), (729, "hace 729 días"), (6402, "hace 17 años")],
)
def test_a_long_silence_is_told_in_years(days, words):
    assert timeline.ago(days) == words


def test_a_place_named_like_its_region_is_said_once():
    lima = world.institution("Ministerio", region_id="15", province_id="1501", district="Lima")

    assert lima.place == "Lima"
