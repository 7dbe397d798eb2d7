"""People's words are shown while they agree to it, and nowhere after that."""

import importlib
import json
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks import StreamValue
from wagtail.models import Locale, ModelLogEntry, Page
from wagtail.search import index
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation, TranslationSource

from accounts.models import Partner, User
from cms import card_views, consent, finding
from cms.blocks import VoiceBlock
from cms.models import PlainPage
from cms.news import Article, NewsPage
from cms.voices import Consent, Use, Voice, VoiceTranslation
from legislation.models import Edition
from tests.cms.world import home, publish, text
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db
WORDS = "Queremos que la denuncia valga lo mismo"
ENGLISH = "We want our report to count as much"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00-05:00", tick=False) as traveller:
        yield traveller


def make_voice(words=WORDS, named="Una compañera de Piura", language="es", **said):
    locale = Locale.objects.get(language_code=language)
    voice = Voice.objects.create(words=words, named=named, locale=locale)
    say(voice, **said)
    return voice


def say(voice, kind=Consent.Kind.GIVEN, *uses, **said):
    said = {"day": TODAY, "until": TODAY + timedelta(days=30), "proof": "Audio"} | said
    uses = dict.fromkeys(uses or [Use.PAGE], True)
    said |= {str(use): yes for use, yes in uses.items()}
    assert consent.record(voice, kind, None, after=last(voice), **said)


def last(voice):
    newest = voice.newest()
    return newest and newest.pk


def page_with(*voices, title="Relato"):
    return publish(home(), PlainPage, title, body=[("voice", voice) for voice in voices])


def team(*groups):
    user = User.objects.create_user(f"{'-'.join(groups)}@example.org", "una clave larga y buena")
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def equipo():
    return team("Equipo")


@pytest.fixture
def publisher():
    return team("Coordinación")


# What stands


def test_a_voice_is_shown_for_the_uses_and_on_the_days_that_she_agreed_to():
    voice = make_voice()
    say(voice, Consent.Kind.RENEWED, Use.PAGE, Use.CARD, day=TODAY, until=TODAY + timedelta(days=60))

    def shown(use, days):
        return Voice.objects.showable(use, TODAY + timedelta(days=days)).exists()

    assert [shown(use, 0) for use in Use] == [True, True, False]
    assert [shown(Use.PAGE, days) for days in (-1, 0, 60, 61)] == [False, True, True, False]


def test_a_voice_just_chosen_for_a_page_can_be_previewed():
    block, voice = VoiceBlock(), make_voice()

    assert WORDS in block.render(block.value_from_form(voice.pk))
    consent.withdraw(voice, None)
    assert WORDS not in block.render(block.value_from_form(voice.pk))


def test_what_she_said_last_stands_even_if_it_is_less():
    voice = make_voice(until=TODAY + timedelta(days=300))
    say(voice, Consent.Kind.NARROWED, Use.PRINT, until=TODAY + timedelta(days=9))

    assert not Voice.objects.showable(Use.PAGE).exists()
    assert Voice.objects.showable(Use.PRINT).get() == voice
    assert not Voice.objects.showable(Use.PRINT, TODAY + timedelta(days=10)).exists()


def test_without_consent_nothing_is_shown(client):
    voice = Voice.objects.create(words=WORDS, named="Ella", locale=Locale.get_default())

    assert WORDS not in text(client, page_with(voice).url)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "given", "on_page": True, "until": None},
        {"kind": "withdrawn", "on_page": True, "until": TODAY},
        {"kind": "given", "on_page": True, "until": TODAY},  # a second time
    ],
)
def test_the_database_refuses_a_consent_that_says_nothing_clear(wrong):
    voice = make_voice()

    with pytest.raises(IntegrityError), transaction.atomic():
        voice.consents.create(**wrong)


# On pages


