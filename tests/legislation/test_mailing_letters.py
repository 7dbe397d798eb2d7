"""How a mail reads. Each scenario is kept as it was last read by a person, in tests/legislation/mails/."""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import translation

from legislation import alerts, letters
from legislation.models import BillLink, Change, Delivery, Demonstration
from legislation.reconciling import correct_step, enter_step, take_back_step
from legislation.stages import Stage
from scrapers.models import Source
from tests.legislation.mail_world import SEEN, follow, make_bill, make_cause, make_member, make_step, see

MAILS = Path(__file__).parent / "mails"
Kind = Change.Kind


@pytest.fixture(autouse=True)
def a_day_in_november(db, settings):
    settings.SITE_URL = "https://incidencia.example"
    with time_machine.travel(SEEN + timedelta(minutes=1), tick=False):
        yield


@pytest.fixture
def bill():
    return make_bill()


@pytest.fixture
def ana(bill):
    """She follows the cause of the bill."""
    user = make_member("ana@ejemplo.pe")
    follow(user, make_cause("Derechos en el trabajo", bill))
    return user


def letter(user, language="es"):
    deliveries = list(letters.for_writing(Delivery.objects.filter(recipient=user, channel="email")))
    alerts.attach_follows(deliveries)
    with translation.override(language):
        return letters.compose(deliveries)


def reported(bill, **fields):
    """The dossier of a bill in committee shows a report."""
    make_step(bill, "PRESENTADO", stage=Stage.FILED, day=date(2026, 9, 1))
    make_step(bill, "EN COMISIÓN", stage=Stage.COMMITTEE, day=date(2026, 9, 3))
    bill.status, bill.stage = "DICTAMEN", Stage.REPORTED
    bill.save()
    step = make_step(bill, detail="EN MAYORÍA - FAVORABLE SUSTITUTORIO", **fields)
    words = "DICTAMEN — Trabajo y Seguridad Social — EN MAYORÍA - FAVORABLE SUSTITUTORIO"
    return see(Kind.STEP_ADDED, bill, step=step, new=words, day=step.day, late=step.late)


def a_report(bill):
    reported(bill)


def a_status_seen_in_the_list(bill):
    bill.status, bill.stage = "ORDEN DEL DÍA", Stage.SCHEDULED
    bill.save()
    see(Kind.STATUS_CHANGED, bill, old="DICTAMEN", new="Orden del Día")


def a_late_step(bill):
    reported(bill, day=date(2026, 11, 5), late=True)


def a_session_to_come(bill):
    bill.status, bill.stage = "EN AGENDA DEL PLENO", Stage.SCHEDULED
    bill.save()
    step = make_step(bill, "EN AGENDA DEL PLENO", stage=Stage.SCHEDULED, day=date(2026, 11, 26))
    see(Kind.STEP_ADDED, bill, step=step, new="EN AGENDA DEL PLENO", day=step.day)


def a_step_from_the_corridor_of(bill, status):
    rosa = make_member("rosa@ejemplo.pe")
    enter_step(bill, rosa, status=status, day=date(2026, 11, 19), note="una asesora")


def a_step_from_the_corridor(bill):
    rosa = make_member("rosa@ejemplo.pe")
    enter_step(bill, rosa, status="DICTAMEN", day=date(2026, 11, 19), detail="En mayoría", note="una asesora")


def a_step_put_right(bill):
    rosa = make_member("rosa@ejemplo.pe")
    step, _ = enter_step(
        bill, rosa, status="DICTAMEN", day=date(2026, 11, 18), detail="En mayoría", note="oí"
    )
    Delivery.objects.update(channel="told")
    correct_step(
        step, rosa, status="DICTAMEN", day=date(2026, 11, 19), detail="En minoría", reason="la asesora"
    )


def a_step_taken_back(bill):
    rosa = make_member("rosa@ejemplo.pe")
    step, _ = enter_step(bill, rosa, status="EN DEBATE - PLENO", day=date(2026, 11, 19), note="oí")
    Delivery.objects.update(channel="told")
    take_back_step(step, rosa, reason="era otro proyecto")


def an_edited_step(bill):
    step = make_step(bill, detail="EN MAYORÍA - NO APROBACIÓN", stage=Stage.REPORTED_AGAINST)
    bill.status, bill.stage = "DICTAMEN", Stage.REPORTED_AGAINST
    bill.save()
    see(
        Kind.STEP_EDITED,
        bill,
        step=step,
        old="DICTAMEN — EN MAYORÍA",
        new="DICTAMEN — EN MAYORÍA - NO APROBACIÓN Y SU ENVÍO AL ARCHIVO",
        day=step.day,
    )


def a_vanished_step(bill):
    step = make_step(bill, withdrawn=SEEN)
    see(Kind.STEP_VANISHED, bill, step=step, old="DICTAMEN — EN MAYORÍA", day=step.day)


def a_step_shown_again(bill):
    step = make_step(bill, first_observed=SEEN - timedelta(days=3))
    see(Kind.STEP_ADDED, bill, step=step, new="DICTAMEN — EN MAYORÍA", day=step.day)


