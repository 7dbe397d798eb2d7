import importlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone

from legislation.models import Bill, BillLink, Change, Delivery, Follow, Signatory
from scrapers.items import Answer, DocumentItem
from tests.congress import (
    cause_with,
    days_ago,
    dossier,
    followed,
    member,
    read,
    read_hourly,
    row,
    signed,
    step,
    whole_list,
)

pytestmark = pytest.mark.django_db
Kind = Change.Kind
FILED = step("PRESENTADO", id=1, day=date(2026, 9, 1))
SENT = step("EN COMISIÓN", id=2, day=date(2026, 9, 3))


def told():
    """(kind, source's date) of everything somebody was told, oldest first."""
    return [(d.change.kind, d.change.day) for d in Delivery.objects.order_by("pk")]


@pytest.fixture
def bill():
    """A followed bill whose dossier was read once."""
    bill = followed(status="EN COMISIÓN")
    read(dossier(FILED, SENT))
    return bill


def test_the_first_dossier_of_a_bill_is_history_and_tells_nobody():
    followed(status="EN COMISIÓN")

    read(dossier(FILED, SENT, signatories=(signed("Ficticia Ejemplo, Ana"),)))

    assert not Change.objects.exists()
    assert Bill.objects.get().steps.count() == 2


def test_a_first_dossier_that_brings_a_new_status_tells_the_status():
    followed(status="EN COMISIÓN")

    read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(0))))

    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED]


def test_check_1_a_step_dated_ten_days_ago_and_first_seen_today_is_told_once_marked_late(bill):
    late = step("ACUERDO DE COMISIÓN", id=3, day=days_ago(10))

    for _ in range(3):
        read(dossier(FILED, SENT, late, status="EN COMISIÓN"))

    change = Change.objects.get()
    assert (change.kind, change.late, change.day) == (Kind.STEP_ADDED, True, days_ago(10))
    assert change.step.late
    assert told() == [(Kind.STEP_ADDED, days_ago(10))]


def test_a_step_of_today_is_told_once_and_not_late(bill):
    for _ in range(2):
        read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(0))))

    assert told() == [(Kind.STEP_ADDED, days_ago(0))]
    assert not Change.objects.get().late


@pytest.mark.parametrize("ids", [(3, 4), ("", "")])
def test_check_2_two_steps_of_one_day_with_one_text_are_two(bill, ids):
    twins = [step("EN AGENDA DEL PLENO", id=id, day=days_ago(0), detail="MISMO TEXTO") for id in ids]

    read(dossier(FILED, SENT, *twins))
    read(dossier(FILED, SENT, *twins))

    assert told() == [(Kind.STEP_ADDED, days_ago(0))] * 2
    assert bill.steps.count() == 4


def test_check_3_an_edited_step_is_an_edited_change_with_both_texts_and_no_new_step(bill):
    edited = step("EN COMISIÓN", id=2, day=date(2026, 9, 3), detail="POR ACUERDO DEL CONSEJO DIRECTIVO")

    for _ in range(2):
        read(dossier(FILED, edited))

    change = Change.objects.get()
    assert change.kind == Kind.STEP_EDITED
    assert (change.old, change.new) == ("EN COMISIÓN", "EN COMISIÓN — POR ACUERDO DEL CONSEJO DIRECTIVO")
    assert bill.steps.count() == 2


def test_a_step_moved_to_another_day_says_both_days(bill):
    read(dossier(FILED, step("EN COMISIÓN", id=2, day=date(2026, 9, 4))))
    read(dossier(FILED, step("EN COMISIÓN", id=2, day=date(2026, 9, 4), detail="ACTA")))

    moved, edited = Change.objects.order_by("pk")
    assert (moved.old, moved.new) == ("03/09/2026 — EN COMISIÓN", "04/09/2026 — EN COMISIÓN")
    assert (edited.old, edited.new) == ("EN COMISIÓN", "EN COMISIÓN — ACTA")


