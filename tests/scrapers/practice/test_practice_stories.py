import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from scrapers.practice import background, vocabulary
from scrapers.practice.lima import LIMA
from scrapers.practice.stories import SCENARIOS, BadScenario, Bill, load_scenario, load_story, scenario_names

STORIES = scenario_names()
LAW = "Publicada en el Diario Oficial El Peruano"
SOMETIME = datetime(2026, 11, 18, 10, 30, tzinfo=LIMA)  # a Wednesday


class Clock:
    def __init__(self, now=SOMETIME):
        self.now = now

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


def labels(dossier):
    """Oldest first."""
    return [step["desEstado"] for step in reversed(dossier["seguimientos"])]


def moment(step):
    return datetime.fromisoformat(step["fecha"])


def visible(congress, name):
    told = congress.state()["stories"]
    return [bill["key"] for story in told if story["name"] == name for bill in story["bills"]]


def test_every_promised_story_is_there():
    assert STORIES == [
        "accumulated",
        "back_to_committee",
        "demo",
        "full_life",
        "lapsed",
        "negative_report",
        "observed",
        "passed_on",
        "reconsidered",
        "refiled",
        "sleeping",
    ]


@pytest.mark.parametrize("name", STORIES)
def test_a_story_plays_to_its_end_and_is_whole_at_every_step(practice, ask_list, ask_dossier, clock, name):
    congress = practice(name, clock=clock)
    (story,) = congress.performance.stories.values()
    seen = {}

    for turn in range(len(story.events) + 1):
        for place in visible(congress, name):
            period, chamber, number = place.split("/")
            dossier = ask_dossier(congress, place)
            found = ask_list(congress, perParId=int(period), codTipoParl=chamber, pleyNum=int(number))
            row, newest = found["proyectos"][0], dossier["seguimientos"][0]
            moments = [moment(step) for step in dossier["seguimientos"]]
            steps = {step["seguimientoPleyId"] for step in dossier["seguimientos"]}
            files = {file["proyectoArchivoId"] for file in dossier["archivos"]}
            known_steps, known_files = seen.get(place, (set(), set()))

            assert row["desEstado"] == dossier["general"]["desEstado"] == newest["desEstado"]
            assert moments == sorted(moments, reverse=True)
            assert moments[0] <= clock.now
            assert len(steps) == len(moments) and len(files) == len(dossier["archivos"])
            assert known_steps <= steps and known_files <= files, "what was seen keeps its identifier"
            seen[place] = steps, files
        clock.pass_by(minutes=7)
        assert len(congress.advance(name)) == (1 if turn < len(story.events) else 0)

    assert set(seen) == {bill.place for bill in story.bills.values()}


@pytest.mark.parametrize("name", STORIES)
def test_every_event_can_be_seen(practice, ask_list, ask_dossier, clock, name):
    congress = practice(name, clock=clock)
    (story,) = congress.performance.stories.values()

    def all_there_is():
        return json.dumps([ask_dossier(congress, place) for place in visible(congress, name)])

    before = all_there_is()
    for event in story.events:
        clock.pass_by(minutes=5)
        congress.advance()
        after = all_there_is()
        assert after != before, event.says
        before = after


def test_the_demo_is_in_committee_and_moves_within_a_minute(practice, ask_dossier, clock):
    congress = practice("demo", clock=clock, speed=1)
    at_first = ask_dossier(congress, "2026/D/90012")

    clock.pass_by(seconds=15)
    still = ask_dossier(congress, "2026/D/90012")
    clock.pass_by(seconds=20)
    with_file = ask_dossier(congress, "2026/D/90012")
    clock.pass_by(seconds=25)
    reported = ask_dossier(congress, "2026/D/90012")

    assert labels(at_first) == ["ACTUALIZADA", "EN COMISIÓN", "EN COMISIÓN"]
    assert still == at_first
    assert len(with_file["archivos"]) == len(at_first["archivos"]) + 1
    assert labels(with_file) == labels(at_first)
    assert reported["general"]["desEstado"] == "DICTAMEN"
    assert reported["seguimientos"][0]["detalle"].startswith("EN MAYORÍA - ")
    assert moment(reported["seguimientos"][0]) == SOMETIME + timedelta(seconds=45)