def test_a_page_shows_her_words_escaped_and_as_she_wants_to_be_named(client):
    page = text(client, page_with(make_voice(words="Digo <b>basta</b> & punto")).url)

    assert "Digo &lt;b&gt;basta&lt;/b&gt; &amp; punto" in page
    assert "<figcaption>Una compañera de Piura</figcaption>" in page


def test_what_may_not_be_printed_is_left_out_of_print(client):
    only_here, anywhere = make_voice(), make_voice(words="Otra cosa")
    say(anywhere, Consent.Kind.RENEWED, Use.PAGE, Use.PRINT)

    page = text(client, page_with(only_here, anywhere).url)

    assert page.count('class="quotation on-screen"') == 1
    assert page.count('class="quotation"') == 1


def test_when_she_says_no_it_is_gone_at_once_from_kept_pages_too(client):
    voice = make_voice()
    page = page_with(voice)
    assert WORDS in text(client, page.url)

    assert consent.withdraw(voice, None)

    assert WORDS not in text(client, page.url)
    assert "quotation" not in text(client, page.url)


def test_no_older_version_brings_her_back(client):
    voice = make_voice()
    page = page_with(voice)
    older = page.get_latest_revision()
    page.title = "Otro"
    page.save_revision().publish()

    consent.withdraw(voice, None)
    older.publish()

    assert WORDS not in text(client, page.url)
    assert not any(WORDS in json.dumps(one.content) for one in page.revisions.all())


def test_it_runs_out_at_midnight_in_lima(client, today):
    page = page_with(make_voice(until=TODAY))
    today.move_to("2026-11-20 23:59:30-05:00")
    assert WORDS in text(client, page.url)

    today.move_to("2026-11-21 00:00:01-05:00")

    assert WORDS not in text(client, page.url)


def test_the_timetable_lets_copies_of_the_site_notice_what_ran_out_once(today):
    make_voice(until=TODAY)
    call_command("lapse_voices")
    before = Edition.current()
    today.move_to("2026-11-21 00:00:10-05:00")

    call_command("lapse_voices")
    call_command("lapse_voices")

    assert Edition.current() == before + 1


def test_a_page_in_another_language_shows_her_words_in_it(client):
    voice = make_voice()
    VoiceTranslation.objects.create(
        voice=voice, locale=Locale.objects.get(language_code="en"), words=ENGLISH, named="A colleague"
    )
    untranslated = make_voice(words="Sin traducir todavía")
    page = page_with(voice, untranslated)
    page.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    ).save_revision().publish()

    translated = text(client, page.get_translations().get().url)
    assert f'lang="en"><blockquote><p>{ENGLISH}' in translated
    assert 'lang="es"><blockquote><p>Sin traducir' in translated

    consent.withdraw(voice, None)

    assert ENGLISH not in text(client, page.get_translations().get().url)


def test_translators_carry_the_voice_over_without_its_words():
    page = publish(home(), PlainPage, "Relato", body=[("voice", make_voice())], slug="relato")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=english, data=segment.string.data
        )

    Translation.objects.create(source=source, target_locale=english).save_target(publish=True)

    there = page.get_translations().get().specific
    assert [block.value for block in there.body] == [block.value for block in page.body]
    assert not String.objects.filter(data__contains="denuncia").exists()


def test_the_card_of_a_page_shows_a_voice_while_she_agrees_to_that(client):
    voice = make_voice()
    news = publish(home(), NewsPage, "Noticias")
    page = publish(news, Article, "Nota", body=[], card_voice=voice)
    assert card_views.said_on_card(page) is None

    say(voice, Consent.Kind.RENEWED, Use.CARD)
    with_her = client.get(reverse("page-card", args=[page.pk])).content
    assert card_views.said_on_card(page) == f"«{WORDS}» — Una compañera de Piura"

    consent.withdraw(voice, None)
    without = client.get(reverse("page-card", args=[page.pk])).content

    assert with_her != without
    assert card_views.said_on_card(page) is None