def test_committees_in_another_order_and_other_capitals_are_written_and_are_no_news(bill):
    given = {"id": 2, "day": date(2026, 9, 3)}
    read(dossier(FILED, step("EN COMISIÓN", committees=("MUJER", "TRABAJO"), detail="ACTA", **given)))
    Delivery.objects.all().delete()

    read(dossier(FILED, step("En comisión", committees=("Trabajo", "Mujer"), detail="Acta", **given)))

    assert told() == []
    sent = bill.steps.get(source_id="2")
    assert (sent.status, sent.committees, sent.detail) == ("En comisión", ["Trabajo", "Mujer"], "Acta")


def test_another_committee_is_news(bill):
    given = {"id": 2, "day": date(2026, 9, 3)}
    read(dossier(FILED, step("EN COMISIÓN", committees=("MUJER",), **given)))

    assert [kind for kind, _ in told()] == [Kind.STEP_EDITED]


WITHOUT_SENT = dossier(FILED, status="EN COMISIÓN")


def test_check_4_a_step_absent_once_is_nothing_and_absent_in_three_readings_is_withdrawn(bill):
    read_hourly(*[WITHOUT_SENT] * 2)
    assert not Change.objects.exists()

    read_hourly(*[WITHOUT_SENT] * 4)

    assert Change.objects.get().kind == Kind.STEP_VANISHED
    assert bill.steps.get(source_id="2").withdrawn is not None


def test_absences_must_follow_one_another(bill):
    read_hourly(*[WITHOUT_SENT] * 2, dossier(FILED, SENT), *[WITHOUT_SENT] * 2)

    assert not Change.objects.exists()


def test_absences_within_minutes_of_one_another_are_one(bill):
    for _ in range(5):
        read(WITHOUT_SENT)

    assert bill.steps.get(source_id="2").absences == 1
    assert not Change.objects.exists()


@pytest.mark.parametrize(("missing", "withdrawn"), [(1, 1), (2, 2), (3, 0), (20, 0)])
def test_a_dossier_that_lost_more_than_a_tenth_of_its_steps_withdraws_none(bill, missing, withdrawn, caplog):
    more = [step("EN AGENDA DEL PLENO", id=id, day=days_ago(0)) for id in range(3, 23)]
    read(dossier(FILED, SENT, *more))
    Delivery.objects.all().delete()

    read_hourly(*[dossier(FILED, SENT, *more[missing:], status="EN AGENDA DEL PLENO")] * 4)

    assert [kind for kind, _ in told()] == [Kind.STEP_VANISHED] * withdrawn
    assert ("not believed" in caplog.text) == (not withdrawn)


def test_a_withdrawn_step_that_comes_back_is_told(bill):
    read_hourly(*[WITHOUT_SENT] * 3)

    read(dossier(FILED, SENT))

    assert [kind for kind, _ in told()] == [Kind.STEP_VANISHED, Kind.STEP_ADDED]
    assert bill.steps.get(source_id="2").withdrawn is None


def test_a_withdrawn_step_that_comes_back_with_another_number_is_that_step(bill):
    read_hourly(*[WITHOUT_SENT] * 3)

    read(dossier(FILED, numbered(SENT, 102)))

    assert [kind for kind, _ in told()] == [Kind.STEP_VANISHED, Kind.STEP_ADDED]
    assert bill.steps.count() == 2


def test_an_answer_without_steps_says_nothing_about_steps(bill):
    read_hourly(*[dossier(status="EN COMISIÓN")] * 4)

    assert not Change.objects.exists()
    assert bill.steps.standing().count() == 2


def test_steps_in_another_order_are_no_news(bill):
    read(dossier(SENT, FILED, status="EN COMISIÓN"))

    assert not Change.objects.exists()


def numbered(item, id):
    return item.model_copy(update={"source_id": str(id)})


@pytest.mark.parametrize("ids", [(1, 102), (101, 102)])
def test_steps_that_were_entered_again_are_no_news(bill, ids):
    rows = set(bill.steps.values_list("pk", flat=True))

    read_hourly(*[dossier(*map(numbered, (FILED, SENT), ids))] * 4)

    assert not Change.objects.exists()
    assert set(bill.steps.values_list("pk", flat=True)) == rows
    assert [step.source_id for step in bill.steps.order_by("pk")] == [str(id) for id in ids]


