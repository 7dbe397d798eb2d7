import json
from datetime import datetime, timedelta

import pytest

from scrapers.practice.lima import LIMA
from scrapers.practice.performance import BadState
from scrapers.practice.server import PracticeCongress

STARTED = datetime(2026, 11, 18, 10, 30, tzinfo=LIMA)


class Clock:
    def __init__(self):
        self.now = STARTED

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def look(ask_list, ask_dossier):
    """All that a client sees of the demonstration."""

    def see(congress):
        lists = [ask_list(congress, perParId=2026, codTipoParl=chamber) for chamber in "DSC"]
        return lists, ask_dossier(congress, "2026/D/90012"), ask_dossier(congress, "2021/C/99475")

    return see


def happened(congress):
    return congress.state()["stories"][0]["happened"]


def test_a_restart_goes_on_where_it_stopped(tmp_path, clock, look):
    with PracticeCongress("demo", state=tmp_path / "state.json", clock=clock, speed=1) as congress:
        congress.advance("demo", steps=1)
        clock.now += timedelta(seconds=400)
        before = look(congress)
        assert happened(congress) == 3

    clock.now += timedelta(days=2)
    with PracticeCongress("demo", state=tmp_path / "state.json", clock=clock, speed=0) as congress:
        assert look(congress) == before
        congress.advance("demo")
        assert happened(congress) == 4


def test_time_goes_on_while_it_is_off(tmp_path, clock):
    state = tmp_path / "state.json"
    with PracticeCongress("demo", state=state, clock=clock, speed=1):
        pass

    clock.now += timedelta(seconds=500)
    with PracticeCongress("demo", state=state, clock=clock, speed=1) as congress:
        assert happened(congress) == 4


def test_a_slower_restart_undoes_nothing(tmp_path, clock, look):
    state = tmp_path / "state.json"
    with PracticeCongress("demo", state=state, clock=clock, speed=100) as congress:
        clock.now += timedelta(seconds=10)
        before = look(congress)

    with PracticeCongress("demo", state=state, clock=clock, speed=0.1) as congress:
        assert look(congress) == before


def test_what_was_shown_is_on_disk_before_it_is_shown(tmp_path, clock, ask_dossier):
    state = tmp_path / "state.json"
    with PracticeCongress("demo", state=state, clock=clock, speed=1) as congress:
        clock.now += timedelta(seconds=120)
        ask_dossier(congress, "2026/D/90012")

        assert len(json.loads(state.read_text())["stories"]["demo"]["fired"]) == 2


def test_a_clock_that_goes_back_takes_nothing_back(tmp_path, clock, look):
    with PracticeCongress("demo", state=tmp_path / "state.json", clock=clock) as congress:
        congress.advance(steps=2)
        before = look(congress)
        clock.now -= timedelta(hours=3)
        assert look(congress) == before

        congress.advance()
        steps = look(congress)[1]["seguimientos"]

    assert steps[0]["desEstado"] == "Orden del Día"
    assert steps[0]["fecha"] == steps[1]["fecha"]


def test_another_scenario_leaves_the_state_of_the_first_alone(tmp_path, clock):
    state = tmp_path / "state.json"
    with PracticeCongress("demo", state=state, clock=clock) as congress:
        congress.advance(steps=5)
    with PracticeCongress("lapsed", state=state, clock=clock) as congress:
        assert happened(congress) == 0

    with PracticeCongress("demo", state=state, clock=clock) as congress:
        assert happened(congress) == 5


def test_speed_scales_the_script(clock):
    with PracticeCongress("demo", clock=clock, speed=10) as congress:
        clock.now += timedelta(seconds=1.9)
        assert happened(congress) == 0
        clock.now += timedelta(seconds=0.2)
        assert happened(congress) == 1


def test_without_speed_nothing_happens_by_itself(clock):
    with PracticeCongress("all", clock=clock) as congress:
        clock.now += timedelta(days=30)

        assert {story["happened"] for story in congress.state()["stories"]} == {0}


def test_a_reset_begins_again_today(tmp_path, clock, look):
    with PracticeCongress("demo", state=tmp_path / "state.json", clock=clock) as congress:
        before = look(congress)
        congress.advance(steps=9)
        congress.fault("500")
        congress.reset()
        assert look(congress) == before

        clock.now += timedelta(days=7)
        congress.reset()

        filed = [data[1]["general"]["fecPresentacion"] for data in (before, look(congress))]
    assert filed == ["2026-10-08", "2026-10-15"]


@pytest.mark.parametrize("text", ["", "[]", '{"stories": {"demo": {"started": "soon", "fired": []}}}'])
def test_a_broken_state_is_refused_by_name(tmp_path, text):
    (tmp_path / "state.json").write_text(text)

    with pytest.raises(BadState, match="state.json is no state of a practice Congress"):
        PracticeCongress("demo", state=tmp_path / "state.json")