def test_searches_never_hold_her_words(client):
    page = page_with(make_voice())

    assert not finding.PageWords.objects.saying("denuncia").exists()
    assert list(Page.objects.search("denuncia")) == []
    assert page.title in text(client, "/buscar/?q=Relato")


@pytest.mark.parametrize("language", ["es", "en"])
def test_voices_cost_a_page_the_same_queries_however_many(client, language):
    one = page_with(make_voice(language=language), title="Una")
    many = page_with(*(make_voice(words=f"Voz {n}", language=language) for n in range(6)), title="Muchas")
    client.get(one.url)

    assert queries_of(client, many.url) == queries_of(client, one.url)


# Saying no


def test_saying_no_wipes_everything_but_the_days():
    voice = make_voice()
    voice.consents.update(held_by=Partner.objects.first())
    VoiceTranslation.objects.create(
        voice=voice, locale=Locale.objects.get(language_code="en"), words=ENGLISH, named="A colleague"
    )
    ModelLogEntry.objects.log_action(voice, "wagtail.edit", data={"words": WORDS})

    consent.withdraw(voice, None)

    voice.refresh_from_db()
    assert (voice.words, voice.named, voice.translations.count()) == ("", "", 0)
    assert [(c.kind, c.day, c.uses, c.until, c.proof, c.held_by) for c in voice.consents.all()] == [
        ("given", TODAY, set(), None, "", None),
        ("withdrawn", TODAY, set(), None, "", None),
    ]
    assert [(entry.label, entry.data) for entry in ModelLogEntry.objects.for_instance(voice)] == [
        (f"Voz {voice.pk}", {})
    ]


def test_nothing_in_the_database_has_her_words_afterwards(publisher):
    publisher.post(reverse("voices:add"), form(WORDS))
    voice = Voice.objects.get()
    say(voice)
    page_with(voice)

    publisher.post(reverse("voices:withdraw", args=[voice.pk]))

    assert [label for label, rows in everything() if "denuncia valga" in rows] == []


def everything():
    for model in apps.get_models():
        yield model._meta.label, str(list(model._base_manager.values()))


@pytest.mark.parametrize("is_live", [True, False])
def test_words_that_a_search_wrote_down_earlier_go_when_she_says_no(is_live):
    voice = make_voice()
    page = page_with(voice)
    if not is_live:
        page.unpublish()
    assert finding.PageWords.objects.filter(page=page.pk).exists() == is_live
    finding.PageWords.objects.filter(page=page.pk).update(text=WORDS, folded=finding.folded(WORDS))
    write_into_the_index(page, WORDS)

    consent.withdraw(voice, None)

    assert not finding.PageWords.objects.saying("denuncia").exists()
    assert list(Page.objects.search("denuncia")) == []


def write_into_the_index(page, words):
    """As it stood there when they were part of the page."""
    page.summary = words
    index.insert_or_update_object(page)
    assert list(Page.objects.search("denuncia")) == [page.page_ptr]


def test_who_did_not_see_the_last_word_does_not_undo_it(publisher):
    voice = make_voice()
    say(voice, Consent.Kind.RENEWED, Use.PAGE, Use.CARD)
    address = reverse("voices:consent", args=[voice.pk])
    opened_before = publisher.get(address).context["form"]["after"].value()
    say(voice, Consent.Kind.NARROWED, Use.PAGE)

    widened = yes(kind="renewed", on_card="on")
    for after in (opened_before, "", "x"):
        publisher.post(address, widened | {"after": after})
    assert voice.newest().uses == {Use.PAGE}

    publisher.post(address, widened | {"after": last(voice)})
    assert voice.newest().uses == {Use.PAGE, Use.CARD}