def test_the_demo_tells_the_whole_way_to_a_law(practice, ask_list, ask_dossier):
    congress = practice("demo")
    congress.advance("demo", steps=99)

    deputies, senate = ask_dossier(congress, "2026/D/90012"), ask_dossier(congress, "2026/S/90007")
    old = ask_dossier(congress, "2021/C/99475")
    row = ask_list(congress, perParId=2026, codTipoParl="S", pleyNum=90007)["proyectos"][0]

    assert labels(old) == ["PRESENTADO", "EN COMISIÓN"]
    assert old["general"]["proyectoLey"] == "99475/2025-CR"
    assert "(ANTES PL 99475/2025-CR)\n\n" in deputies["general"]["titulo"]
    assert deputies["general"]["proyectoLey"] == "90012-2026-2031-CD"
    assert labels(deputies)[3:] == [
        "DICTAMEN",
        "Orden del Día",
        "EN AGENDA DEL PLENO",
        "EN DEBATE - PLENO",
        "APROBADO 1ERA. VOTACIÓN",
        "EN RECONSIDERACIÓN",
        "APROBADO",
    ]
    assert row["titulo"].startswith("PROPUESTA LEGISLATIVA REMITIDA POR LA CÁMARA DE DIPUTADOS - \n\n")
    assert (row["desProponente"], row["autores"]) == ("Cámara de Diputados", "")
    assert labels(senate)[-3:] == ["AUTÓGRAFA", "Promulgado/Presidente de la República", LAW]
    assert senate["seguimientos"][0]["detalle"].startswith("LEY N° 99001 - ")


def test_a_full_life_has_a_late_step_two_alike_and_a_second_publication(practice, ask_dossier):
    congress = practice("full_life")
    congress.advance(steps=99)

    steps = ask_dossier(congress, "2026/S/90021")["seguimientos"]
    by_id = sorted(steps, key=lambda step: step["seguimientoPleyId"])
    alike = [step for step in steps if step["detalle"].startswith("TEXTO SUSTITUTORIO DE LA COMISIÓN")]

    assert [step["desEstado"] for step in steps[:2]] == [LAW, LAW]
    assert steps != by_id[::-1], "the late step sinks to its date"
    assert len(alike) == 2 and alike[0]["fecha"][:10] == alike[1]["fecha"][:10]


def test_a_senator_can_sign_later(practice, ask_dossier, ask_list):
    congress = practice("full_life")
    before = ask_dossier(congress, "2026/S/90021")["firmantes"]

    congress.advance()

    after = ask_dossier(congress, "2026/S/90021")["firmantes"]
    assert after[:-1] == before and after[-1]["tipoFirmanteId"] == 3


def test_a_negative_report_says_so_only_in_its_detail_and_comes_ten_days_late(practice, ask_dossier, clock):
    congress = practice("negative_report", clock=clock)
    congress.advance(steps=2)

    newest = ask_dossier(congress, "2026/D/90031")["seguimientos"][0]

    assert newest["desEstado"] == "DICTAMEN"
    assert newest["detalle"] == "EN MAYORÍA - NO APROBACIÓN Y SU ENVÍO AL ARCHIVO"
    assert moment(newest).date() <= SOMETIME.date() - timedelta(days=10)


