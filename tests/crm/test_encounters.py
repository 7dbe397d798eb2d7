"""What is written on an encounter's page: who came, what was said, how many attended, files, and what is planned."""

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import attachments
from crm.models import Attachment, Attendance, Interaction, Participant, Person, Task
from tests.crm import world

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 acta"


@pytest.fixture
def ana(client):
    user = world.coordinator("ana")
    client.force_login(user)
    return user


@pytest.fixture
def meeting(ana):
    return world.interaction(by=ana)


def at(meeting, *parts):
    return f"/admin/encuentros/{meeting.pk}/" + "".join(f"{part}/" for part in parts)


def page(client, meeting):
    answer = client.get(f"/admin/encuentros/inspect/{meeting.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def refused(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 422
    return answer.content.decode()


# Who took part


def test_somebody_is_added_in_the_post_she_held_that_day(client, meeting):
    held = world.affiliation(started="2026-01", ended="2026-11-01")
    world.affiliation(
        held.person, world.post("Ministra", at=world.institution("Ministerio")), started="2026-11-01"
    )

    sent(client, at(meeting, "participante"), person="rosa nunez")

    participant = Participant.objects.get()
    assert (participant.person, participant.post) == (held.person, held.post)
    assert participant.institution == held.post.institution
    assert "Directora regional de salud" in page(client, meeting)


def test_she_may_have_come_for_another_institution_than_her_own(client, meeting):
    held = world.affiliation()
    board = world.institution("Mesa de concertación", kind="civil_society")

    sent(client, at(meeting, "participante"), person="rosa", institution="mesa de")

    assert Participant.objects.get().institution == board
    assert Participant.objects.get().post == held.post


def test_who_came_in_the_place_of_a_director_came_for_her_post_too(client, meeting):
    held = world.affiliation(world.person("La directora"))
    delegate = world.person("La delegada")

    sent(client, at(meeting, "participante"), person="delegada", stands_in_for="directora")

    participant = Participant.objects.get(person=delegate)
    assert (participant.stands_in_for, participant.stands_in_for_post) == (held.person, held.post)
    assert "en lugar de La directora (Directora regional de salud)" in page(client, meeting)


def test_somebody_unknown_is_added_on_the_spot_in_the_circle_of_the_meeting(client, ana):
    closed = world.interaction(by=ana, circle="partner", owner=ana.partner)

    assert "márcalo como nuevo" in refused(client, at(closed, "participante"), person="Nadia Ruiz")
    data = {"person": "Nadia Ruiz", "person-key": "new"}
    sent(client, at(closed, "participante"), **data)
    assert "Ya consta" in refused(client, at(closed, "participante"), **data)

    nadia = Person.objects.get()
    assert (nadia.circle, nadia.owner, nadia.logged_by) == ("partner", ana.partner, ana)


def test_nobody_takes_part_twice_or_for_herself(client, meeting):
    rosa, place = world.person(), world.institution("Hospital")
    Participant.objects.create(interaction=meeting, person=rosa)
    Participant.objects.create(interaction=meeting, institution=place)
    address = at(meeting, "participante")

    assert "Ya consta en este encuentro." in refused(client, address, person="rosa")
    assert "Ya consta en este encuentro." in refused(client, address, institution="hospital")
    assert "Escribe con quién fue" in refused(client, address, person="")
    lia = world.person("Lía")
    assert "Nadie viene en lugar de sí misma." in refused(client, address, person="lia", stands_in_for="lia")
    assert "¿Quién vino en su lugar?" in refused(
        client, address, institution="hospital", stands_in_for=lia.name
    )


def test_what_she_wrote_is_still_there_after_an_error(client, meeting):
    world.institution("Hospital Santa Rosa I")
    world.institution("Hospital Santa Rosa II")

    text = refused(client, at(meeting, "participante"), person="Nadia Ruiz", institution="santa rosa")

    assert 'value="Nadia Ruiz"' in text
    assert "Hay más de una opción" in text


def test_the_post_of_a_participant_is_corrected(client, meeting):
    held = world.affiliation()
    other = world.post("Jefa de epidemiología", at=held.post.institution)
    world.post("De otra casa", at=world.institution("Otra"))
    participant = Participant.objects.create(
        interaction=meeting, person=held.person, post=held.post, institution=held.post.institution
    )
    address = at(meeting, "participante", participant.pk, "corregir")

    assert "De otra casa" not in client.get(address).content.decode()
    sent(client, address, post=other.pk, institution=held.post.institution.name)

    participant.refresh_from_db()
    assert (participant.post, participant.institution) == (other, held.post.institution)


def test_a_correction_keeps_what_she_who_corrects_may_not_see(client, meeting):
    hidden = world.person(world.SECRET, **world.closed())
    participant = Participant.objects.create(interaction=meeting, person=world.person(), stands_in_for=hidden)
    address = at(meeting, "participante", participant.pk, "corregir")

    assert world.SECRET not in client.get(address).content.decode()
    assert world.SECRET not in page(client, meeting)
    sent(client, address, institution="")

    participant.refresh_from_db()
    assert participant.stands_in_for == hidden


def test_a_participant_is_taken_off_and_the_history_remembers(client, meeting):
    participant = Participant.objects.create(interaction=meeting, person=world.person())
    address = at(meeting, "participante", participant.pk, "quitar")

    assert client.get(address).status_code == 405
    sent(client, address)

    assert not Participant.objects.exists()
    assert Participant.history.filter(history_type="-").count() == 1


def test_a_part_of_one_meeting_is_not_reached_through_another(client, ana, meeting):
    other = world.interaction(by=ana)
    participant = Participant.objects.create(interaction=other, person=world.person())

    assert client.post(at(meeting, "participante", participant.pk, "quitar")).status_code == 404
    assert Participant.objects.exists()


# What was said


def test_a_point_says_who_said_what_and_its_follow_up_is_a_task(client, ana, meeting):
    speaker = Participant.objects.create(interaction=meeting, person=world.person())
    address = at(meeting, "punto")

    sent(
        client,
        address,
        topic="Dictamen",
        said="Lo pondrá en agenda",
        said_by=speaker.pk,
        task="Llamar a la comisión",
        task_due="2027-01-10",
        assignee=ana.pk,
    )

    task = Task.objects.get()
    assert (task.what, task.assignee, task.interaction) == ("Llamar a la comisión", ana, meeting)
    text = page(client, meeting)
    assert "lo dijo Rosa Núñez" in text
    assert "Pendiente" in text
    task.state, task.outcome, task.closed = "done", "Llamé", timezone.now()
    task.save()
    assert "Hecha" in page(client, meeting)
    assert "Ese punto ya está anotado." in refused(
        client, address, topic="Dictamen", said="Lo pondrá en agenda"
    )


def test_points_stand_in_the_order_in_which_they_were_written(client, meeting):
    for topic in ("Uno", "Dos", "Tres"):
        sent(client, at(meeting, "punto"), topic=topic)

    assert [(point.position, point.topic) for point in meeting.points.all()] == [
        (1, "Uno"),
        (2, "Dos"),
        (3, "Tres"),
    ]


def test_a_point_that_has_its_task_asks_for_no_second_one(client, meeting):
    task = world.task(interaction=meeting)
    point = meeting.points.create(topic="Dictamen", follow_up=task)
    address = at(meeting, "punto", point.pk, "corregir")

    assert 'name="task"' not in client.get(address).content.decode()
    sent(client, address, topic="El dictamen", task="Otra")

    point.refresh_from_db()
    assert (point.topic, point.follow_up, Task.objects.count()) == ("El dictamen", task, 1)


def test_a_day_without_a_task_is_asked_about(client, meeting):
    assert "Di qué hay que hacer" in refused(
        client, at(meeting, "punto"), topic="Dictamen", task_due="2027-01-10"
    )


def test_a_task_of_a_closed_meeting_is_given_only_to_those_who_see_it(client, ana):
    bea, closed = (
        world.member("bea", of="REDTRANS"),
        world.interaction(by=ana, circle="partner", owner=ana.partner),
    )

    refused(client, at(closed, "punto"), topic="Dictamen", task="Llamar", assignee=bea.pk)

    assert not Task.objects.exists()


def test_who_said_it_and_what_follows_stay_hidden_where_they_are(client, meeting):
    hidden = world.person(world.SECRET, **world.closed())
    speaker = Participant.objects.create(interaction=meeting, person=hidden)
    task = world.task(world.SECRET, interaction=meeting, **world.closed())
    point = meeting.points.create(topic="Dictamen", said_by=speaker, follow_up=task)
    address = at(meeting, "punto", point.pk, "corregir")

    assert world.SECRET not in page(client, meeting)
    assert world.SECRET not in client.get(address).content.decode()
    sent(client, address, topic="El dictamen")

    point.refresh_from_db()
    assert (point.said_by, point.follow_up) == (speaker, task)


# How many came


def count(meeting, audience="sex_workers", number=14, **fields):
    return Attendance.objects.create(interaction=meeting, audience=audience, count=number, **fields)


def test_attendance_is_counted_with_its_qualifier_and_first_timers(client, meeting):
    sent(
        client,
        at(meeting, "asistencia"),
        audience="officials",
        gender="women",
        qualifier=">",
        count=40,
        first_timers=12,
    )

    text = page(client, meeting)
    assert "más de 40" in text
    assert "por primera vez: 12" in text


@pytest.mark.parametrize(
    ("audience", "gender"),
    [
        ("sex_workers", "women"),
        ("trans", "not_asked"),
        ("peer_educators", "women"),
        ("officials", "trans_women"),
        ("other", "non_binary"),
    ],
)
def test_few_are_kept_and_shown_to_nobody(client, meeting, audience, gender):
    data = {"audience": audience, "gender": gender, "qualifier": ">="}
    sent(client, at(meeting, "asistencia"), count=3, first_timers=2, **data)

    attendance = Attendance.objects.get()
    assert (attendance.count, attendance.first_timers) == (3, 2)
    text = page(client, meeting)
    assert "menos de 5" in text
    assert "al menos 3" not in text
    assert "por primera vez" not in text
    form = client.get(at(meeting, "asistencia", attendance.pk, "corregir")).content.decode()
    boxes = re.findall(r'<input type="number" name="(\w+)"([^>]*)>', form)
    assert [name for name, _ in boxes] == ["count", "first_timers"]
    assert not any("value=" in attributes for _, attributes in boxes)
    assert sheet(client) == [
        f"{attendance.get_audience_display()}, {attendance.get_gender_display()}: menos de 5"
    ]


def sheet(client):
    """The attendance as a downloaded list tells it."""
    answer = client.get("/admin/encuentros/", {"export": "csv"})
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    place = lines[0].split(",").index('"Asistencia"')
    return [line.split('","')[place] for line in lines[1:]]


@pytest.mark.parametrize(
    ("number", "first", "shown"),
    [(14, 6, "6"), (14, 14, "14"), (14, 0, "0"), (14, 3, "no se muestra"), (14, 12, "no se muestra")],
)
def test_one_number_does_not_give_another_away(client, meeting, number, first, shown):
    count(meeting, number=number, first_timers=first)

    text = page(client, meeting)

    assert f"por primera vez: {shown}" in text


def test_officials_may_be_few(client, meeting):
    count(meeting, "officials", 3, gender="women", first_timers=1)

    text = page(client, meeting)

    assert "<strong>3</strong>" in text
    assert "menos de 5" not in text


def test_a_count_says_what_is_wrong_with_it(client, meeting):
    count(meeting, "officials", 10, gender="women")
    address, data = at(meeting, "asistencia"), {"gender": "women", "qualifier": "="}

    assert "ya están contados" in refused(client, address, audience="officials", count=3, **data)
    assert "No pueden ser más" in refused(
        client, address, audience="justice", count=3, first_timers=4, **data
    )
    assert "no hace falta anotarlo" in refused(client, address, audience="justice", count=0, **data)
    assert Attendance.objects.count() == 1


def test_a_count_is_corrected_and_taken_off(client, meeting):
    attendance = count(meeting, number=14, gender="women")
    data = {"audience": "sex_workers", "gender": "women", "qualifier": "=", "count": 15}

    sent(client, at(meeting, "asistencia", attendance.pk, "corregir"), **data)
    attendance.refresh_from_db()
    assert attendance.count == 15
    sent(client, at(meeting, "asistencia", attendance.pk, "quitar"))
    assert not Attendance.objects.exists()


# Files


def upload(client, meeting, name="acta.pdf", body=PDF):
    return client.post(at(meeting, "archivo"), {"file": SimpleUploadedFile(name, body)})


def office(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


WORD = office("[Content_Types].xml", "word/document.xml")


def test_a_file_is_kept_once_and_handed_out_so_that_no_browser_opens_it(client, ana, meeting):
    assert upload(client, meeting).status_code == 302
    assert upload(client, meeting, "otra vez.pdf").status_code == 302

    kept = Attachment.objects.get()
    assert (kept.name, kept.size, kept.added_by) == ("acta.pdf", len(PDF), ana)
    assert "acta.pdf" in page(client, meeting)
    answer = client.get(at(meeting, "archivo", kept.pk))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="acta.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    sent(client, at(meeting, "archivo", kept.pk, "quitar"))
    assert not Attachment.objects.exists()
    text = page(client, meeting)
    assert "acta.pdf" not in text
    assert text.count("<ins>uno</ins>") == text.count("<del>uno</del>") == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("acta.docx", WORD),
        ("hoja.xlsx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("acta.odt", office("mimetype", "content.xml")),
        ("foto.JPG", b"\xff\xd8\xff\xe0"),
        ("nota.txt", "Reunión con la directora".encode()),
        ("viejo.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_what_offices_send_is_taken(client, meeting, name, body):
    assert upload(client, meeting, name, body).status_code == 302


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("virus.exe", b"MZ", "no es un archivo que guardemos"),
        ("dibujo.svg", b"<svg/>", "no es un archivo que guardemos"),
        ("pagina.html", b"<html>", "no es un archivo que guardemos"),
        ("acta.pdf", b"<html><script>", "no es por dentro lo que dice su nombre"),
        ("acta.docx", b"PK no", "no es por dentro lo que dice su nombre"),
        ("acta.docx", office("[Content_Types].xml", "xl/workbook.xml"), "no es por dentro"),
        (
            "macro.docx",
            office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "no es por dentro",
        ),
        ("nota.txt", b"MZ\x00\x00", "no es por dentro"),
        ("vacio.pdf", b"", "El archivo está vacío."),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_a_sentence(client, meeting, name, body, says):
    answer = upload(client, meeting, name, body)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_too_large_is_told_its_size(client, meeting, monkeypatch):
    monkeypatch.setattr(attachments, "LARGEST", 1024**2)

    answer = upload(client, meeting, body=PDF + b"x" * 1024**2)

    assert "pesa 1.0 MB, y aquí caben archivos de hasta 1 MB" in answer.content.decode()


def test_no_file_at_all_is_asked_for(client, meeting):
    assert "Elige un archivo." in refused(client, at(meeting, "archivo"))


def test_a_name_keeps_its_ending_and_breaks_no_header(client, meeting):
    upload(client, meeting, "ñ" * 200 + ".pdf")

    kept = Attachment.objects.get()
    assert (len(kept.name), kept.name[-4:]) == (150, ".pdf")
    Attachment.objects.update(name=attachments.named('../a"\r\nX-Hers: y.pdf'))
    answer = client.get(at(meeting, "archivo", kept.pk))
    assert answer.status_code == 200
    assert "X-Hers" not in answer


# What is still to come


def plan(starts=None, **data):
    starts = starts or timezone.localtime() + timedelta(days=3)
    given = {"key": str(uuid4()), "kind": "meeting", "circle": "coalition", "person": "rosa"}
    return given | {"starts": f"{starts:%Y-%m-%dT%H:%M}"} | data


def test_a_meeting_is_planned_from_somebodys_page_once_however_often_sent(client, ana):
    rosa = world.person()
    address = f"/admin/encuentros/programar/?persona={rosa.pk}"
    assert 'value="Rosa Núñez"' in client.get(address).content.decode()
    data = plan(staff=[ana.pk], partners=[ana.partner.pk])

    first, second = sent(client, address, **data), sent(client, address, **data)

    meeting = Interaction.objects.get()
    assert first.url == second.url
    assert (meeting.state, meeting.logged_by, list(meeting.staff.all())) == ("planned", ana, [ana])
    assert meeting.participants.get().person == rosa
    assert "Programado" in page(client, meeting)


def test_what_is_planned_lies_ahead_with_somebody_and_ends_after_it_starts(client, ana):
    world.person()
    address, soon = "/admin/encuentros/programar/", timezone.localtime() + timedelta(days=3)

    past = timezone.localtime() - timedelta(days=1)
    assert "Esa hora ya pasó." in refused(client, address, **plan(past))
    assert "Escribe con quién será" in refused(client, address, **plan(person=""))
    before = f"{soon - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert "Termina antes de empezar." in refused(client, address, **plan(soon, ends=before))


def test_a_planned_meeting_was_held(client, ana):
    meeting = world.interaction(by=ana, state="planned", starts=timezone.now() - timedelta(hours=1))
    assert client.get(at(meeting, "realizado")).status_code == 405

    answer = sent(client, at(meeting, "realizado"))

    meeting.refresh_from_db()
    assert meeting.state == "held"
    assert answer.url == at(meeting, "corregir")
    assert "Realizado" in page(client, meeting)


def test_what_has_not_begun_cannot_have_been_held(client, ana):
    meeting = world.interaction(by=ana, state="planned", starts=timezone.now() + timedelta(hours=1))

    sent(client, at(meeting, "realizado"))

    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_what_was_called_off_stays_called_off(client, ana):
    meeting = world.interaction(by=ana, state="planned", starts=timezone.now() - timedelta(hours=1))

    sent(client, at(meeting, "cancelado"))
    sent(client, at(meeting, "realizado"))
    data = {"kind": "meeting", "starts": "2026-10-09T10:00", "circle": "coalition", "state": "held"}
    sent(client, at(meeting, "corregir"), **data)

    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert "Cancelado" in page(client, meeting)


def test_one_logged_by_mistake_is_called_off_in_its_correction(client, meeting):
    data = {"kind": "meeting", "starts": "2026-10-09T10:00", "circle": "coalition"}

    sent(client, at(meeting, "corregir"), **data, state="cancelled")

    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


# Who may


WRITING = ["participante", "punto", "asistencia", "archivo", "corregir", "realizado", "cancelado"]


@pytest.mark.parametrize("word", WRITING)
def test_whoever_may_only_read_writes_nothing(client, meeting, word):
    reader = world.member("eva", groups=())
    reader.user_permissions.set(permissions("access_admin", "view_interaction"))
    client.force_login(reader)

    for answer in (client.post(at(meeting, word), {"topic": "x"}), client.get(at(meeting, word))):
        assert answer.status_code in (403, 405) or answer.url == "/admin/"
    assert "Añadir" not in page(client, meeting)
    assert not meeting.points.exists()


def permissions(*codenames):
    return Permission.objects.filter(codename__in=codenames)


@pytest.mark.parametrize("word", ["participante", "punto", "asistencia", "archivo"])
def test_opening_a_form_writes_nothing(client, meeting, word):
    before = Interaction.history.count()

    assert client.get(at(meeting, word)).status_code == 200

    assert Interaction.history.count() == before
    assert not meeting.points.exists()


def test_a_full_page_costs_as_many_queries_as_a_short_one(client, ana, meeting):
    kinds = [(a, g) for a in Attendance.Audience.values for g in Attendance.Gender.values]

    def more(numbers):
        for n in numbers:
            absent = world.affiliation(world.person(f"Directora {n}"), world.post(f"Puesto {n}", at=place))
            speaker = Participant.objects.create(
                interaction=meeting,
                person=world.person(f"Delegada {n}"),
                institution=place,
                post=absent.post,
                stands_in_for=absent.person,
                stands_in_for_post=absent.post,
            )
            task = world.task(interaction=meeting, assignee=ana)
            meeting.points.create(topic=f"Punto {n}", said_by=speaker, follow_up=task)
            count(meeting, kinds[n][0], 20, gender=kinds[n][1])
            meeting.attachments.create(name=f"{n}.pdf", sha256=f"{n:064}", size=1, body=b"1", added_by=ana)

    place = world.institution()
    more([0])
    page(client, meeting)
    with CaptureQueriesContext(connection) as short:
        page(client, meeting)
    more(range(1, 50))

    with CaptureQueriesContext(connection) as full:
        page(client, meeting)

    assert len(full) <= len(short)
    assert len(full) <= 35


# What the history tells


def test_the_history_tells_who_came_and_went_what_was_said_and_counted(client, ana, meeting):
    rosa = world.person()
    sent(client, at(meeting, "participante"), person="rosa")
    sent(client, at(meeting, "participante", Participant.objects.get().pk, "quitar"))
    sent(client, at(meeting, "punto"), topic="Dictamen")
    data = {"audience": "sex_workers", "gender": "women", "qualifier": "="}
    sent(client, at(meeting, "asistencia"), count=3, **data)
    sent(client, at(meeting, "asistencia", Attendance.objects.get().pk, "corregir"), count=12, **data)

    text = page(client, meeting)

    assert f"Se añadió: participante «{rosa}»" in text
    assert f"Se quitó: participante «{rosa}»" in text
    assert "Se añadió: punto conversado «Dictamen»" in text
    assert "Se añadió: asistencia «Trabajadoras y trabajadores sexuales, Mujeres: menos de 5»" in text
    assert "<del>menos de 5</del>" in text
    assert "<ins>12</ins>" in text
    assert "Ana" in text


def test_the_history_does_not_tell_of_a_hidden_participant(client, meeting):
    hidden = world.person(world.SECRET, **world.closed())
    participant = Participant.objects.create(interaction=meeting, person=hidden)
    meeting.points.create(topic="Dictamen", said_by=participant)
    place = world.institution(world.SECRET, **world.closed())
    moved = Participant.objects.create(interaction=meeting, person=world.person(), institution=place)
    moved.institution = None
    moved.save()
    participant.delete()

    text = page(client, meeting)

    assert world.SECRET not in text
    assert "Se quitó" not in text
    assert "Se corrigió: participante" not in text


def test_a_long_history_costs_as_many_queries_as_a_short_one(client, meeting):
    def more(n):
        for _number in range(n):
            person = world.person()
            participant = Participant.objects.create(interaction=meeting, person=person)
            point = meeting.points.create(topic="Dictamen", said_by=participant)
            participant.institution = world.institution()
            participant.save()
            point.delete()
            participant.delete()

    more(1)
    page(client, meeting)
    with CaptureQueriesContext(connection) as short:
        page(client, meeting)
    more(30)

    with CaptureQueriesContext(connection) as long:
        page(client, meeting)

    assert len(long) <= len(short)


# What a browser would not send


def test_a_plan_with_the_key_of_somebody_elses_record_is_refused_in_words(client, ana):
    theirs = world.interaction(by=world.member("bea", of="REDTRANS"), **world.closed("REDTRANS"))
    starts = f"{timezone.localtime() + timedelta(days=3):%Y-%m-%dT%H:%M}"

    page = refused(
        client,
        "/admin/encuentros/programar/",
        key=theirs.key,
        kind="meeting",
        starts=starts,
        person=world.person().name,
        circle="coalition",
    )

    assert "No se pudo guardar." in page
    assert Interaction.objects.get().pk == theirs.pk


@pytest.mark.parametrize("number", ["100001", "12345678901", "9" * 19, "9" * 40])
def test_a_number_of_people_that_nobody_could_count_is_refused(client, meeting, number):
    page = refused(
        client, at(meeting, "asistencia"), audience="officials", gender="women", qualifier="=", count=number
    )

    assert "Revisa el número: no puede pasar de 100000." in page
    assert not Attendance.objects.exists()


def test_nor_of_an_institutions_staff(client, ana):
    place = world.institution()

    page = refused(
        client,
        f"/admin/cifras/capacitacion/{place.pk}/personal/",
        staff_to_train="12345678901",
        staff_counted="2026-01-01",
    )

    assert "no puede pasar de 100000" in page