@pytest.mark.parametrize("changed", [{"words": "Otra cosa"}, {"named": "Rosa"}])
def test_nobody_agrees_to_words_that_were_changed_meanwhile(equipo, publisher, changed):
    voice = Voice.objects.create(words=WORDS, named="Ella", locale=Locale.get_default())
    as_she_read_it = yes()
    equipo.post(reverse("voices:edit", args=[voice.pk]), form(WORDS) | changed)

    for fingerprint in (as_she_read_it["fingerprint"], ""):
        publisher.post(
            reverse("voices:consent", args=[voice.pk]), as_she_read_it | {"fingerprint": fingerprint}
        )
    assert not voice.consents.exists()

    publisher.post(reverse("voices:consent", args=[voice.pk]), yes())
    assert voice.consents.exists()


def test_saying_no_twice_is_saying_it_once():
    voice = make_voice()

    assert [consent.withdraw(voice, None), consent.withdraw(Voice.objects.get(), None)] == [True, False]
    assert not consent.record(voice, Consent.Kind.RENEWED, None, on_page=True, until=TODAY)
    assert voice.consents.filter(kind="withdrawn").count() == 1


# Screens


def form(words, named="Ella", **fields):
    empty = {f"translations-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    return {"words": words, "named": named, "locale": Locale.get_default().pk} | empty | fields


CONSENT = {"kind": "given", "day": "2026-11-20", "on_page": "on", "until": "2027-11-20", "proof": "Audio"}


def yes(**fields):
    """To what the only voice there is says now."""
    hers = {"held_by": Partner.objects.first().pk, "fingerprint": Voice.objects.get().fingerprint}
    return CONSENT | hers | fields


def test_a_new_voice_is_in_spanish_unless_she_spoke_otherwise(publisher):
    screen = publisher.get(reverse("voices:add"))

    assert screen.context["form"]["locale"].value() == Locale.get_default().pk


def test_anybody_of_the_team_writes_down_a_no_and_seeing_the_screen_does_nothing(equipo):
    voice = make_voice()
    address = reverse("voices:withdraw", args=[voice.pk])

    screen = equipo.get(address).content.decode()
    assert "No se puede deshacer" in screen and not voice.is_withdrawn

    assert equipo.post(address).url == reverse("voices:inspect", args=[voice.pk])
    assert voice.is_withdrawn
    assert equipo.post(address).status_code == 302
    assert WORDS not in equipo.get(reverse("voices:inspect", args=[voice.pk])).content.decode()


def test_only_who_publishes_writes_down_a_yes(equipo, publisher):
    voice = Voice.objects.create(words=WORDS, named="Ella", locale=Locale.get_default())
    address = reverse("voices:consent", args=[voice.pk])

    assert equipo.post(address, yes()).status_code in (302, 403)
    assert not voice.consents.exists()

    publisher.post(address, yes())

    assert [c.uses for c in voice.consents.all()] == [{Use.PAGE}]
    assert voice.consents.get().recorded_by.email.startswith("Coordinación".lower())


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"on_page": ""}, "on_page"),
        ({"day": "2026-11-21"}, "day"),
        ({"day": "2026-11-01"}, "day"),
        ({"until": "2026-11-19"}, "until"),
        ({"until": ""}, "until"),
        ({"proof": ""}, "proof"),
        ({"held_by": ""}, "held_by"),
        ({"kind": "narrowed"}, "kind"),
        ({"kind": "given"}, "kind"),
        ({"kind": "withdrawn"}, "kind"),
    ],
)
def test_a_yes_says_for_what_until_when_and_how_we_know(publisher, fields, field):
    voice = make_voice()  # until twenty days from now

    answer = publisher.post(reverse("voices:consent", args=[voice.pk]), yes(kind="renewed") | fields)

    assert field in answer.context["form"].errors
    assert voice.consents.count() == 1


def test_the_author_of_a_page_is_told_of_voices_that_it_may_not_show(publisher):
    shown, silent = make_voice(), make_voice(until=TODAY - timedelta(days=1), day=TODAY - timedelta(days=9))
    page = page_with(shown, silent)

    screen = publisher.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert f"Voz {silent.pk}</a> no se muestra" in screen
    assert f"Voz {shown.pk}</a> no se muestra" not in screen


