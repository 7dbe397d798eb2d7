"""The copy of the site as files, walked as files; and that nothing stays in it which is no longer true."""

import errno
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.mirror import crew, ledger, walking
from cms.mirror.walking import Mirror
from cms.models import PlainPage
from cms.news import Article, NewsPage
from cms.surroundings import LanguageWords, SiteSettings
from tests.cms import world
from tests.cms.world import publish
from tests.legislation.public_rows import make_bill, make_cause, rich_bill

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("INCIDENCIA_KILLS", "3"))


def mirrored(folder, **options):
    mirror = Mirror(folder, **options)
    mirror.run()
    return mirror


def files(folder):
    """What each file says and when it was written, but for what the mirror knows of itself."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def bodies(folder):
    """The same without when it was written, and without the line that says so."""
    return {
        name: re.sub(rb"<p>Esto es una copia[^<]*|<p>This is a copy[^<]*", b"", body)
        for name, (body, _) in files(folder).items()
    }


# The whole of the demonstration


@pytest.fixture(scope="module")
def copy(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic():
        world.load_demonstration()
        folder = tmp_path_factory.mktemp("copy")
        mirror = mirrored(folder)
        assert (mirror.broken, mirror.failed) == ({}, [])
        transaction.set_rollback(True)
    return folder


class Links(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.followed, self.loaded, self.forms, self.said = [], [], 0, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.forms += tag == "form"
        if tag in ("a", "area"):
            self.followed.append(attrs["href"])
        elif tag == "link" and attrs["rel"] in ("stylesheet", "icon"):
            self.loaded.append(attrs["href"])
        elif "src" in attrs:
            self.loaded.append(attrs["src"])


def pages(folder):
    return {path: path.read_text() for path in folder.rglob("*.html")}


def target(path, link):
    return (path.parent / unquote(urlsplit(link).path)).resolve()


def test_every_link_leads_to_a_file_and_nothing_is_loaded_from_elsewhere(copy):
    lost = []
    for path, page in pages(copy).items():
        links = Links(page)
        inner = [link for link in links.followed if not urlsplit(link).scheme and not link.startswith("#")]
        loaded = [link for link in links.loaded if not link.startswith("data:")]
        lost += [
            f"{path}: {link}"
            for link in [*inner, *loaded]
            if urlsplit(link).scheme or link.startswith("/") or not target(path, link).is_file()
        ]
        assert links.forms == 0 and 'action="' not in page, path

    assert lost == []
    assert len(pages(copy)) > 100 and (copy / "en" / "index.html").is_file()


def test_what_only_a_copy_says_is_said_in_the_language_of_its_page(copy):
    words = {
        "es": ("Ver esta página en el sitio en vivo", "Esto es una copia", "Hacerlo en el sitio en vivo"),
        "en": ("See this page on the live site", "This is a copy", "Do it on the live site"),
    }
    languages = {path: re.search(r'<html lang="(\w+)"', page)[1] for path, page in pages(copy).items()}

    assert set(languages.values()) == set(words)
    for path, page in pages(copy).items():
        (foreign,) = (words[code] for code in words if code != languages[path])
        assert [one for one in foreign if one in page] == [], path


def test_no_link_leaves_the_copy_but_for_the_living_site_and_what_pages_name(copy):
    allowed = re.compile(
        r"^(mailto:|tel:|#)|^https://(wa\.me|t\.me|www\.senamhi\.gob\.pe|[\w.-]+\.(example|invalid)|example\.org|[\w.-]+\.gob\.pe)(/|$)"
    )
    elsewhere = {
        link
        for page in pages(copy).values()
        for link in Links(page).followed
        if urlsplit(link).scheme and not allowed.match(link) and not link.startswith(settings.SITE_URL)
    }

    assert elsewhere == set()


def test_every_page_has_its_policy_says_what_it_is_and_where_it_comes_from(copy):
    for path, page in pages(copy).items():
        language = "en" if path.is_relative_to(copy / "en") else "es"
        assert f'<html lang="{language}">' in page, path
        assert "default-src 'none'" in page and "unsafe" not in page, path
        if path.parent.name in ("hoja", "sheet"):  # to print and carry: names nobody
            assert settings.SITE_URL not in page and "demonstration" not in page
            continue
        assert 'class="demonstration"' in page, path
        assert 'rel="external noopener"' in page.partition('<footer class="bottom">')[2], path
        if "noindex" not in page:
            assert f'<link rel="canonical" href="{settings.SITE_URL}/' in page, path


def test_the_way_out_is_a_plain_link(copy):
    for path, page in pages(copy).items():
        assert re.search(r'<a [^>]*id="salir" href="https://www\.senamhi\.gob\.pe/"', page), path


def test_what_needs_a_server_is_said_with_a_link_to_it(copy):
    subscribe = (copy / "suscribirse" / "index.html").read_text()
    sign_in = (copy / "cuenta" / "login" / "index.html").read_text()

    assert f'href="{settings.SITE_URL}/suscribirse/"' in subscribe and "no se puede enviar nada" in subscribe
    assert f'href="{settings.SITE_URL}/cuenta/login/"' in sign_in


def test_the_list_has_every_page_and_the_index_finds_it(copy):
    index = (copy / "buscar" / "paginas.js").read_text()
    listed = Links((copy / "buscar" / "index.html").read_text()).followed

    assert "../regiones/piura/index.html" in listed and '"../regiones/piura/index.html"' in index
    assert not any(link.startswith("../en/regions/") for link in listed)
    assert "/hoja/" not in index and "region-" not in index and "/suscribirse/" in index
    assert len(index) < 400_000
    assert Links((copy / "en" / "buscar" / "index.html").read_text()).forms == 0


def test_what_is_not_a_page_is_there_under_a_name_that_says_what_it_is(copy):
    assert b"<feed" in (copy / "para-entender" / "feed" / "index.xml").read_bytes()
    bill = next((copy / "proyectos").glob("*/*/*.json"))
    assert b'"steps"' in bill.read_bytes()
    assert (bill.with_suffix("") / "calendario.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert next(copy.glob("publicaciones/*/documento/*.pdf")).read_bytes().startswith(b"%PDF")
    assert next((copy / "tarjetas").glob("*.png")).read_bytes().startswith(b"\x89PNG")


# Bringing it up to date


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "copy"


@pytest.fixture
def news():
    return publish(world.home(), NewsPage, "Noticias")


@pytest.fixture
def article(news):
    publish(news, Article, "Otra", body=[])
    return publish(news, Article, "Primera", body=[])


def test_nothing_is_written_when_nothing_changed(folder, article):
    make_cause(rich_bill())
    mirrored(folder)
    before = files(folder)

    again = mirrored(folder)

    assert (again.counts["written"], again.counts["removed"]) == (0, 0)
    assert files(folder) == before


def test_of_what_changed_only_that_is_written(folder, article):
    mirrored(folder)
    before = files(folder)

    article.body = [("text", "<p>Ahora dice otra cosa.</p>")]
    article.save_revision().publish()
    mirrored(folder)

    after = files(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    assert (
        "noticias/primera/index.html" in changed
        and "otra cosa" in after["noticias/primera/index.html"][0].decode()
    )
    assert changed <= {"noticias/primera/index.html", "buscar/paginas.js", "noticias/feed/index.xml"}


def test_what_stands_on_every_page_is_put_right_on_every_page(folder, article):
    Redirect.add_redirect("/noticias/antigua/", article)
    mirrored(folder)

    around = SiteSettings.for_site(Site.objects.get())
    LanguageWords.objects.update_or_create(
        settings=around, locale=world.home().locale, defaults={"footer": "Palabras nuevas al pie"}
    )
    mirrored(folder)

    there = files(folder)
    for name in ("noticias/primera", "noticias/antigua", "cuenta/login", "suscribirse", "buscar"):
        assert "Palabras nuevas al pie" in there[f"{name}/index.html"][0].decode(), name


def test_what_was_withdrawn_is_gone_wherever_it_was(folder, article):
    mirrored(folder)
    assert "noticias/primera/index.html" in files(folder)

    article.unpublish()
    mirrored(folder)

    left = files(folder)
    assert not [name for name in left if "primera" in name]
    assert f"tarjetas/{article.pk}.png" not in left
    assert not [name for name, (body, _) in left.items() if b"Primera" in body]
    assert not (folder / "noticias" / "primera").exists()
    assert b"Primera" not in (folder / ledger.NAME).read_bytes()


# Where there is no room


class FullOfRows(sqlite3.Connection):
    """Reads, and has no room for what it is told."""

    def execute(self, statement, *values):
        if statement.lstrip().startswith(("INSERT", "DELETE", "PRAGMA user_version =", "CREATE")):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return super().execute(statement, *values)


@pytest.fixture
def full_disk(monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        connect = partial(sqlite3.connect, factory=FullOfRows)
        patch.setattr(ledger.sqlite3, "connect", connect)
        patch.setattr(walking, "write", full)
        yield patch


def filled(full_disk, folder):
    with pytest.raises(CommandError) as told:
        call_command("mirror", folder, verbosity=0)
    full_disk.undo()
    return str(told.value)


@pytest.fixture
def a_copy(folder, article):
    mirrored(folder)


def test_on_a_full_disk_what_is_no_longer_true_goes_all_the_same(a_copy, article, folder, full_disk):
    before = files(folder)
    article.body = [("text", "<p>Sin lo que retiró.</p>")]
    article.save_revision().publish()
    Article.objects.get(slug="otra").unpublish()

    told = filled(full_disk, folder)

    assert "No space left on device" in told and "/noticias/primera/" in told
    left = files(folder)
    assert not [name for name in left if "primera" in name or "otra" in name]
    assert "noticias/index.html" not in left  # it led to both
    assert left.items() <= before.items()

    mirrored(folder)
    mirrored(whole := folder.with_name("whole"))
    assert bodies(folder) == bodies(whole)


def test_a_full_disk_is_not_taken_for_another_run(folder, full_disk):
    assert "no room is left on its disk" in filled(full_disk, folder)


def test_a_page_that_moved_leaves_word_where_it_was(folder, article):
    mirrored(folder)

    article.slug = "segunda"
    article.save_revision().publish()
    Redirect.add_redirect("/noticias/primera/", article)
    mirrored(folder)

    there = files(folder)
    assert "noticias/segunda/index.html" in there
    assert 'content="0; url=../segunda/index.html"' in there["noticias/primera/index.html"][0].decode()


def test_a_link_to_nowhere_is_named_with_its_page_until_it_leads_somewhere(folder, news):
    publish(news, Article, "Rota", body=[("text", '<p><a href="/no-hay/">aquí</a></p>')])

    with pytest.raises(CommandError, match=r"/no-hay/ from /noticias/rota/"):
        call_command("mirror", folder, verbosity=0)
    with pytest.raises(CommandError, match=r"/no-hay/ from /noticias/rota/"):
        call_command("mirror", folder, verbosity=0)
    publish(world.home(), PlainPage, "No hay", body=[])
    call_command("mirror", folder, verbosity=0)

    assert 'href="../../no-hay/index.html"' in files(folder)["noticias/rota/index.html"][0].decode()


def test_a_page_that_cannot_be_drawn_is_named_and_takes_nothing_else_with_it(folder, article, monkeypatch):
    mirrored(folder)
    before = set(files(folder))

    article.body = [("text", "<p>Otra vez.</p>")]
    article.save_revision().publish()
    monkeypatch.setattr(Article, "serve", lambda *args, **kwargs: 1 / 0)
    failing = mirrored(folder)

    assert failing.failed == ["/noticias/primera/"]
    assert before - set(files(folder)) == {"noticias/primera/index.html"}


def test_a_file_that_was_lost_or_added_is_put_right(folder, article):
    mirrored(folder)
    (folder / "noticias" / "primera" / "index.html").unlink()
    (folder / "noticias" / "index.html").write_text("cortado")
    other = folder / "noticias" / "otra" / "index.html"
    other.write_bytes(other.read_bytes().replace(b"Otra", b"Mala"))  # as long as it was
    (folder / "noticias" / "ajeno.html").write_text("de nadie")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("de quien la guarda")

    mirrored(folder)

    there = files(folder)
    assert (
        b"Primera" in there["noticias/primera/index.html"][0]
        and b"Otra" in there["noticias/otra/index.html"][0]
        and b"Mala" not in there["noticias/otra/index.html"][0]
        and b"Primera" in there["noticias/index.html"][0]
    )
    assert "noticias/ajeno.html" not in there
    assert (folder / ".git" / "config").exists()


def test_bills_of_nobodys_cause_come_only_where_a_page_leads_to_them(folder):
    make_cause(rich_bill())
    for number in range(30):
        make_bill(93000 + number)

    mirrored(folder)
    some = [name for name in files(folder) if re.fullmatch(r"proyectos/.*/index.html", name)]
    mirrored(folder, every_bill=True)
    every = [name for name in files(folder) if re.fullmatch(r"proyectos/.*/index.html", name)]

    assert len(some) < len(every) and len(every) >= 31
    assert (
        f'href="{settings.SITE_URL}/proyectos/?page=2"'
        not in files(folder)["proyectos/index.html"][0].decode()
    )


def test_it_refuses_a_folder_that_is_somebody_elses(folder):
    folder.mkdir()
    (folder / "carta.txt").write_text("mía")

    with pytest.raises(CommandError, match="is not empty and not a mirror"):
        call_command("mirror", folder)

    assert [path.name for path in folder.iterdir()] == ["carta.txt"]


def test_links_that_somebody_put_into_its_folder_are_not_followed(folder, article, tmp_path):
    mirrored(folder)
    page = folder / article.get_url().strip("/") / "index.html"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    page.unlink()
    page.with_name("index.html.unfinished").symlink_to(elsewhere / "mine.txt")

    mirrored(folder)

    assert page.is_file() and (elsewhere / "mine.txt").read_text() == "mine"
    shutil.rmtree(page.parent)
    page.parent.symlink_to(elsewhere)
    with pytest.raises(ledger.Unusable, match="leads out of"):
        mirrored(folder)
    assert [path.name for path in elsewhere.iterdir()] == ["mine.txt"]


def test_a_name_changed_in_its_ledger_leads_nowhere_else(folder, article):
    mirrored(folder)
    with closing(sqlite3.connect(folder / ledger.NAME)) as file, file:
        file.execute("UPDATE files SET name = '../nuevo.txt', stamp = '', digest = ''")

    mirrored(folder)

    assert not (folder.parent / "nuevo.txt").exists()


@pytest.mark.parametrize(
    "link", ["http://[::1", "//[x", "/buscar/?q=" + "a" * 300, "/proyectos/?q=" + "a" * 300]
)
def test_a_link_that_no_file_can_have_stops_nothing(folder, article, link):
    article.body = [("text", f'<p><a href="{link}">allí</a></p>')]
    article.save_revision().publish()

    mirrored(folder)

    assert (folder / article.get_url().strip("/") / "index.html").is_file()


def test_two_runs_do_not_write_into_one_folder(folder):
    mirrored(folder)
    other = ledger.Ledger(folder)

    with pytest.raises(CommandError, match="another run is writing"):
        call_command("mirror", folder)
    other.close()


def test_what_somebody_else_wrote_into_its_ledger_is_never_asked_of_our_database(folder, article):
    mirrored(folder)
    with sqlite3.connect(folder / ledger.NAME) as file:
        file.execute("UPDATE statements SET statement = 'DELETE FROM wagtailcore_page'")
    file.close()
    with sqlite3.connect(folder / ledger.NAME) as file:
        file.execute("UPDATE files SET asked = ?", ('[["x", "[]", "y"]]',))
    file.close()

    again = mirrored(folder)

    assert Article.objects.count() == 2 and again.broken == {}


# Others asking ahead


@pytest.fixture
def many_articles(shared_database, monkeypatch):
    """That processes of their own can read, and enough of them to be worth it."""
    monkeypatch.setenv("DATABASE_URL", shared_database)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    news = publish(world.home(), NewsPage, "Noticias")
    for number in range(12):
        publish(news, Article, f"Artículo {number}", body=[])


@pytest.fixture
def crews(monkeypatch):
    """Those that are called from now on, since it is always worth it."""
    called = []

    class Known(crew.Crew):
        def __init__(self, addresses):
            self.taken = []
            called.append(self)
            super().__init__(addresses)

        def take(self, address):
            answer = super().take(address)
            self.taken += [address] if answer else []
            return answer

    monkeypatch.setattr(walking, "MANY", 1)
    monkeypatch.setattr(walking, "Crew", Known)
    return called


def test_what_others_asked_is_what_we_would_have_asked(many_articles, folder, crews):
    mirrored(folder)
    [crew] = crews
    assert len([there for there in crew.taken if "/articulo-" in there]) == 12
    assert len([there for there in crew.taken if "/tarjeta" in there]) >= 12
    assert crew.answers == {}
    assert [process.is_alive() for process in crew.processes] == [False] * min(os.cpu_count(), 6)

    before = files(folder)
    again = mirrored(folder)
    assert (again.counts["written"], again.counts["removed"], files(folder)) == (0, 0, before)
    assert len(crews) == 1

    walking.MANY = 10**6
    mirrored(alone := folder.with_name("alone"))
    assert bodies(alone) == bodies(folder)


def test_who_dies_while_asking_leaves_nothing_out(many_articles, folder, crews, monkeypatch):
    def killed(self, addresses, start=crew.Crew.__init__):
        start(self, addresses)
        self.take(addresses[0])
        for process in self.processes:
            process.kill()

    mirrored(whole := folder.with_name("whole"))
    monkeypatch.setattr(crew.Crew, "__init__", killed)

    mirrored(folder)

    assert bodies(folder) == bodies(whole)


# Stopped at any moment


def dying(database, folder, moment):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database}
    command = [sys.executable, "-m", "tests.cms.dying_mirror", str(folder), str(moment)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)  # noqa: S603


def test_who_asked_ahead_ends_with_a_walk_that_is_killed(many_articles, shared_database, folder):
    killed = dying(shared_database, folder, 12)  # returns when the last that could write to it is gone

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not killed.stderr


@pytest.mark.parametrize("turn", range(KILLS))
def test_killed_anywhere_the_next_run_ends_with_the_same_copy(shared_database, folder, turn):
    news = publish(world.home(), NewsPage, "Noticias")
    gone = publish(news, Article, "Se va", body=[])
    for number in range(12):
        publish(news, Article, f"Artículo {number}", body=[])
    mirrored(whole := folder.with_name("whole"))
    shutil.copytree(whole, folder)
    gone.unpublish()
    publish(news, Article, "Llega", body=[])
    shutil.rmtree(whole)
    mirrored(whole)

    killed = dying(shared_database, folder, random.Random(turn).randrange(1, 30))
    assert killed.returncode in (0, -signal.SIGKILL), killed.stderr
    for page in files(folder):
        if page.endswith(".html"):
            assert files(folder)[page][0].rstrip().endswith(b"</html>"), page

    mirrored(folder)

    assert bodies(folder) == bodies(whole)