def test_of_equal_steps_one_entered_again_is_known_and_one_more_is_news(bill):
    twin = step("EN AGENDA DEL PLENO", id=3, day=days_ago(0))
    read(dossier(FILED, SENT, twin, numbered(twin, 4)))
    Delivery.objects.all().delete()

    read(dossier(FILED, SENT, twin, numbered(twin, 5), numbered(twin, 6)))

    assert told() == [(Kind.STEP_ADDED, days_ago(0))]
    assert set(bill.steps.values_list("source_key", flat=True)) == {"1", "2", "3", "5", "6"}


def test_a_step_entered_again_with_another_day_is_another(bill):
    read(dossier(FILED, step("EN COMISIÓN", id=102, day=date(2026, 9, 4))))

    assert [kind for kind, _ in told()] == [Kind.STEP_ADDED]


def test_of_a_step_entered_again_only_a_file_of_another_name_is_told(bill):
    paper = DocumentItem(source_id="77", title="DICTAMEN", day=days_ago(0))
    report = step("DICTAMEN", id=3, day=days_ago(0), documents=(paper,))
    read(dossier(FILED, SENT, report))
    Delivery.objects.all().delete()

    again = (numbered(paper, 78), DocumentItem(source_id="79", title="ACTA", day=days_ago(0)))
    read(dossier(FILED, SENT, report.model_copy(update={"source_id": "4", "documents": again})))

    assert [d.change.new for d in Delivery.objects.all()] == ["ACTA"]
    assert sorted(bill.documents.values_list("source_key", "title")) == [("78", "DICTAMEN"), ("79", "ACTA")]


def test_check_11_a_step_dated_in_the_future_is_told_once(bill):
    session = step("EN AGENDA DEL PLENO", id=3, day=days_ago(-5))

    for _ in range(3):
        read(dossier(FILED, SENT, session))

    assert told() == [(Kind.STEP_ADDED, days_ago(-5))]


def test_the_list_and_the_dossier_tell_one_event_once_list_first(bill):
    read(*whole_list(row(status="DICTAMEN")))
    read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(1))))

    status, added = Change.objects.order_by("pk")
    assert (status.kind, added.kind, added.echo_of) == (Kind.STATUS_CHANGED, Kind.STEP_ADDED, status)
    assert len(told()) == 1


def test_the_list_and_the_dossier_tell_one_event_once_dossier_first(bill):
    read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(1))))
    read(*whole_list(row(status="DICTAMEN")))

    assert [kind for kind, _ in told()] == [Kind.STEP_ADDED]


def test_of_two_reports_after_one_status_one_is_an_echo_and_the_other_is_told(bill):
    read(*whole_list(row(status="DICTAMEN")))
    reports = [step("DICTAMEN", id=i, day=days_ago(1), detail=f"EN MAYORÍA {i}") for i in (3, 4)]
    read(dossier(FILED, SENT, *reports))

    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED, Kind.STEP_ADDED]


def test_a_later_signature_and_a_later_file_are_told(bill):
    paper = DocumentItem(source_id="77", title="PREDICTAMEN", day=days_ago(1))

    for _ in range(2):
        read(
            dossier(
                FILED,
                SENT,
                signatories=(signed("Ejemplo Adherente, Luz", "adherent", 5),),
                documents=(paper,),
            )
        )

    assert sorted(kind for kind, _ in told()) == [Kind.FILE_ADDED, Kind.SIGNATORY_ADDED]
    assert Signatory.objects.get().role == "adherent"


@pytest.mark.parametrize("ids", [("", 77), (77, ""), (77, 78)])
def test_a_signature_whose_number_changes_is_the_same(bill, ids):
    read(dossier(FILED, SENT, signatories=(signed("Ficticia Ejemplo, Ana", id=ids[0]),)))
    Delivery.objects.all().delete()

    read(dossier(FILED, SENT, signatories=(signed("FICTICIA EJEMPLO, Ana", "coauthor", id=ids[1]),)))

    assert told() == []
    signatory = Signatory.objects.get()
    assert (signatory.name, signatory.role) == ("FICTICIA EJEMPLO, Ana", "coauthor")