def test_an_accumulated_bill_takes_the_state_of_its_lead(practice, ask_dossier):
    congress = practice("accumulated")
    alone = ask_dossier(congress, "2026/D/90092")
    congress.advance(steps=99)

    lead, follower = ask_dossier(congress, "2026/D/90091"), ask_dossier(congress, "2026/D/90092")

    assert alone["acumulados"] == []
    assert follower["general"]["desEstado"] == lead["general"]["desEstado"] == LAW
    assert [each["pleyNum"] for each in lead["acumulados"]] == [90092, 90093]
    assert follower["acumulados"] == []
    own = {step["seguimientoPleyId"] for step in follower["seguimientos"]}
    assert own.isdisjoint({step["seguimientoPleyId"] for step in lead["seguimientos"]})


def test_a_lapsed_bill_never_says_so(practice, ask_dossier):
    congress = practice("lapsed")
    congress.advance(steps=99)

    assert ask_dossier(congress, "2021/C/99461")["general"]["desEstado"] == "EN COMISIÓN"


def test_a_sleeping_bill_only_gathers_papers(practice, ask_dossier):
    congress = practice("sleeping")
    before = ask_dossier(congress, "2026/D/90095")
    congress.advance(steps=99)

    after = ask_dossier(congress, "2026/D/90095")

    assert after["seguimientos"] == before["seguimientos"]
    assert len(after["archivos"]) == len(before["archivos"]) + 3
    assert len(after["documentosAnexos"]) == 1


def test_a_step_is_edited_under_its_old_identifier(practice, ask_dossier):
    congress = practice("back_to_committee")
    congress.advance(steps=2)
    before = {
        s["seguimientoPleyId"]: s["detalle"] for s in ask_dossier(congress, "2026/D/90041")["seguimientos"]
    }

    congress.advance()

    after = {
        s["seguimientoPleyId"]: s["detalle"] for s in ask_dossier(congress, "2026/D/90041")["seguimientos"]
    }
    assert before.keys() == after.keys()
    assert len([number for number in before if before[number] != after[number]]) == 1


@pytest.mark.parametrize(
    ("name", "place", "way"),
    [
        (
            "reconsidered",
            "2026/D/90051",
            ["APROBADO 1ERA. VOTACIÓN", "EN RECONSIDERACIÓN", "APROBADO 1ERA. VOTACIÓN"],
        ),
        (
            "back_to_committee",
            "2026/D/90041",
            ["EN DEBATE - PLENO", "RETORNA A COMISIÓN", "EN RECONSIDERACIÓN"],
        ),
        (
            "observed",
            "2026/S/90061",
            ["AUTÓGRAFA", "AUTÓGRAFA OBSERVADA", "EN COMISIÓN", "DICTAMEN", "APROBADO"],
        ),
        ("refiled", "2026/D/90071", ["ACTUALIZADA", "EN COMISIÓN"]),
        ("passed_on", "2026/S/90082", ["PRESENTADO", "EN COMISIÓN", "RECHAZADO", "Al Archivo"]),
    ],
)
def test_a_winding_life_goes_its_way(practice, ask_dossier, name, place, way):
    congress = practice(name)
    congress.advance(steps=99)

    assert " > ".join(way) in " > ".join(labels(ask_dossier(congress, place)))


def test_all_stories_can_be_told_at_once(practice):
    congress = practice("all")

    happened = congress.advance()

    assert len(happened) == len(STORIES)
    assert [story["happened"] for story in congress.state()["stories"]] == [1] * len(STORIES)


def test_a_story_that_is_not_told_cannot_advance(practice):
    with pytest.raises(ValueError, match="No story 'lapsed'"):
        practice("demo").advance("lapsed")


def test_two_clients_at_once_see_one_congress(practice, ask_list, ask_dossier):
    congress = practice("all", bills=2000)

    def look(turn):
        if turn % 10 == 0:
            congress.advance("demo")
        rows = ask_list(congress, perParId=2021, codTipoParl="C", pageSize=500, rowStart=0)["proyectos"]
        return len(rows), labels(ask_dossier(congress, "2026/D/90012"))

    with ThreadPoolExecutor(2) as clients:
        seen = list(clients.map(look, range(60)))

    whole = labels(ask_dossier(congress, "2026/D/90012"))
    assert {rows for rows, _ in seen} == {500}
    assert all(way == whole[: len(way)] for _, way in seen)
    assert congress.state()["stories"][2]["happened"] == 6


