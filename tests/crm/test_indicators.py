"""Indicators: counted or reported, never both; and how far it is to the target."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.figures import counting, indicators
from crm.figures.scope import Scope
from crm.models import Indicator, Region, ReportedValue
from tests.crm import world

pytestmark = pytest.mark.django_db
PLACE = "/admin/cifras/indicadores/"
FORM = {
    "code": "C-01",
    "name_es": "Instituciones consultadas",
    "name_en": "Institutions consulted",
    "level": "community",
    "definition": "Instituciones que vinieron",
    "how_counted": "Una vez cada una",
    "computation": "instituciones-consultadas",
    "unit": "instituciones",
    "population": "Instituciones",
    "disaggregation": "sector",
    "qualifier": "=",
    "frequency": "yearly",
}


@pytest.fixture
def coco(client):
    user = world.coordinator()
    client.force_login(user)
    return user


def indicator(**fields):
    return Indicator.objects.create(owner=world.partner(), **FORM | fields)


def form(**fields):
    return FORM | {"owner": world.partner().pk} | fields


def standing(user, **asked):
    scope = Scope(user, **{"until": timezone.localdate()} | asked)
    [found] = indicators.standings(scope, counting.count_all(scope))
    return found


def consult(number):
    for n in range(number):
        world.interaction(world.institution(f"Instituto {n}"), kind="consultation")


def test_a_coordinator_adds_one_and_reads_its_value_and_progress(client, coco):
    consult(3)
    day = {"baseline": "1", "baseline_day": "2011-09-30", "target": "5", "target_day": "2030-12-31"}

    answer = client.post(f"{PLACE}nuevo/", form(**day), follow=True)

    assert answer.status_code == 200
    found = answer.context["standing"]
    assert (found.amount.value, found.progress, str(found.baseline)) == (3, 50, "1")
    assert "contada" in answer.content.decode()
    assert "C-01" in client.get("/admin/cifras/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"baseline": "5"}, "baseline_day"),
        ({"baseline_day": "2011-09-30"}, "baseline"),
        ({"target": "-1", "target_day": "2030-01-01"}, "target"),
        (
            {"baseline": "1", "baseline_day": "2030-01-01", "target": "2", "target_day": "2029-01-01"},
            "target_day",
        ),
        ({"computation": "os.system"}, "computation"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client, coco, wrong, field):
    answer = client.post(f"{PLACE}nuevo/", form(**wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Indicator.objects.exists()


def test_progress_goes_from_the_baseline_to_the_target_both_ways(coco):
    up = indicator(baseline=10, baseline_day="2011-09-30", target=20, target_day="2030-01-01")
    down = indicator(code="C-02", baseline=20, baseline_day="2011-09-30", target=10, target_day="2030-01-01")
    for value, there, back in [(5, 0, 100), (10, 0, 100), (15, 50, 50), (20, 100, 0), (25, 100, 0)]:
        amount = counting.Amount(Decimal(value))
        assert indicators.progress(up, amount) == there
        assert indicators.progress(down, amount) == back
    assert indicators.progress(indicator(code="C-03"), counting.Amount(3)) is None


def test_targets_speak_of_the_whole_programme(coco):
    consult(2)
    indicator(target=4, target_day="2030-01-01")

    assert standing(coco).progress == 50
    assert standing(coco, region=Region.objects.get(pk="20")).progress is None


def test_a_reported_value_says_so_with_its_source_and_is_not_mixed_with_counting(client, coco):
    consult(2)
    one = indicator(computation="")
    data = {"day": "2026-03-31", "qualifier": ">=", "value": "7", "source": "Informe anual"}

    answer = client.post(f"{PLACE}{one.pk}/reportar/", data, follow=True)

    text = answer.content.decode()
    assert "al menos 7" in text and "reportada" in text and "Informe anual" in text
    assert standing(coco).amount == (7, ">=", 0)
    assert standing(coco, until=date(2026, 3, 30)).amount is None
    assert standing(coco, since=date(2026, 1, 1)).amount is None
    assert client.post(f"{PLACE}{one.pk}/reportar/", data).status_code == 422  # once a day
    changed = client.post(f"{PLACE}{one.pk}/corregir/", form())
    assert changed.status_code == 422 and list(changed.context["form"].errors) == ["computation"]


def test_what_is_counted_is_not_written_by_hand(client, coco):
    one = indicator()
    data = {"day": "2026-03-31", "qualifier": "=", "value": "700", "source": "Informe"}

    answer = client.post(f"{PLACE}{one.pk}/reportar/", data)

    assert answer.status_code == 302
    assert not ReportedValue.objects.exists()


def test_the_team_reads_them_and_only_coordination_writes(client, coco):
    one = indicator(computation="")
    addresses = [f"{PLACE}nuevo/", f"{PLACE}{one.pk}/corregir/", f"{PLACE}{one.pk}/reportar/"]
    client.force_login(world.member("eva"))
    assert client.get(f"{PLACE}{one.pk}/").status_code == 200
    for address in addresses:
        assert client.post(address, form(), headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    client.force_login(world.member("rita", groups=()))
    for address in [f"{PLACE}{one.pk}/", *addresses]:
        assert client.get(address).status_code == 403
    client.logout()
    for address in [f"{PLACE}{one.pk}/", *addresses]:
        assert client.get(address).status_code == 302


def test_a_small_count_gives_no_progress_away(coco):
    indicator(computation="educadoras-de-pares", target=10, target_day="2030-01-01")
    world.interaction(kind="workshop").attendances.create(audience="peer_educators", count=3)

    found = standing(coco)

    assert (str(found.amount), found.progress) == ("no se muestra: son pocas", None)