def test_the_files_of_a_new_step_are_told_with_the_step(bill):
    paper = DocumentItem(source_id="77", title="DICTAMEN.pdf", day=days_ago(0))

    read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(0), documents=(paper,))))

    assert [kind for kind, _ in told()] == [Kind.STEP_ADDED]
    assert Bill.objects.get().documents.get().step.source_id == "3"


def test_a_report_of_non_approval_is_reported_against(bill):
    read(
        dossier(
            FILED, SENT, step("DICTAMEN", id=3, detail="EN MAYORÍA - NO APROBACIÓN Y SU ENVÍO AL ARCHIVO")
        )
    )

    bill.refresh_from_db()
    assert bill.stage == "reported_against"


def test_an_older_answer_than_the_one_we_have_tells_nothing(bill):
    old = Answer(
        sha256="a" * 64,
        body=b"{}",
        url="https://congreso.example/old",
        status=200,
        headers={},
        fetched=datetime(2025, 1, 1, tzinfo=UTC),
        parser="spley/1",
    )

    read(dossier(FILED, answer=old.sha256), answers=[old])

    bill.refresh_from_db()
    assert bill.status == "EN COMISIÓN"
    assert not Change.objects.exists()


def test_a_change_cannot_be_altered():
    read(*whole_list(row()))
    read(*whole_list(row(status="DICTAMEN")))

    with pytest.raises(DatabaseError, match="appended"), transaction.atomic():
        Change.objects.update(new="otra cosa")


def test_nothing_stays_of_an_import_that_fails_midway(bill, monkeypatch):
    monkeypatch.setattr("legislation.evidence.keep", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        read(dossier(FILED, SENT, step("DICTAMEN", id=3)))

    bill.refresh_from_db()
    assert bill.steps.count() == 2 and bill.status == "EN COMISIÓN"
    assert not Change.objects.exists() and not Delivery.objects.exists()


def test_followers_of_the_cause_keep_following_when_the_number_changes():
    from legislation import links

    ana = member()
    read(*whole_list(row(99475, period=2021, chamber="C", label="99475/2025-CR")), *whole_list(row(90001)))
    old = Bill.objects.get(number=99475)
    cause = cause_with(old, followers=[ana])
    read(*whole_list(row(90001), row(90012, title="ACTUALIZACIÓN (ANTES PL 99475/2025-CR) LEY FICTICIA")))
    link = BillLink.objects.get()
    assert (link.kind, link.bill, link.state) == (BillLink.Kind.REFILED_AS, old, BillLink.State.PROPOSED)
    assert [kind for kind, _ in told()] == [Kind.LINK_PROPOSED]

    links.confirm(link, member("beatriz"))
    read(*whole_list(row(90001), row(90012, status="DICTAMEN", title=link.other_title)))

    assert cause.current_bill().number == 90012
    assert [kind for kind, _ in told()] == [Kind.LINK_PROPOSED, Kind.STATUS_CHANGED]


def test_a_bill_passed_on_by_the_other_chamber_is_proposed_and_merged_by_nobody():
    title = "LEY QUE RECONOCE DERECHOS LABORALES DE PERSONAS FICTICIAS"
    read(
        *whole_list(row(90001, title=f"PROPOSICIÓN {title}")),
        *whole_list(row(1, chamber="S", label="00001-2026-2031-S")),
    )
    passed = row(
        2,
        chamber="S",
        label="00002-2026-2031-S",
        title=f"PROPUESTA LEGISLATIVA REMITIDA POR LA CÁMARA DE DIPUTADOS - {title}",
    )

    read(*whole_list(row(1, chamber="S", label="00001-2026-2031-S"), passed))

    link = BillLink.objects.get()
    assert (link.kind, link.bill.number, link.other.number) == (BillLink.Kind.PASSED_ON, 90001, 2)
    assert link.state == BillLink.State.PROPOSED and link.reason


def test_a_member_who_follows_the_bill_and_its_cause_is_told_once(bill):
    user = Follow.objects.get().user
    cause_with(bill, followers=[user])

    read(dossier(FILED, SENT, step("DICTAMEN", id=3)))

    assert Delivery.objects.count() == 1


def test_inactive_members_are_not_told(bill):
    Follow.objects.get().user.__class__.objects.update(is_active=False)

    read(dossier(FILED, SENT, step("DICTAMEN", id=3)))

    assert not Delivery.objects.exists()


def test_a_dossier_older_than_the_list_leaves_the_lists_status(bill):
    answer = Answer(
        sha256="b" * 64,
        body=b"{}",
        url="https://congreso.example/saved",
        status=200,
        headers={},
        fetched=timezone.now(),
        parser="spley/1",
    )
    read(*whole_list(row(status="AUTÓGRAFA")), now=timezone.now() + timedelta(minutes=1))

    read(dossier(FILED, SENT, answer=answer.sha256), answers=[answer])

    bill.refresh_from_db()
    assert bill.status == "AUTÓGRAFA"
    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED]


