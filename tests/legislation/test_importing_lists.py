from datetime import date

import pytest
from django.core.management import CommandError, call_command

from legislation.importers import Refused
from legislation.models import Bill, CauseMatch, Change, Delivery, Edition, LabelReading, Listing, Period
from scrapers.items import NoticeItem, PeriodItem, VocabularyItem
from tests.congress import cause_with, days_ago, dossier, followed, member, read, row, step, whole_list

pytestmark = pytest.mark.django_db
Kind = Change.Kind


def kinds():
    return list(Change.objects.order_by("pk").values_list("kind", flat=True))


def test_the_first_reading_of_a_list_is_a_backfill_and_tells_nobody():
    cause_with(terms="derechos", followers=[member()])

    counts = read(*whole_list(*[row(n, title=f"LEY DE DERECHOS {n}") for n in range(90001, 90041)]))

    assert counts == (40, 0, 0)
    assert not Change.objects.exists() and not Delivery.objects.exists()
    assert CauseMatch.objects.count() == 40


def test_the_same_list_read_again_changes_nothing():
    items = whole_list(*[row(n) for n in range(90001, 90031)])
    read(*items)
    before = list(Bill.objects.order_by("pk").values())

    assert read(*items) == (0, 0, 30)

    assert list(Bill.objects.order_by("pk").values()) == before
    assert kinds() == []


def test_a_bill_that_appears_later_is_found_and_its_causes_followers_are_told():
    ana = member()
    cause_with(terms="trabajo sexual", followers=[ana])
    read(*whole_list(row(90001)))

    read(*whole_list(row(90001), row(90002, title="LEY DEL TRABAJO SEXUAL"), row(90003)))

    found = Change.objects.filter(kind=Kind.BILL_FOUND)
    assert {c.bill.number for c in found} == {90002, 90003}
    assert [d.change.bill.number for d in Delivery.objects.all()] == [90002]


def test_a_new_status_is_one_change_with_both_texts_and_one_delivery():
    bill = followed(status="EN COMISIÓN")

    counts = read(*whole_list(row(status="DICTAMEN")))

    change = Change.objects.get()
    assert counts == (0, 1, 0)
    assert (change.kind, change.old, change.new) == (Kind.STATUS_CHANGED, "EN COMISIÓN", "DICTAMEN")
    assert change.deliveries.count() == 1
    bill.refresh_from_db()
    assert (bill.status, bill.stage) == ("DICTAMEN", "reported")


def test_another_spelling_of_a_label_is_no_news():
    followed(status="EN COMISIÓN")

    read(*whole_list(row(status="En comision")))

    assert kinds() == []


def test_a_status_may_go_back_and_come_again():
    followed(status="EN COMISIÓN")

    for status in ["EN DEBATE - PLENO", "EN COMISIÓN", "EN DEBATE - PLENO"]:
        read(*whole_list(row(status=status)))

    assert kinds() == [Kind.STATUS_CHANGED] * 3
    assert Delivery.objects.count() == 3


def test_check_5_a_list_that_shrinks_by_30_percent_imports_nothing():
    items = [row(n) for n in range(90001, 90041)]
    read(*whole_list(*items))

    with pytest.raises(Refused) as refused:
        read(*whole_list(*[i.model_copy(update={"status": "DICTAMEN"}) for i in items[:28]]))

    assert refused.value.kind == "shrunk" and "28 bills, 40 before" in refused.value.detail
    assert kinds() == []
    assert set(Bill.objects.values_list("status", flat=True)) == {"EN COMISIÓN"}
    assert Listing.objects.get().total == 40


def test_a_list_that_shrinks_by_less_than_a_tenth_is_believed():
    items = [row(n) for n in range(90001, 90041)]
    read(*whole_list(*items))

    read(*whole_list(*items[:37]))

    assert Listing.objects.get().total == 37
    assert Bill.objects.count() == 40


def test_check_14_an_unknown_label_is_a_loud_incident_once_and_the_bill_stays_readable():
    followed(status="EN COMISIÓN")

    for _ in range(2):
        read(*whole_list(row(status="EN CONSULTA CIUDADANA")))

    bill = Bill.objects.get()
    assert (bill.status, bill.stage) == ("EN CONSULTA CIUDADANA", "unknown")
    assert LabelReading.objects.get().label == "EN CONSULTA CIUDADANA"
    assert kinds().count(Kind.LABEL_UNKNOWN) == 1


def test_check_14_an_unknown_key_is_a_loud_incident_once():
    notice = NoticeItem(what="key", value="codigoNuevo", where="proyectos[]")

    for _ in range(2):
        read(*whole_list(row()), notice)

    assert Change.objects.get().new == "key: codigoNuevo"


def test_check_14_a_bill_of_an_unknown_period_imports_nothing():
    with pytest.raises(Refused) as refused:
        read(row(), row(1, period=2031))

    assert refused.value.kind == "foreign" and "2031" in refused.value.detail
    assert not Bill.objects.exists()


