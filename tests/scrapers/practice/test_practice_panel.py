import json

import pytest


def act(send, congress, verb, told):
    return send(f"{congress.url}/__practice__/{verb}", told)


def press(send, congress, verb, form):
    return send(f"{congress.url}/__practice__/{verb}", form.encode(), "application/x-www-form-urlencoded")


def page(send, congress):
    status, headers, body = send(f"{congress.url}/")
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
    return body.decode()


def test_the_panel_says_that_nothing_is_real_and_needs_no_script(practice, send):
    html = page(send, practice("all"))

    assert '<html lang="es">' in html
    assert "Nada de lo que hay aquí es real" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html
    assert html.count(">Avanzar un paso<") == 11


def test_a_button_advances_its_story_and_leads_back(practice, send):
    congress = practice("all")

    status, headers, _ = press(send, congress, "advance", "story=demo&steps=2")

    told = {story["name"]: story["happened"] for story in congress.state()["stories"]}
    assert (status, headers["Location"]) == (303, "/")
    assert told["demo"] == 2 and told["lapsed"] == 0
    assert page(send, congress).count('<li class="done">') == 2


def test_a_finished_story_has_no_button(practice, send):
    congress = practice("lapsed")
    congress.advance(steps=9)

    html = page(send, congress)

    assert "Esta historia terminó" in html and "Avanzar" not in html


def test_buttons_make_and_remove_faults(practice, send):
    congress = practice("demo")

    press(send, congress, "fault", "kind=500&endpoint=&times=")
    press(send, congress, "fault", "kind=slow&endpoint=list&times=3&seconds=0.1")
    with_both = page(send, congress)
    press(send, congress, "fault", "clear=%231")
    with_one = page(send, congress)
    press(send, congress, "fault", "clear=all")

    assert "500: error del servicio, en todo lo que alcanza, hasta que se quite" in with_both
    assert "Respuesta lenta, en la lista, 3 veces más" in with_both
    assert "hasta que se quite" not in with_one and "3 veces más" in with_one
    assert "Ahora no hay ninguna" in page(send, congress)


def test_faults_never_reach_the_panel(practice, send):
    congress = practice("demo")
    congress.fault("500")

    assert "500: error del servicio" in page(send, congress)


def test_the_panel_shows_what_was_asked_without_letting_it_speak(practice, send):
    congress = practice("demo")
    send(f"{congress.url}/proyecto-ley/lista-con-filtro", {"perParId": 2026, "palabras": "<script>"})

    html = page(send, congress)

    assert "&lt;script&gt;" in html and "<script>" not in html


def test_programs_drive_it_by_json(practice, send):
    congress = practice("demo")

    advanced = json.loads(act(send, congress, "advance", {"story": "demo"})[2])
    broken = json.loads(
        act(send, congress, "fault", {"kind": "step_missing", "bill": "2026/D/90012", "times": 2})[2]
    )
    cleared = json.loads(act(send, congress, "fault", {"clear": "step_missing"})[2])
    begun_again = json.loads(act(send, congress, "reset", {})[2])

    assert advanced["stories"][0]["happened"] == 1
    assert advanced["stories"][0]["events"][0]["happened"]
    assert [(f["kind"], f["bill"], f["times"]) for f in broken["faults"]] == [
        ("step_missing", "2026/D/90012", 2)
    ]
    assert cleared["faults"] == []
    assert begun_again["stories"][0]["happened"] == 0
    assert json.loads(send(f"{congress.url}/__practice__/state")[2])["stories"][0]["name"] == "demo"


@pytest.mark.parametrize(
    ("verb", "told", "says"),
    [
        ("advance", {"story": "denmark"}, "No story 'denmark'"),
        ("advance", {"steps": "many"}, "many"),
        ("fault", {"kind": "earthquake"}, "no fault 'earthquake'"),
        ("fault", {"kind": "slow", "seconds": "long"}, "long"),
        ("fault", b"{", "Expecting"),
        ("fault", [], "not []"),
    ],
)
def test_a_wrong_order_is_refused_with_its_reason(practice, send, verb, told, says):
    congress = practice("demo")

    status, _, body = act(send, congress, verb, told)

    assert status == 400
    assert says in json.loads(body)["error"]
    assert congress.state()["faults"] == []


def test_looking_changes_nothing(practice, send):
    congress = practice("demo")

    for verb in ("advance", "reset", "fault", "moon"):
        assert send(f"{congress.url}/__practice__/{verb}")[0] == 404

    assert congress.state()["stories"][0]["happened"] == 0