def listed(*statuses):
    for status in statuses:
        read(*whole_list(row(status=status)))


def test_a_dossier_from_an_older_copy_does_not_undo_what_the_list_told(bill):
    listed("DICTAMEN")

    read(dossier(FILED, SENT))
    listed("DICTAMEN")

    bill.refresh_from_db()
    assert (bill.status, bill.stage) == ("DICTAMEN", "reported")
    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED]


def test_nor_does_a_first_dossier_from_an_older_copy():
    followed(status="EN COMISIÓN")
    listed("DICTAMEN")

    read(dossier(FILED, SENT))

    assert Bill.objects.get().status == "DICTAMEN"
    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED]


def test_a_dossier_one_step_behind_the_list_brings_its_step_and_not_its_status(bill):
    listed("DICTAMEN", "EN AGENDA DEL PLENO")

    read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(0))))

    bill.refresh_from_db()
    assert (bill.status, bill.stage) == ("EN AGENDA DEL PLENO", "scheduled")
    assert bill.steps.count() == 3
    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED] * 2


def test_a_detail_edited_in_a_step_says_nothing_of_the_status(bill):
    listed("DICTAMEN")

    read(dossier(FILED, step("EN COMISIÓN", id=2, day=date(2026, 9, 3), detail="COMISIÓN DE TRABAJO")))

    bill.refresh_from_db()
    assert bill.status == "DICTAMEN"
    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED, Kind.STEP_EDITED]


def test_once_the_dossier_caught_up_its_next_step_moves_the_bill_before_the_list_does(bill):
    listed("DICTAMEN")
    report = step("DICTAMEN", id=3, day=days_ago(40))  # so late that it is no echo of what the list told
    read(dossier(FILED, SENT, report))

    read(dossier(FILED, SENT, report, step("EN AGENDA DEL PLENO", id=4, day=days_ago(0))))
    listed("EN AGENDA DEL PLENO")

    bill.refresh_from_db()
    assert bill.status == "EN AGENDA DEL PLENO"
    assert [kind for kind, _ in told()] == [Kind.STATUS_CHANGED, Kind.STEP_ADDED, Kind.STEP_ADDED]


def test_a_step_that_is_given_another_label_moves_the_bill(bill):
    read(dossier(FILED, step("DICTAMEN", id=2, day=date(2026, 9, 3))))

    bill.refresh_from_db()
    assert bill.status == "DICTAMEN"


def test_a_status_that_only_a_withdrawn_step_bore_goes_with_it(bill):
    read(dossier(FILED, SENT, step("DICTAMEN", id=3, day=days_ago(0))))

    read_hourly(*[dossier(FILED, SENT)] * 3)

    bill.refresh_from_db()
    assert (bill.status, bill.stage) == ("EN COMISIÓN", "committee")


LAW = step("Publicada en el Diario Oficial El Peruano", id=4, day=days_ago(0), detail="LEY N° 99348")


def law_of(bill):
    bill.refresh_from_db()
    return bill.stage, bill.law_number


def test_a_law_number_goes_with_the_step_that_named_it(bill):
    autograph = step("AUTÓGRAFA", id=3, day=days_ago(9))
    read(dossier(FILED, SENT, autograph, LAW))
    assert law_of(bill) == ("law", "99348")

    read_hourly(*[dossier(FILED, SENT, autograph)] * 3)

    assert law_of(bill) == ("sent_to_executive", "")