def test_what_she_agreed_to_is_not_changed_afterwards_but_may_be_translated(publisher):
    voice = make_voice()
    english = {
        "translations-TOTAL_FORMS": 1,
        "translations-0-locale": Locale.objects.get(language_code="en").pk,
        "translations-0-words": ENGLISH,
        "translations-0-named": "A colleague",
    }

    publisher.post(reverse("voices:edit", args=[voice.pk]), form("Otra cosa", **english))

    voice.refresh_from_db()
    assert voice.words == WORDS
    assert voice.translations.get().words == ENGLISH


def translated(words, language):
    fields = {"TOTAL_FORMS": 1, "0-locale": language.pk, "0-words": words, "0-named": "Otra"}
    return form(WORDS) | {f"translations-{name}": value for name, value in fields.items()}


def test_nobody_says_it_for_her_in_her_own_language(client, publisher):
    voice = make_voice()
    page = page_with(voice)

    publisher.post(reverse("voices:edit", args=[voice.pk]), translated("Otra cosa", Locale.get_default()))

    assert WORDS in text(client, page.url) and "Otra cosa" not in text(client, page.url)


def test_who_may_not_publish_translates_until_she_said_yes(equipo):
    voice = Voice.objects.create(words=WORDS, named="Ella", locale=Locale.get_default())
    address = reverse("voices:edit", args=[voice.pk])
    english = Locale.objects.get(language_code="en")
    equipo.post(address, translated(ENGLISH, english))
    assert voice.translations.get().words == ENGLISH

    voice.translations.all().delete()
    say(voice)
    equipo.post(address, translated("Something false", english))

    assert not voice.translations.exists()
    assert "Traducir" not in equipo.get(reverse("voices:inspect", args=[voice.pk])).content.decode()


def test_after_a_no_nobody_writes_her_words_again(publisher):
    voice = make_voice()
    consent.withdraw(voice, None)

    for address in ("voices:edit", "voices:consent"):
        assert publisher.post(reverse(address, args=[voice.pk]), form(WORDS) | yes()).status_code == 302

    voice.refresh_from_db()
    assert voice.words == "" and voice.consents.count() == 2


def test_her_page_says_where_she_is_quoted_and_where_copies_went(equipo):
    voice = make_voice()
    page_with(voice, title="Relato de Piura")
    equipo.post(reverse("voices:add_copy", args=[voice.pk]), {"what": "Impreso: 200 folletos, Piura"})

    screen = equipo.get(reverse("voices:inspect", args=[voice.pk])).content.decode()

    assert "Relato de Piura" in screen
    assert "Impreso: 200 folletos, Piura" in screen
    assert "no se puede recoger" in screen


def test_her_page_asks_to_look_again_at_what_might_give_her_away(equipo):
    voice = make_voice(words="Trabajo en el hostal Luna", named="Una compañera, Rosa Quispe")

    screen = equipo.get(reverse("voices:inspect", args=[voice.pk]))

    assert [found.kind for found in screen.context["findings"]] == ["name", "place"]


def test_the_first_screen_names_whom_to_ask_again(equipo):
    make_voice(words="Se vence pronto", until=TODAY + timedelta(days=29))
    make_voice(words="Queda tiempo", until=TODAY + timedelta(days=30))
    make_voice(words="Ya se venció", day=TODAY - timedelta(days=2), until=TODAY - timedelta(days=1))
    consent.withdraw(make_voice(words="Dijo que no"), None)

    screen = equipo.get(reverse("wagtailadmin_home")).content.decode()

    assert "Permisos que vencen en un mes" in screen and "Se vence pronto" in screen
    assert not any(words in screen for words in ("Queda tiempo", "Ya se venció", "Dijo que no"))


def test_one_chooses_among_those_who_have_not_said_no(publisher):
    voice, gone = make_voice(), make_voice(words="Ya no")
    consent.withdraw(gone, None)

    screen = publisher.get(reverse("voice_chooser:choose")).content.decode()

    assert WORDS in screen.replace("\\u00f1", "ñ")
    assert f"Voz {voice.pk}" in screen and f"Voz {gone.pk}" not in screen