@pytest.mark.parametrize("now", ["2026-07-28", "2027-03-01", "2031-01-15"])
def test_dates_stay_in_their_period_whenever_the_story_starts(practice, ask_list, ask_dossier, now):
    clock = Clock(datetime.fromisoformat(f"{now}T09:00:00-05:00"))
    congress = practice("all", clock=clock)

    for period, chamber in vocabulary.LISTS:
        first, last = vocabulary.PERIODS[period]
        for row in ask_list(congress, perParId=period, codTipoParl=chamber)["proyectos"]:
            dossier = ask_dossier(congress, f"{period}/{chamber}/{row['pleyNum']}")
            moments = [moment(step) for step in dossier["seguimientos"]]
            assert moments == sorted(moments, reverse=True)
            assert first <= moments[-1].date() and moments[0].date() <= min(last, clock.now.date())


def test_the_same_bills_come_every_time(practice, ask_list, clock):
    first, second = practice("all", clock=clock), practice("all", clock=clock)

    for period, chamber in vocabulary.LISTS:
        wanted = {"perParId": period, "codTipoParl": chamber}
        assert ask_list(first, **wanted) == ask_list(second, **wanted)


def test_nothing_can_be_taken_for_real():
    told = [path.read_text(encoding="utf-8") for path in SCENARIOS.glob("*.json")]
    bills = [bill for story in load_scenario("all") for bill in story.bills.values()]
    quiet = [
        background.quiet_bill((*place, number), SOMETIME)
        for place in vocabulary.LISTS
        for number in (90201, 90240)
    ]
    laws = {law for text in told for law in re.findall(r"LEY N° (\d+)", text)}
    people = {s.name for bill in bills + quiet for s in bill.signatures}
    made_up = {*background.SURNAMES, "Inventado", "Supuesto"}

    assert all(bill.key[2] >= 90_000 for bill in bills + quiet)
    assert all(
        re.search("FICTICI|DEMOSTRACIÓN|EJEMPLO|INVENTADA|NO EXISTEN", bill.title) for bill in bills + quiet
    )
    assert laws and all(law.startswith("99") for law in laws)
    assert people and all(set(name.split(",")[0].split()) <= made_up for name in people)


def test_no_two_bills_share_a_number_or_an_identifier():
    bills = [bill for story in load_scenario("all") for bill in story.bills.values()]
    keys = [bill.key for bill in bills]
    for period, chamber in vocabulary.LISTS:
        keys += background.quiet_keys(period, chamber, background.MOST_EXTRA)
    ids = {Bill(key, "").dossier_id for key in keys}

    assert len(keys) == len(set(keys)) == len(ids)
    assert max(ids) * 1000 + 999 < 2**31


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": "DICTAMENN", "ago": 3}, "unknown state 'DICTAMENN'"),
        ({"status": "EN COMISIÓN"}, "needs a day"),
    ],
)
def test_a_scenario_that_makes_no_sense_is_named_with_its_fault(tmp_path, change, says):
    path = tmp_path / "odd.json"
    bill = {"bill": "2026/D/90001", "title": "X", "steps": [{"status": "PRESENTADO", "ago": 9}, change]}
    path.write_text(json.dumps({"title": "", "about": "", "bills": [bill], "events": []}))

    with pytest.raises(BadScenario, match=f"odd.json.*{says}"):
        load_story(path)


def test_events_must_follow_each_other(tmp_path):
    path = tmp_path / "odd.json"
    event = {"after": 5, "says": "", "changes": []}
    path.write_text(json.dumps({"title": "", "about": "", "bills": [], "events": [event, event]}))

    with pytest.raises(BadScenario, match="event 1 comes 5 s"):
        load_story(path)