def signs_of_life(bill):
    see(Kind.SIGNATORY_ADDED, bill, new="Ejemplo Ficticia, Rosa")
    see(Kind.FILE_ADDED, bill, new="OFICIO 101-2026 - PEDIDO DE OPINIÓN", day=date(2026, 11, 18))


def a_bill_found(bill):
    found = make_bill(512, title="PROPOSICIÓN LEGISLATIVA QUE PROTEGE EL TRABAJO SEXUAL", stage=Stage.FILED)
    found.status = "PRESENTADO"
    found.save()
    causes = list(bill.causes.values_list("pk", flat=True))
    see(Kind.BILL_FOUND, found, new=found.title, day=found.presented, causes=causes)


def a_bill_that_may_go_on(bill):
    link = BillLink.objects.create(
        kind=BillLink.Kind.PASSED_ON,
        bill=bill,
        other_period=2026,
        other_chamber="S",
        other_number=13,
        other_label="00013-2026-2031-S",
        reason="El título de 00013-2026-2031-S dice que fue remitido por la otra cámara.",
    )
    see(Kind.LINK_PROPOSED, bill, link=link, new=link.other_label)


def a_lapsed_bill(bill):
    old = make_bill(12475, period=2021, chamber="C", status="DICTAMEN", stage=Stage.REPORTED)
    bill.causes.get().chain.create(bill=old)
    see(Kind.LAPSED, old, old="DICTAMEN", day=old.period.ends)


def an_accumulated_bill_published(bill):
    lead = make_bill(90, status="PUBLICADA", stage=Stage.LAW)
    BillLink.objects.create(
        kind=BillLink.Kind.ACCUMULATED,
        bill=lead,
        other=bill,
        other_period=bill.period_id,
        other_chamber=bill.chamber,
        other_number=bill.number,
        other_label=bill.label,
        state=BillLink.State.CONFIRMED,
    )
    bill.status, bill.stage = "Publicada en el Diario Oficial El Peruano", Stage.REPORTED
    bill.save()
    see(Kind.STATUS_CHANGED, bill, old="AUTÓGRAFA", new=bill.status)


def an_unknown_state(bill):
    bill.status, bill.stage = "EN CONFERENCIA BICAMERAL", Stage.UNKNOWN
    bill.save()
    see(Kind.STATUS_CHANGED, bill, old="APROBADO", new=bill.status)


def a_source_that_fails(bill):
    source = Source.objects.create(name="diputados", spider="spley", period=2026, chamber="D")
    see(Kind.SOURCE_FAILING, source=source, new="El Congreso no nos dejó pasar", old="HTTP 403 en /lista")


def a_source_that_is_back(bill):
    source = Source.objects.create(name="diputados", spider="spley", period=2026, chamber="D")
    see(Kind.SOURCE_BACK, source=source, old="2026-11-19T22:15-05:00")


def several_at_once_in_the_demonstration(bill):
    Demonstration.objects.create(pk=1)
    signs_of_life(bill)
    reported(bill)
    a_lapsed_bill(bill)


SCENARIOS = [
    a_report,
    a_status_seen_in_the_list,
    a_late_step,
    a_session_to_come,
    a_step_from_the_corridor,
    a_step_put_right,
    a_step_taken_back,
    an_edited_step,
    a_vanished_step,
    a_step_shown_again,
    signs_of_life,
    a_bill_found,
    a_bill_that_may_go_on,
    a_lapsed_bill,
    an_accumulated_bill_published,
    an_unknown_state,
    a_source_that_fails,
    a_source_that_is_back,
    several_at_once_in_the_demonstration,
]


def unnumbered(text):
    """Rows have other numbers in every database."""
    return re.sub(r"(?<=/dejar/hers\.cause-)[0-9]+", "1", text)


@pytest.mark.parametrize("happens", SCENARIOS, ids=lambda happens: happens.__name__)
def test_it_reads_as_it_was_last_read(ana, bill, happens):
    happens(bill)
    written = letter(ana)
    written = written._replace(text=unnumbered(written.text), html=unnumbered(written.html))

    kept = {
        MAILS / f"{happens.__name__}.txt": f"{written.subject}\n\n{written.text}",
        MAILS / f"{happens.__name__}.html": written.html,
    }
    new = [path for path in kept if not path.exists()]
    for path in new:
        path.parent.mkdir(exist_ok=True)
        path.write_text(kept[path], encoding="utf-8")
    assert not new, f"wrote {' and '.join(path.name for path in new)}: read it, then commit it"
    for path, now in kept.items():
        assert path.read_text(encoding="utf-8") == now


@pytest.mark.parametrize("happens", SCENARIOS, ids=lambda happens: happens.__name__)
def test_every_mail_says_why_it_came_where_to_stop_it_and_fits(ana, bill, happens):
    happens(bill)
    written = letter(ana)

    for part in (written.text, written.html):
        assert "Sigues la causa «Derechos en el trabajo»." in part
        assert "https://incidencia.example/seguimiento/" in part
    assert len(written.subject) <= 78
    assert len(written.html.encode()) <= 60_000


