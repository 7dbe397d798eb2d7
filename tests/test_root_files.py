"""What browsers and robots ask for at the root of any site."""

from urllib.robotparser import RobotFileParser

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(b"".join(response).decode().splitlines())
    return rules


def test_browsers_get_an_icon(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 200
    assert b"".join(response).startswith(b"\0\0\1\0")


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/proyectos/", "/proyectos/2021/C/12475/", "/causas/trabajo-sexual/", "/salud/"]
)
def test_robots_may_read_what_is_public(robots, address):
    assert robots.can_fetch("*", address)


@pytest.mark.parametrize(
    "address", ["/admin/", "/registro/", "/en/registro/", "/cuenta/login/", "/en/cuenta/"]
)
def test_robots_stay_out_of_what_is_ours(robots, address):
    assert not robots.can_fetch("*", address)


def test_robots_are_told_of_no_address_but_those_that_every_page_shows(client):
    text = b"".join(client.get("/robots.txt")).decode()

    assert "calendario" not in text
    assert {line.count("/") for line in text.splitlines() if line.startswith("Disallow")} <= {2, 3}
