"""Two at one record at the same time: whoever saves second is told, and neither's words are lost."""

import re

import pytest
from django.test import Client

from crm.models import Institution, Interaction, Person, Task
from tests.crm import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = world.coordinator("ana")
    client.force_login(user)
    return user


@pytest.fixture
def bea():
    other = Client()
    other.force_login(world.coordinator("bea", of="REDTRANS"))
    return other


def opened(client, address):
    """The form as a browser has it: each field with its value."""
    page = client.get(address)
    fields = {}
    for bound in page.context["form"]:
        value = bound.value()
        if hasattr(value, "pk"):
            value = str(value)
        if value not in (None, ""):
            fields[bound.html_name] = (
                [str(getattr(one, "pk", one)) for one in value] if isinstance(value, list) else value
            )
    fields["seen"] = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]
    return fields


def test_the_second_is_told_what_the_first_changed_and_keeps_what_she_wrote(client, ana, bea):
    rosa = world.person("Rosa Núñez")
    there = f"/admin/personas/{rosa.pk}/corregir/"
    mine, hers = opened(client, there), opened(bea, there)
    assert bea.post(there, hers | {"name": "Rosa Núñez Villón"}).status_code == 302

    answer = client.post(there, mine | {"name": "Rosa Nuñes", "given_names": "Rosa"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "este registro cambió" in page
    assert "Bea cambió «nombre que usa»: antes «Rosa Núñez», ahora «Rosa Núñez Villón»." in page
    assert 'value="Rosa Nuñes"' in page
    assert Person.objects.get().name == "Rosa Núñez Villón"

    again = mine | {"name": "Rosa N. Villón", "given_names": "Rosa"}
    again["seen"] = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert client.post(there, again).status_code == 302
    assert (Person.objects.get().name, Person.objects.get().given_names) == ("Rosa N. Villón", "Rosa")


def test_what_the_form_does_not_hold_is_not_asked_about_nor_written_over(client, ana, bea):
    task = world.task("Enviar la carta")
    mine = opened(client, f"/admin/tareas/{task.pk}/corregir/")
    bea.post(f"/admin/tareas/{task.pk}/cerrar/", {"outcome": "Enviada", "state": "done"})

    answer = client.post(f"/admin/tareas/{task.pk}/corregir/", mine | {"what": "Enviar la carta corta"})

    assert answer.status_code == 302
    task = Task.objects.get()
    assert (task.what, task.state, task.outcome) == ("Enviar la carta corta", "done", "Enviada")


def test_a_tag_put_on_meanwhile_is_told_and_not_taken_off(client, ana, bea):
    place = world.institution()
    there = f"/admin/instituciones/{place.pk}/corregir/"
    mine, hers = opened(client, there), opened(bea, there)
    assert bea.post(there, hers | {"tags": "aliada"}).status_code == 302

    answer = client.post(there, mine | {"acronym": "GRP"})

    assert answer.status_code == 422
    assert "ahora «aliada»" in answer.content.decode()
    assert [tag.name for tag in Institution.objects.get().tags.all()] == ["aliada"]


def test_alone_nobody_is_asked_anything(client, ana):
    meeting = world.interaction(by=ana)
    there = f"/admin/encuentros/{meeting.pk}/corregir/"
    mine = opened(client, there)
    mine["starts"] = "2026-10-09T10:00"

    answer = client.post(there, mine | {"outcome": "Firmará"})

    assert answer.status_code == 302, answer.context["form"].errors
    assert Interaction.objects.get().outcome == "Firmará"


def test_of_a_hidden_record_its_name_is_not_told(client, ana, bea):
    place = world.institution()
    secret = world.institution(f"Instituto {world.SECRET}", **world.closed("REDTRANS"))
    there = f"/admin/instituciones/{place.pk}/corregir/"
    mine, hers = opened(client, there), opened(bea, there)
    sent = hers | {"parent": str(secret), "parent-key": secret.pk}
    assert bea.post(there, sent).status_code == 302

    answer = client.post(there, mine | {"acronym": "GRP"})

    assert world.SECRET not in answer.content.decode()
    assert Institution.objects.get(pk=place.pk).parent == secret
