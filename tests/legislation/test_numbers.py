import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislation import numbers
from legislation.models import Bill
from legislation.numbers import Written
from tests.congress import read, row


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("PL 12475", (12475, None, None)),
        ("pl12475", (12475, None, None)),
        ("12475", (12475, None, None)),
        ("P.L. N° 12475", (12475, None, None)),
        ("Proyecto de Ley N.º 12475", (12475, None, None)),
        ("proyecto de ley nro 00551", (551, None, None)),
        ("12475/2025-CR", (12475, 2021, "C")),
        ("12475-2025-CR", (12475, 2021, "C")),
        ("PL N° 12475/2025-CR", (12475, 2021, "C")),
        ("Proyecto de Ley 12475/2025-CR, ley del trabajo sexual", (12475, 2021, "C")),
        ("00551/2011-CR", (551, 2011, "C")),
        ("4418/2018-CR", (4418, 2016, "C")),
        ("00089/2021-IC", (89, 2021, "C")),
        ("00434-2026-2031-CD", (434, 2026, "D")),
        ("434-2026-2031-CD", (434, 2026, "D")),
        ("00013-2026-2031-S", (13, 2026, "S")),
        ("00006-2026-2031-CR", (6, 2026, "C")),
        ("00013/2026-2031-S", (13, 2026, "S")),
        ("PL12475/2025-CR", (12475, 2021, "C")),
        ("pl12475/2025-cr", (12475, 2021, "C")),
        ("PL Nº12475/2025-CR", (12475, 2021, "C")),
        ("Proyecto 12475", (12475, None, None)),
        ("12.475", (12475, None, None)),
        ("PL 12.475/2025-CR", (12475, 2021, "C")),
        ("12475/CR", (12475, None, "C")),
        ("90240-CD", (90240, None, "D")),
        ("90240 CD", (90240, None, "D")),
        ("90240/S", (90240, None, "S")),
        ("90240/2026-S", (90240, 2026, "S")),
        ("90240/2026-CD", (90240, 2026, "D")),
        ("00434/2026-PE", (434, 2026, None)),
        ("Ley 30220", None),
        ("ley 30.220", None),
        ("30 días", None),
        ("trabajo sexual", None),
        ("", None),
        ("0", None),
    ],
)
def test_every_written_form_is_understood(text, written):
    assert numbers.parse(text) == (written and Written(*written))


def test_every_number_in_a_title_is_found_once():
    title = "ACTUALIZACIÓN (ANTES PL 00089/2021-IC Y PL 12475/2025-CR, 00089/2021-IC)"

    assert numbers.parse_all(title) == [Written(89, 2021, "C"), Written(12475, 2021, "C")]


@given(st.text())
def test_no_text_breaks_the_reader(text):
    assert numbers.parse(text) is None or numbers.parse(text).number > 0


@given(st.integers(1, 99_999), st.sampled_from(["CD", "S", "CR"]))
def test_the_sources_own_label_of_2026_comes_back(number, suffix):
    assert numbers.parse(f"{number:05}-2026-2031-{suffix}") == (number, 2026, numbers.CHAMBERS[suffix])


@pytest.mark.django_db
def test_a_written_number_finds_its_bill_among_those_of_other_periods_and_chambers():
    read(
        row(434, label="00434-2026-2031-CD"),
        row(434, chamber="S", label="00434-2026-2031-S"),
        row(434, period=2021, chamber="C", label="00434/2021-CR"),
    )

    def found(text):
        return list(Bill.objects.written_as(text).order_by("label").values_list("label", flat=True))

    assert found("00434-2026-2031-CD") == ["00434-2026-2031-CD"]
    assert found("PL 434/2021") == ["00434/2021-CR"]
    assert found("PL 434") == ["00434-2026-2031-CD", "00434-2026-2031-S", "00434/2021-CR"]
    assert found("otra cosa") == []
