"""Send what is due: claim, write, send, mark. docs/alerts.md says what happens where a process dies in between."""

import logging
import re
import time
import uuid
from collections import Counter
from datetime import timedelta
from email.utils import format_datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from legislation import alerts, leaving, letters
from legislation.models import Delivery, Message
from legislation.post import ANSWER_WITHIN, Post, PutOff, Refused, ServerDown, Trouble, Unanswered

MOST_AT_ONCE = 100  # deliveries claimed together; the rest are claimed next, in the same run
LARGEST = 60_000  # bytes of HTML; mail programs cut larger ones, and data is paid for by the megabyte
# After a claim come five waits for the server: sender, recipient, data, text, its answer.
LONGEST_SENDING = 5 * ANSWER_WITHIN  # seconds; Delivery.LEASE is longer
log = logging.getLogger(__name__)


class Tries(NamedTuple):
    """How a mail is tried again after one kind of answer. Each kind is counted by itself: a server that put a mail
    off for a day leaves a refusal all its tries."""

    waits: list  # minutes after each
    counter: str  # the field of Delivery; empty for all that no other counts
    at_last: str = Delivery.State.FAILED


PUT_OFF = Tries([1, 5, 15, 60, *[240] * 16], "")  # three days in all
REFUSED = Tries([15, 60], "refusals")  # it may be our settings that are wrong, and somebody may see it
# Few, because each may have brought the mail; long, so that a server's bad night is outlasted.
UNANSWERED = Tries([60, 720], "unanswered", Delivery.State.PERHAPS)


class Claim(NamedTuple):
    id: uuid.UUID
    made: float  # time.time(), which also runs while a machine sleeps
    messages: list


class Run(NamedTuple):
    """One run of `announce`: its way out, its counts, and the letters it has composed."""

    post: Post | None
    tally: Counter
    letters: dict


def announce(tally, is_stopping=lambda: False):
    """Send every delivery that is due and count in tally: sent, kept, put_off, failed, left."""
    run = Run(Post() if has_server() else None, tally, {})
    try:
        while letters_due := waiting():
            moved = False
            for recipient, message in letters_due:
                if is_stopping():
                    return
                moved |= tell(recipient, message, run)
            if not moved:
                return  # the rest is in other hands
    finally:
        if run.post:
            run.post.close()


def has_server():
    return settings.EMAIL_BACKEND != "django.core.mail.backends.dummy.EmailBackend"


def waiting():
    """Pairs (recipient, message or None if it has yet to be written), the longest waiting first."""
    due = by_mail().due().order_by("pk").values_list("recipient", "message")
    return list(dict.fromkeys(due))


def by_mail():
    return Delivery.objects.filter(channel="email")


def tell(recipient, message, run):
    """Send one recipient what she is due. Return whether there was anything left for us to do."""
    if run.post:
        run.post.ready()  # before the claim: a server that is down costs nobody a try
    claim = take(recipient, message, run)
    if claim and run.post:
        try:
            for written in claim.messages:
                send(written, claim, run)
        except ServerDown:
            surely(give_back, claim)
            raise
    return claim is not None


# Claim and write


@transaction.atomic
def take(recipient, message, run):
    """Claim what a recipient is due and write it down. None: another process was first."""
    now = timezone.now()
    due = by_mail().due(now).filter(recipient=recipient, message=message).order_by("pk")
    # The lock only spares PostgreSQL a wait, and a deadlock. The conditional update decides.
    keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST_AT_ONCE])
    claim = Claim(uuid.uuid4(), time.time(), [])
    mine = Delivery.objects.filter(pk__in=keys)
    if not mine.due(now).update(
        state=Delivery.State.SENDING, claim=claim.id, claimed=now, attempts=F("attempts") + 1
    ):
        return None

    mine = mine.filter(claim=claim.id)
    deliveries = list(letters.for_writing(mine))
    if not deliveries[0].recipient.is_active:
        run.tally["failed"] += fail(mine, _("La cuenta está desactivada."))
        return claim
    wanted = still_wanted(deliveries, run)
    if message is None:
        claim.messages.extend(write(wanted, run) if wanted else [])
    elif wanted:  # as it was written: part of it may have been read
        claim.messages.append(deliveries[0].message)
    if run.post is None:
        run.tally["kept"] += len(claim.messages)
        Delivery.objects.filter(message__in=claim.messages, claim=claim.id).update(state=Delivery.State.KEPT)
    return claim


def still_wanted(deliveries, run):
    """Leave out what is due only for what she has stopped following. A mail once written goes whole or not at all."""
    alerts.attach_follows(deliveries)
    wanted = [delivery for delivery in deliveries if alerts.is_wanted(delivery)]
    if wanted and wanted[0].message:
        return deliveries
    left = [delivery.pk for delivery in deliveries if delivery not in wanted]
    if left:
        run.tally["left"] += Delivery.objects.filter(pk__in=left).update(state=Delivery.State.LEFT)
    return wanted