def test_a_law_number_that_a_step_gives_otherwise_now_is_put_right(bill):
    read(dossier(FILED, SENT, LAW))

    read(dossier(FILED, SENT, LAW.model_copy(update={"detail": "LEY N° 99384"})))
    assert law_of(bill) == ("law", "99384")

    read(dossier(FILED, SENT, LAW.model_copy(update={"detail": ""})))
    assert law_of(bill) == ("law", "")


def test_a_law_number_that_the_source_gives_by_itself_needs_no_step(bill):
    read(dossier(FILED, SENT, law_number="99348"))

    read(dossier(FILED, SENT, law_number=""))

    assert law_of(bill) == ("committee", "99348")


ANA, EVA = signed("Ficticia, Ana", id=7), signed("Otra, Eva", id=8)


def test_a_signature_withdrawn_is_shown_no_more_and_is_no_news(bill, client):
    read(dossier(FILED, SENT, signatories=(ANA, EVA)))
    Delivery.objects.all().delete()

    read_hourly(*[dossier(FILED, SENT, signatories=(EVA,))] * 2)
    assert bill.signatories.standing().count() == 2
    read_hourly(*[dossier(FILED, SENT, signatories=(EVA,))] * 4)

    assert [one.name for one in bill.signatories.standing()] == ["Otra, Eva"]
    assert told() == []
    address = bill.get_absolute_url()
    for page in (address, f"{address.rstrip('/')}.json"):
        shown = client.get(page).content.decode()
        assert "Otra, Eva" in shown and "Ficticia, Ana" not in shown


def test_a_signature_that_comes_back_is_shown_again(bill):
    read(dossier(FILED, SENT, signatories=(ANA, EVA)))
    Delivery.objects.all().delete()
    read_hourly(*[dossier(FILED, SENT, signatories=(EVA,))] * 3)

    read(dossier(FILED, SENT, signatories=(ANA, EVA)))

    assert bill.signatories.standing().count() == 2
    assert told() == []


def test_a_file_withdrawn_is_shown_no_more(bill, client):
    papers = [DocumentItem(source_id=str(id), title=f"ANEXO {id}") for id in (77, 78)]
    report = step("DICTAMEN", id=3, day=days_ago(0), documents=(papers[0],))
    read(dossier(FILED, SENT, report, documents=(papers[1],)))

    read_hourly(*[dossier(FILED, SENT, report)] * 3)

    assert [one.title for one in bill.documents.standing()] == ["ANEXO 77"]
    assert "ANEXO 78" not in client.get(bill.get_absolute_url()).content.decode()


def test_the_files_of_a_step_that_is_missing_stay_with_it(bill):
    paper = DocumentItem(source_id="77", title="ANEXO")
    read(dossier(FILED, SENT, step("DICTAMEN", id=3, documents=(paper,))))

    read_hourly(*[dossier(FILED, SENT)] * 3)

    assert bill.steps.standing().count() == 2
    assert bill.documents.standing().count() == 1


def test_a_page_that_shows_only_some_of_the_files_withdraws_none(bill):
    read(dossier(documents=(DocumentItem(title="DICTAMEN"),), signatories=(ANA,)))

    read_hourly(*[dossier(FILED, SENT, signatories=(ANA,))] * 3, *[dossier()] * 3)

    assert bill.documents.standing().count() == 1
    assert bill.signatories.standing().count() == 1


def test_a_number_kept_before_it_was_known_is_masked_and_no_news(bill):
    written = "OFICIO DE LA SEÑORA ANA, DNI N\u00b0\u00a012345678, LEY N° 30364"
    held = bill.steps.get(source_id="2")
    type(held).objects.filter(pk=held.pk).update(detail=written)

    importlib.import_module("legislation.migrations.0007_nobodys_number").mask_them(apps, None)
    read(dossier(FILED, step("EN COMISIÓN", id=2, day=date(2026, 9, 3), detail=written)))

    held.refresh_from_db()
    assert "12345678" not in held.detail and "30364" in held.detail
    assert not Change.objects.exists()