def test_a_new_period_that_the_source_itself_announces_is_known_from_then_on():
    period = PeriodItem(period=2031, label="2031-2036", starts=date(2031, 7, 27), ends=date(2036, 7, 26))

    read(period, row(1, period=2031))

    assert Bill.objects.get().period.label == "2031-2036"


def test_a_period_whose_end_the_source_moves_ends_when_it_did_and_staff_hear_of_it_once():
    followed()
    ends = Period.objects.get(year=2026).ends
    moved = [
        PeriodItem(period=2026, label="2026-2031", starts=date(2026, 7, 27), ends=day)
        for day in (days_ago(1), date(2131, 7, 26))  # a slip either way
    ]

    for _ in range(2):
        read(*moved)

    assert Period.objects.get(year=2026).ends == ends
    earlier, later = Change.objects.order_by("pk")
    assert (earlier.kind, earlier.new) == (Kind.LABEL_UNKNOWN, f"period: 2026-2031 … {days_ago(1)}")
    assert later.new == "period: 2026-2031 … 2131-07-26"
    assert f"manage.py end_period 2026 {days_ago(1)}" in earlier.old
    assert not Delivery.objects.exists()


def test_what_the_source_says_otherwise_of_a_period_is_no_notice():
    read(PeriodItem(period=2021, label="2021-2026", starts=date(2021, 7, 22), ends=date(2026, 7, 26)))

    assert kinds() == []


def test_a_person_says_when_a_period_ends():
    edition = Edition.current()

    call_command("end_period", "2026", "2030-07-26")

    assert Period.objects.get(year=2026).ends == date(2030, 7, 26)
    assert Edition.current() > edition


@pytest.mark.parametrize(("year", "ends"), [("1812", "2030-07-26"), ("2026", "2025-07-26")])
def test_no_period_ends_that_we_do_not_know_or_before_it_begins(year, ends):
    with pytest.raises(CommandError, match="No period begins in 1812|cannot end on 2025-07-26"):
        call_command("end_period", year, ends)


def test_the_sources_own_vocabulary_is_checked():
    read(VocabularyItem(period=2026, chamber="D", statuses=("EN COMISIÓN", "EN ESPERA DEL SENADO")))

    assert LabelReading.objects.get().label == "EN ESPERA DEL SENADO"


def test_numbers_restart_in_each_chamber():
    read(
        *whole_list(row(90001, chamber="D")), *whole_list(row(90001, chamber="S", label="90001-2026-2031-S"))
    )

    assert Bill.objects.count() == 2


def test_a_bill_given_twice_while_the_list_grew_is_one():
    assert read(row(90001), row(90001), row(90002)) == (2, 0, 0)


@pytest.mark.parametrize("bills", [1, 50])
def test_an_unchanged_list_costs_the_same_queries_however_long_it_is(bills, django_assert_num_queries):
    cause_with(terms="derechos")
    items = whole_list(*[row(n) for n in range(90001, 90001 + bills)])
    read(*items)

    with django_assert_num_queries(15):
        read(*items)


def test_substrings_inside_other_words_do_not_match_a_cause():
    cause = cause_with(terms="gay\ntrata")
    hits = [
        ("CAMPO DE HUALGAYOC", "gay"),
        ("YUNGAY", "gay"),
        ("QUE CONTRATA", "trata"),
        ("TRATAMIENTO", "trata"),
    ]

    read(*[row(90001 + i, title=title, found_by=(word,)) for i, (title, word) in enumerate(hits)])

    assert not cause.matches.exists()


def test_whole_words_match_whatever_their_accents_and_case():
    cause = cause_with(terms="prostitución\ntrabajo sexual")

    read(row(90001, title="LEY SOBRE PROSTITUCION."), row(90002, title="El Trabajo Séxual, hoy"), row(90003))

    assert {(m.bill.number, m.term, m.where) for m in cause.matches.all()} == {
        (90001, "prostitución", "title"),
        (90002, "trabajo sexual", "title"),
    }


def test_a_hit_that_the_title_does_not_explain_is_left_to_a_person_and_told_to_nobody():
    cause = cause_with(terms="meretricio", followers=[member()])
    read(*whole_list(row(90001)))

    read(*whole_list(row(90001), row(90002, title="LEY DE ESPECTÁCULOS", found_by=("meretricio",))))

    assert cause.matches.get().where == CauseMatch.Where.UNSEEN
    assert not Delivery.objects.exists()


def test_a_bill_of_the_chain_is_no_candidate_for_its_own_cause():
    read(row(90001, title="LEY DEL TRABAJO SEXUAL"))
    cause = cause_with(Bill.objects.get(), terms="trabajo sexual")

    read(row(90001, title="LEY DEL TRABAJO SEXUAL", found_by=("trabajo sexual",)))

    assert not cause.matches.exists()