def write(deliveries, run):
    """Write one message about all of these or, where it cannot be written or is too large, several."""
    try:
        with transaction.atomic():
            letter = compose(deliveries, run.letters)
            if len(deliveries) == 1 or len(letter.html.encode()) <= LARGEST:
                return [keep_letter(letter, deliveries)]
    except Exception as error:
        # Whatever one change may contain, it must not keep the others from being told.
        log.exception("Deliveries %s could not be put into a mail.", [delivery.pk for delivery in deliveries])
        if len(deliveries) == 1:
            reason = _("No se pudo escribir el mensaje: %(error)s") % {"error": repr(error)}
            again(Delivery.objects.filter(pk=deliveries[0].pk), reason, PUT_OFF, run.tally)
            return []
    half = len(deliveries) // 2
    return write(deliveries[:half], run) + write(deliveries[half:], run)


def compose(deliveries, known):
    """A letter is the same for all who are due the same for the same reasons, but for the links by which to stop."""
    recipient = deliveries[0].recipient
    language = letters.language(recipient)
    key = (language, recipient.is_subscriber, *map(alerts.grounds, deliveries))
    if key not in known:
        with translation.override(language):
            known[key] = letters.compose(deliveries)
    return known[key]


def keep_letter(letter, deliveries):
    name = uuid.uuid4().hex
    message = Message.objects.create(
        recipient=deliveries[0].recipient,
        message_id=leaving.message_id(name),  # kept for every try: mail programs know it again
        subject=letter.subject,
        text=leaving.sign_links(letter.text, name),
        html=leaving.sign_links(letter.html, name),
    )
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(message=message)
    for delivery in deliveries:
        if not delivery.change.bill_id:  # a source concerns all that she follows: keep what this mail named
            named = [[follow.key] for follow, *_onward in delivery.follows]
            Delivery.objects.filter(pk=delivery.pk).update(why=named)
    return message


# Send and mark


def send(message, claim, run):
    if time.time() - claim.made > Delivery.LEASE.total_seconds() - LONGEST_SENDING:
        return  # this machine slept; by the time the server answers, another may have taken it over
    mine = Delivery.objects.filter(message=message, claim=claim.id, state=Delivery.State.SENDING)
    try:
        run.post.send(mail(message))
    except Refused as error:
        surely(again, mine, for_staff(error, message), REFUSED, run.tally)
    except PutOff as error:
        kind = UNANSWERED if isinstance(error, Unanswered) else PUT_OFF
        surely(again, mine, for_staff(error, message), kind, run.tally)
        if isinstance(error, Trouble):
            run.post.note_trouble(error)
    else:
        run.post.troubles = 0
        run.tally["sent"] += 1
        if not surely(mark_sent, message, mine):
            log.warning("Message %s was sent after its claim ran out.", message.message_id)


def for_staff(error, message):
    """The server's words, without the address of a subscriber, which staff do not see."""
    address = message.recipient.email
    return (
        re.sub(re.escape(address), "…", str(error), flags=re.I)
        if message.recipient.is_subscriber
        else str(error)
    )


def mail(message):
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.recipient.email],
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(timezone.localtime(message.written)),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop_address(message)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def stop_address(message):
    with translation.override(letters.language(message.recipient)):
        return leaving.address(leaving.name_of(message))


@transaction.atomic
def mark_sent(message, mine):
    marked = mine.update(state=Delivery.State.SENT, error="")
    if marked:
        Message.objects.filter(pk=message.pk).update(sent=timezone.now())
    return marked


def again(rows, error, kind, tally):
    """Give up the claim until the next try, or for good after the last."""
    others = F("refusals") + F("unanswered")
    tries = F(kind.counter) + 1 if kind.counter else F("attempts") - others
    counted = {kind.counter: tries} if kind.counter else {}
    made = rows.aggregate(made=Max(tries))["made"] or 0
    if made > len(kind.waits):
        tally["failed"] += rows.update(state=kind.at_last, error=error, **counted)
    else:
        not_before = timezone.now() + timedelta(minutes=kind.waits[made - 1])
        tally["put_off"] += rows.update(
            state=Delivery.State.DUE, not_before=not_before, error=error, **counted
        )


def fail(rows, error):
    return rows.update(state=Delivery.State.FAILED, error=error)


def give_back(claim):
    """Undo a claim of which nothing was tried."""
    rows = Delivery.objects.filter(message__in=claim.messages, claim=claim.id, state=Delivery.State.SENDING)
    return rows.update(state=Delivery.State.DUE, attempts=F("attempts") - 1)


def surely(write, *args):
    """Outlast a database that is locked or restarting: what is not written now would be told twice."""
    for pause in (1, 2, 4, 8, 16):
        try:
            return write(*args)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(pause)
    return write(*args)