@pytest.mark.parametrize("list_of", ["choose", "choose_results"])
def test_who_may_not_see_voices_does_not_see_them_by_choosing(list_of):
    client = team()
    User.objects.get().user_permissions.add(Permission.objects.get(codename="access_admin"))
    make_voice()

    assert client.get(reverse(f"voice_chooser:{list_of}")).status_code == 302


def test_her_history_says_what_was_done_without_her_words(publisher):
    publisher.post(reverse("voices:add"), form(WORDS))
    screen = publisher.get(reverse("voices:history", args=[Voice.objects.get().pk]))

    assert screen.status_code == 200 and WORDS not in screen.content.decode()


def test_the_list_costs_the_same_queries_at_one_and_at_fifty(publisher):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert publisher.get(reverse("voices:index")).status_code == 200
        return len(queries)

    make_voice()
    cost()
    one = cost()
    for n in range(49):
        make_voice(words=f"Voz {n}")

    assert cost() == one


# What stood on pages before


def test_quotations_become_voices_in_both_languages_and_pages_read_as_before(client):
    migration = importlib.import_module("cms.migrations.0007_voices_and_forms")
    page = publish(home(), PlainPage, "Antes", body=[("heading", "Hola")])
    there = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    there.save_revision().publish()
    source, _created = TranslationSource.update_or_create_from_instance(page)
    for one, words in ((page, WORDS), (there, ENGLISH)):
        put_quotation(one, words)
    older = page.revisions.create(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(PlainPage),
        content=page.latest_revision.content | {"body": stored("Lo que se quitó", "gone")},
        object_str="Antes",
    )
    remember_for_translators(source, page)

    migration.carry_quotations(apps, None)

    voice = Voice.objects.get()
    assert (voice.words, voice.named, voice.translations.get().words) == (WORDS, "Ella", ENGLISH)
    assert voice.consents.get().day == date(2026, 9, 1) and Voice.objects.showable().exists()
    Edition.advance()
    assert WORDS in text(client, page.url) and ENGLISH in text(client, there.url)
    assert {one.pk for one in voice.pages()} == {page.pk, there.pk}
    older.refresh_from_db()
    assert "quitó" not in older.content["body"]
    assert not String.objects.filter(data=WORDS).exists() and not StringTranslation.objects.exists()
    assert [label for label, rows in everything() if "quotation" in rows] == []


def stored(words, block="q1"):
    value = {"text": words, "who": "Ella", "consent": "2026-09-01"}
    return json.dumps(
        [{"type": "heading", "id": "h", "value": "Hola"}, {"type": "quotation", "id": block, "value": value}]
    )


def put_quotation(page, words):
    block = PlainPage._meta.get_field("body").stream_block
    PlainPage.objects.filter(pk=page.pk).update(
        body=StreamValue(block, json.loads(stored(words)), is_lazy=True)
    )
    page.refresh_from_db()
    page.latest_revision.content["body"] = stored(words)
    page.latest_revision.save(update_fields=["content"])


def remember_for_translators(source, page):
    """As wagtail-localize has it of a page that was translated text by text."""
    source.content_json = json.dumps(json.loads(source.content_json) | {"body": stored(WORDS)})
    source.save(update_fields=["content_json"])
    context = source.stringsegment_set.first().context.__class__.objects.create(
        object_id=source.object_id, path="body.q1.text"
    )
    string, _created = String.objects.get_or_create(
        locale=source.locale, data=WORDS, defaults={"data_hash": String._get_data_hash(WORDS)}
    )
    StringSegment.objects.create(source=source, context=context, string=string, order=99)
    StringTranslation.objects.create(
        translation_of=string, locale=Locale.objects.get(language_code="en"), context=context, data=ENGLISH
    )