def test_every_kind_of_change_that_is_told_has_its_words():
    told = set(Kind) - {Kind.LABEL_UNKNOWN}

    assert set(letters.RANK) == set(letters.SAYS) == told
    assert set(letters.TITLES) | {Kind.LINK_PROPOSED} == told
    assert set(letters.LINK_TITLES) == set(BillLink.Kind)
    assert set(letters.LINK_NOTES) == set(BillLink.State)


def test_a_long_subject_ends_after_a_word_and_keeps_its_count(ana, bill):
    bill.status, bill.stage = (
        "EN ESPERA DE UNA DECISIÓN QUE NADIE HABÍA VISTO ANTES EN EL CONGRESO",
        Stage.UNKNOWN,
    )
    bill.save()
    see(Kind.STATUS_CHANGED, bill, old="APROBADO", new=bill.status)
    see(Kind.FILE_ADDED, bill, new="A.pdf")

    subject = letter(ana).subject
    assert subject == "00434-2026-2031-CD: En espera de una decisión que nadie había visto… y 1 más"
    assert len(subject) <= 78


@pytest.mark.parametrize(
    "short_name, more, subject",
    [
        ("Ley de derechos", 0, "00434-2026-2031-CD, Ley de derechos: Con dictamen"),
        ("Ley de derechos", 3, "00434-2026-2031-CD, Ley de derechos: Con dictamen y 3 novedades más"),
        (
            "Ley de la coalición (24)",
            3,
            "00434-2026-2031-CD, Ley de la coalición (24): Con dictamen y 3 novedades más",
        ),
        ("", 3, "00434-2026-2031-CD: Con dictamen y 3 novedades más"),
    ],
)
def test_the_subject_carries_the_name_that_a_cause_has_for_locked_phones(
    ana, bill, short_name, more, subject
):
    bill.causes.update(short_name=short_name)
    reported(bill)
    for number in range(more):
        see(Kind.FILE_ADDED, bill, new=f"{number}.pdf")

    assert letter(ana).subject == subject


def test_whoever_follows_only_the_bill_reads_no_name_of_a_cause(ana, bill):
    bill.causes.update(short_name="Ley de derechos")
    rosa = make_member("rosa@ejemplo.pe")
    follow(rosa, bill)
    reported(bill)

    assert letter(rosa).subject == "00434-2026-2031-CD: Con dictamen"


def test_a_mail_with_something_confirmed_is_not_called_hearsay(ana, bill):
    reported(bill)
    a_step_from_the_corridor_of(bill, "EN AGENDA DEL PLENO")

    assert letter(ana).subject == "00434-2026-2031-CD: Con dictamen y 1 novedad más"


def test_of_several_moves_the_subject_names_the_last(ana, bill):
    see(Kind.FILE_ADDED, bill, new="A.pdf")
    for status, stage in (("EN COMISIÓN", Stage.COMMITTEE), ("DICTAMEN", Stage.REPORTED)):
        see(Kind.STEP_ADDED, bill, step=make_step(bill, status, stage=stage), new=status)

    written = letter(ana)
    assert written.subject == "00434-2026-2031-CD: Con dictamen y 2 novedades más"
    assert written.text.index("Nuevo paso: En comisión") < written.text.index("Nuevo paso: Con dictamen")
    assert written.text.index("Nuevo paso: Con dictamen") < written.text.index("Documento nuevo")


def test_an_oficio_does_not_make_the_subject_say_report(ana, bill):
    bill.status, bill.stage = "DICTAMEN", Stage.REPORTED
    bill.save()
    step = make_step(bill, "OFICIO", stage=Stage.REPORTED)
    see(Kind.STEP_ADDED, bill, step=step, new="OFICIO — PEDIDO DE OPINIÓN")

    assert letter(ana).subject == "00434-2026-2031-CD: Oficio"


def test_an_accumulated_bill_is_never_said_to_be_law(ana, bill):
    an_accumulated_bill_published(bill)

    written = letter(ana)
    assert "Es ley" not in written.text and "Publicado como ley" not in written.subject + written.text
    assert written.subject == "00434-2026-2031-CD: Cambió el expediente que lo reúne con otros"
    assert "Está acumulado en 00090-2026-2031-CD" in written.text


@pytest.mark.parametrize(
    "chosen, language",
    [("", "es"), ("es", "es"), ("es-419", "es"), ("en", "en"), ("en-gb", "en"), ("fr", "es")],
)
def test_she_reads_the_language_she_chose_if_it_is_ours(chosen, language):
    user = SimpleNamespace(wagtail_userprofile=SimpleNamespace(preferred_language=chosen))

    assert letters.language(user) == language


def test_without_a_profile_it_is_spanish(ana):
    assert letters.language(ana) == "es"


def test_in_english_dates_and_links_are_english(ana, bill):
    reported(bill)

    written = letter(ana, "en")
    assert "19 November 2026" in written.text
    assert "https://incidencia.example/en/proyectos/2026/D/434/" in written.text
    assert '<html lang="en">' in written.html and 'lang="es">«DICTAMEN' in written.html
