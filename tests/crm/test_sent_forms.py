"""A form of the staff screens whose button is pressed twice."""

from unittest.mock import patch

import pytest

from crm.models import Person, Task
from tests.crm import world

pytestmark = pytest.mark.django_db
NEW = "/admin/personas/nueva/"
ROSA = {"name": "Rosa Núñez", "circle": "coalition"}
TOKEN = "a" * 64


@pytest.fixture
def ana(client):
    user = world.member()
    client.force_login(user)
    return user


def send(client, address=NEW, *, token=TOKEN, **fields):
    return client.post(address, {**(fields or ROSA), "csrfmiddlewaretoken": token})


def test_pressed_twice_it_makes_one_record_and_leads_to_it_both_times(client, ana):
    first, second = send(client), send(client)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Person.objects.count() == 1


def test_changed_after_coming_back_or_opened_anew_it_is_another(client, ana):
    send(client)
    send(client, **ROSA | {"name": "Eva Ruiz"})
    send(client, token="b" * 64, **ROSA | {"name": "Luz Paz"})

    assert Person.objects.count() == 3


def test_the_form_of_a_colleague_is_hers(client, ana):
    send(client, "/admin/mi-trabajo/tarea/", what="Llamar a la Diresa")
    client.force_login(world.member("bea"))
    send(client, "/admin/mi-trabajo/tarea/", what="Llamar a la Diresa")
    send(client, "/admin/mi-trabajo/tarea/", what="Llamar a la Diresa")

    assert Task.objects.count() == 2


def test_what_failed_may_be_sent_again(client, ana):
    with patch("crm.forms.PersonForm.save", side_effect=RuntimeError), pytest.raises(RuntimeError):
        send(client)

    send(client)

    assert Person.objects.count() == 1


def test_what_was_refused_is_refused_again(client, ana):
    wrong = ROSA | {"name": ""}

    assert [send(client, **wrong).status_code for _ in range(2)] == [422, 422]