def test_publicada_of_an_accumulated_bill_is_not_its_own_law():
    from scrapers.items import Key, RelatedItem

    read(row(90002, status="EN COMISIÓN"))
    other = RelatedItem(key=Key(period=2026, chamber="D", number=90002), label="90002-2026-2031-CD")
    law = step("Publicada en el Diario Oficial El Peruano", id=9, detail="LEY N° 99123 - LEY FICTICIA")
    read(dossier(step("DICTAMEN", id=8), law, related=(other,)))

    read(row(90002, status="Publicada en el Diario Oficial El Peruano"))

    lead, carried = Bill.objects.order_by("number")
    assert (lead.stage, lead.law_number) == ("law", "99123")
    assert (carried.stage, carried.law_number) == ("reported", "")
    assert carried.status == "Publicada en el Diario Oficial El Peruano"


def test_a_link_written_before_the_other_bill_was_read_finds_it_later():
    from scrapers.items import Key, RelatedItem

    other = RelatedItem(key=Key(period=2026, chamber="D", number=90002), label="90002-2026-2031-CD")
    read(dossier(step("DICTAMEN", id=8), related=(other,)))

    read(row(90002))

    assert Bill.objects.get(number=90001).links.get().other.number == 90002


def test_a_row_that_says_what_it_said_before_does_not_undo_what_a_dossier_told_since():
    bill = followed(status="EN COMISIÓN")
    read(dossier(step("EN COMISIÓN", id=1), step("DICTAMEN", id=2)))

    read(*whole_list(row(status="EN COMISIÓN")))

    bill.refresh_from_db()
    assert bill.status == "DICTAMEN"
    assert kinds() == [Kind.STATUS_CHANGED]


def test_a_saved_list_older_than_our_last_reading_undoes_nothing():
    from datetime import UTC, datetime

    from scrapers.items import Answer

    followed(status="AUTÓGRAFA")
    old = Answer(
        sha256="c" * 64,
        body=b"{}",
        url="https://congreso.example/saved",
        status=200,
        headers={},
        fetched=datetime(2026, 1, 1, tzinfo=UTC),
        parser="spley/1",
    )

    read(row(status="EN COMISIÓN", answer=old.sha256), row(90009, answer=old.sha256), answers=[old])

    assert Bill.objects.get(number=90001).status == "AUTÓGRAFA"
    assert Bill.objects.filter(number=90009).exists()
    assert Kind.STATUS_CHANGED not in kinds()


# A title that comes a reading later


def registered(number=90002, **fields):
    """A bill only just registered: its number stands where its title will."""
    return row(number, title=f"{number:05}-2026-2031-CD", **fields)


def told():
    return [(d.change.kind, d.change.bill.number) for d in Delivery.objects.order_by("pk")]


SEX_WORK = "LEY QUE RECONOCE EL TRABAJO SEXUAL"


def test_a_bill_whose_title_comes_later_is_told_once_to_its_causes_followers():
    cause = cause_with(terms="trabajo sexual", followers=[member()])
    read(*whole_list(row(90001)))
    read(*whole_list(row(90001), registered()))
    before = told()

    for title in (SEX_WORK, SEX_WORK, f"{SEX_WORK}."):
        read(*whole_list(row(90001), row(90002, title=title)))

    assert (before, told()) == ([], [(Kind.BILL_FOUND, 90002)])
    assert Change.objects.latest("pk").new == SEX_WORK
    assert cause.matches.get().where == CauseMatch.Where.TITLE


def test_a_title_that_comes_later_and_speaks_of_no_cause_is_no_news():
    cause_with(terms="trabajo sexual", followers=[member()])
    read(*whole_list(row(90001), registered()))

    read(*whole_list(row(90001), row(90002, title="LEY DE CARRETERAS")))

    assert kinds() == []


def test_a_title_that_comes_with_the_first_reading_of_its_list_tells_nobody():
    cause = cause_with(terms="trabajo sexual", followers=[member()])
    read(registered(found_by=("otra palabra",)))

    read(*whole_list(row(90001), row(90002, title=SEX_WORK)))

    assert cause.matches.exists() and not Change.objects.exists()


def test_whoever_follows_that_very_bill_is_not_told_that_it_is_new():
    followed(90002, title="00002-2026-2031-CD")
    ana = member("rosa")
    cause_with(terms="trabajo sexual", followers=[ana])

    read(*whole_list(row(90002, title=SEX_WORK)))

    assert Delivery.objects.get().recipient == ana


def test_a_hit_that_nothing_explained_is_told_when_the_title_comes_that_explains_it():
    cause = cause_with(terms="trabajo sexual", followers=[member()])
    read(*whole_list(row(90001)))
    read(*whole_list(row(90001), registered(found_by=("trabajo sexual",))))
    assert cause.matches.get().where == CauseMatch.Where.UNSEEN

    read(*whole_list(row(90001), row(90002, title=SEX_WORK)))

    assert cause.matches.get().where == CauseMatch.Where.TITLE
    assert told() == [(Kind.BILL_FOUND, 90002)]


def test_what_a_person_refused_is_not_told_when_its_title_comes():
    cause = cause_with(terms="trabajo sexual", followers=[member()])
    read(*whole_list(row(90001), registered(found_by=("trabajo sexual",))))
    cause.matches.update(state=CauseMatch.State.REFUSED)

    read(*whole_list(row(90001), row(90002, title=SEX_WORK)))

    assert not Delivery.objects.exists()
