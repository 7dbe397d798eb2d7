import pytest

from scrapers.detail_path import detail_path, encrypt

DUMMY = "0123456789abcdef"


@pytest.mark.parametrize(
    "text, sealed",
    [
        ("2021", "H5srdEocZMrdVwbAjN7hyQ"),
        ("10305", "N-pGNtuNa-5a3bKQ7c0F-A"),
        ("2026", "YXSjuV6UERihuK8UZBExfw"),
        ("98", "uxuoOmuplDA0uAM_aBCdlg"),
        ("13", "GXNtOQER7UB2XfTLfdTUuA"),
    ],
)
def test_a_segment_is_sealed_as_the_service_expects(text, sealed):
    assert encrypt(text, DUMMY) == sealed


def test_the_plain_path_has_the_period_and_the_number():
    assert detail_path(2021, "C", 10305) == "expediente/2021/10305"


def test_where_there_are_two_chambers_the_path_names_one():
    assert detail_path(2026, "D", 98) == "expediente/2026/98?codTipoParl=D"


def test_with_a_key_both_segments_are_sealed_and_the_chamber_is_not():
    path = detail_path(2026, "S", 13, mode="key", key=DUMMY)

    assert path == "expediente/YXSjuV6UERihuK8UZBExfw/GXNtOQER7UB2XfTLfdTUuA?codTipoParl=S"


def test_a_key_of_the_wrong_length_is_refused_without_being_shown():
    with pytest.raises(ValueError, match="has 6 bytes, it must have 16") as refused:
        detail_path(2021, "C", 1, mode="key", key="secret")

    assert "secret" not in str(refused.value)


def test_an_unknown_mode_is_refused_by_name():
    with pytest.raises(ValueError, match="«of»"):
        detail_path(2021, "C", 1, mode="of")
