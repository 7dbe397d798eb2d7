"""What becomes of people's words when they say yes, or no."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.search import index

from cms import finding
from cms.voices import Consent, Voice, VoiceTranslation
from legislation.models import Edition


@transaction.atomic
def record(voice, kind, by, after=None, fingerprint=None, **said):
    """Add what she said; `after` is the key of what she said last, as far as whoever writes this down knows.

    False if somebody wrote down something else in the meantime: who does not know of it would undo it, or would
    say yes to words that she did not read."""
    Edition.advance()
    voice.refresh_from_db()
    if fingerprint not in (None, voice.fingerprint):
        return False
    last = voice.newest()
    if voice.is_withdrawn or (last and last.pk) != after:
        return False
    voice.consents.create(kind=kind, recorded_by=by, **said)
    return True


@transaction.atomic
def withdraw(voice, by):
    """She says no: nothing shows her words from now on, and they are wiped. True the first time."""
    Edition.advance()  # first, so that two who record it at once take turns
    if voice.is_withdrawn:
        return False
    voice.consents.create(kind=Consent.Kind.WITHDRAWN, recorded_by=by)
    wipe(voice)
    forget_in_searches(voice.pages())
    return True


def wipe(voice):
    """Of what was said there is left that it was said, and when."""
    Voice.objects.filter(pk=voice.pk).update(words="", named="")
    VoiceTranslation.objects.filter(voice=voice).delete()
    nothing = dict.fromkeys(["on_page", "on_card", "in_print"], False) | {"until": None, "proof": ""}
    voice.consents.update(**nothing, held_by=None)
    ModelLogEntry.objects.for_instance(voice).update(data={}, label=str(voice))


def forget_in_searches(pages):
    """Of pages written down before voices were records, the words stood among those of the page."""
    for page in pages.specific():
        index.insert_or_update_object(page)
        if page.live:
            finding.write_down(page)


@transaction.atomic
def lapse():
    """Let pages, and copies of the site, notice what ran out since the last time. The number of voices."""
    over = Consent.objects.filter(ended=None, until__lt=timezone.localdate())
    voices = list(Voice.objects.filter(Exists(over.filter(voice=OuterRef("pk")))))
    if voices:
        Edition.advance()
        over.update(ended=timezone.now())
    for voice in voices:
        forget_in_searches(voice.pages())
    return len(voices)
