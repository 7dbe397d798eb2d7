"""How alike two people or two institutions are: a score from 0 to 100, with the reasons.

Nothing here asks a database. Make records with person() or institution() from what you may use, put those that are
known into a book, and ask it:

    book = People([person(1, "Rosa Núñez Villón", emails=["rnunez@example.org"], institutions=[7], regions=["20"])])
    book.like(person(None, "NUÑEZ VILLON ROSA", institutions=[7]))   # [(1, Likeness(93, ("order", "institution")))]
    book.pairs()                                                     # [(key, key, Likeness), …]: all in the book
    in_words(likeness.reasons)                                       # in the reader's language

Institutions() and institution() are the same for institutions. `key` is whatever tells the record again.
A score of LIKELY or more is probably the same; from ASK on somebody has to say; below, they are two.
like(…, least=HINT) also gives those of whom only the name is the same. A book of 50,000 takes seconds to make: make one
and ask it for every row. A contact is proof only where the names agree, and only if at most two names use it.
"""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rapidfuzz.fuzz import ratio

from crm.searching import digits
from scrapers.items import fold

LIKELY, ASK, HINT = 80, 50, 30
NEAR = 80  # how much of a word has to be the same, in percent
MOST_NAMES = 2  # that one phone or mailbox may have and still tell who somebody is
MOST_BEARERS = 3  # of a name that by itself makes one ask
LEAST_DIGITS = 6

DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
APOSTROPHE = re.compile(r"['’`´]")
NUMBER_SIGN = re.compile(r"\bn(?:o|ro|um|umero)?\W*(?=\d)")
LETTERS = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ ]+")
WORD = re.compile(r"[^\W_]+")
PARTICLES = frozenset("de del la las los el y e en a".split())
TITLES = frozenset(
    "dr dra doctor doctora lic licenciado licenciada ing ingeniero ingeniera abog abogado abogada abg mg mgtr mag "
    "sr sra srta don dona prof profesor profesora econ arq psic obst enf cpc gral crnl cnel cmdte tnte cap sgto".split()
)
# Who answers there is whoever is on duty.
OFFICE_MAILBOX = re.compile(
    r"^(mesa|partes|tramite|informe|info|contact|secretaria|recepcion|imagen|consulta|webmaster|admin|gerencia|"
    r"direccion|alcaldia|prensa|oficina)"
)
ABBREVIATIONS = {
    short: tuple(long.split())
    for short, long in {
        "adm": "administracion",
        "asoc": "asociacion",
        "cem": "centro emergencia mujer",
        "comis": "comisaria",
        "cpnp": "comisaria",
        "cs": "centro salud",
        "csj": "corte superior justicia",
        "ctro": "centro",
        "def": "defensoria",
        "defens": "defensoria",
        "dep": "departamento",
        "dir": "direccion",
        "direc": "direccion",
        "diresa": "direccion regional salud",
        "diris": "direccion redes integradas salud",
        "dist": "distrital",
        "distr": "distrital",
        "dpto": "departamento",
        "dre": "direccion regional educacion",
        "drtpe": "direccion regional trabajo promocion empleo",
        "esp": "especializada",
        "fisc": "fiscalia",
        "gbno": "gobierno",
        "ger": "gerencia",
        "geresa": "gerencia regional salud",
        "gob": "gobierno",
        "gore": "gobierno regional",
        "gral": "general",
        "grds": "gerencia regional desarrollo social",
        "hosp": "hospital",
        "ie": "institucion educativa",
        "inst": "instituto",
        "juzg": "juzgado",
        "md": "municipalidad distrital",
        "mimp": "ministerio mujer poblaciones vulnerables",
        "min": "ministerio",
        "minedu": "ministerio educacion",
        "mininter": "ministerio interior",
        "minist": "ministerio",
        "minjus": "ministerio justicia derechos humanos",
        "minjusdh": "ministerio justicia derechos humanos",
        "minsa": "ministerio salud",
        "mp": "municipalidad provincial",
        "mtpe": "ministerio trabajo promocion empleo",
        "mun": "municipalidad",
        "muni": "municipalidad",
        "munic": "municipalidad",
        "municip": "municipalidad",
        "nac": "nacional",
        "nacnal": "nacional",
        "of": "oficina",
        "ofic": "oficina",
        "org": "organizacion",
        "pj": "poder judicial",
        "pnp": "policia nacional peru",
        "pol": "policia",
        "prov": "provincial",
        "provinc": "provincial",
        "ps": "puesto salud",
        "reg": "regional",
        "regpol": "region policial",
        "sta": "santa",
        "sto": "santo",
        "subger": "subgerencia",
        "sup": "superior",
        "ugel": "unidad gestion educativa local",
        "univ": "universidad",
    }.items()
}
SOUNDS = str.maketrans("vzkqjwy", "bsccggi")  # Velásquez and Belásquez, Jiménez and Giménez


class Reason(TextChoices):
    NAME = "name", _("se llaman igual")
    ORDER = "order", _("el mismo nombre, en otro orden")
    PLACE = "place", _("el mismo nombre, una con el lugar y la otra sin él")
    PART = "part", _("un nombre es parte del otro")
    NEAR = "near", _("los nombres se escriben casi igual")
    POST = "post", _("han tenido el mismo puesto")
    INSTITUTION = "institution", _("están o estuvieron en la misma institución")
    EMAIL = "email", _("el mismo correo")
    PHONE = "phone", _("el mismo teléfono")
    REGION = "region", _("la misma región")
    KIND = "kind", _("son del mismo tipo")


WORTH = {
    Reason.NAME: 60,
    Reason.ORDER: 58,
    Reason.PLACE: 50,
    Reason.NEAR: 40,
    Reason.PART: 35,
    Reason.POST: 10,
    Reason.INSTITUTION: 25,
    Reason.EMAIL: 35,
    Reason.PHONE: 30,
    Reason.REGION: 10,
    Reason.KIND: 5,
}
ELSEWHERE = 25  # taken off where both have regions and none in common
MOST_SLIPS = 2  # words of a name
COMMON = 30  # taken off a name that many bear


class Likeness(NamedTuple):
    score: int
    reasons: tuple


class Known(NamedTuple):
    key: object
    forms: tuple  # of its names, each the words in their order
    emails: frozenset
    phones: frozenset
    regions: frozenset
    institutions: frozenset = frozenset()  # of a person
    posts: frozenset = frozenset()
    kind: str = ""  # of an institution
    parent: object = None
    place: frozenset = frozenset()  # words that only say where it is
    districts: frozenset = frozenset()  # as fine as it is known: a province, a district


def in_words(reasons):
    return [str(Reason(reason).label) for reason in reasons]


# Names


@lru_cache(50_000)
def folded(word):
    return fold(word)


def words(text):
    """Folded, without particles. "C.S." is one word, "MUNIC.PROV." are two."""
    if LETTERS.fullmatch(text):  # as nearly all names of people: the same few words, over and over
        return tuple(word for word in map(folded, text.split()) if word not in PARTICLES)
    text = DOTTED.sub(lambda found: f"{found[0].replace('.', '')} ", fold(text))
    text = NUMBER_SIGN.sub("", APOSTROPHE.sub("", text))
    return tuple(word.lstrip("0") or word for word in WORD.findall(text) if word not in PARTICLES)


def words_of_person(text):
    named = words(text)
    plain = tuple(word for word in named if word not in TITLES)
    return plain if len(plain) > 1 else named


def words_of_institution(text):
    return tuple(long for word in words(text) for long in ABBREVIATIONS.get(word, (word,)))


def person(key, name, *, others=(), emails=(), phones=(), institutions=(), posts=(), regions=()):
    """`others` are aliases and names with their surnames; institutions, posts and regions are keys."""
    forms = dict.fromkeys(filter(None, map(words_of_person, (name, *others))))
    return Known(
        key,
        tuple(forms),
        frozenset(email for email in map(fold, emails) if not OFFICE_MAILBOX.match(email)),
        numbers(phones),
        frozenset(filter(None, regions)),
        frozenset(institutions),
        frozenset(posts),
    )


def institution(
    key, name, *, others=(), emails=(), phones=(), region=None, places=(), kind="", parent=None, district=None
):
    """`others` are the acronym and aliases; `places` the names of its region, province and district, `district` the
    key of the finest of them that is known below the region."""
    forms = dict.fromkeys(filter(None, map(words_of_institution, (name, *others))))
    return Known(
        key,
        tuple(forms),
        frozenset(map(fold, emails)),
        numbers(phones),
        frozenset(filter(None, [region])),
        kind=kind,
        parent=parent,
        place=frozenset(word for place in places for word in words(place)),
        districts=frozenset(filter(None, [district])),
    )


def numbers(phones):
    return frozenset(number for number in map(digits, phones) if len(number) >= LEAST_DIGITS)


def same_words(one, other):
    """Why these two names are one, or None."""
    if one == other:
        return Reason.NAME
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return Reason.PART if len(short) > 1 and is_part(short, long) else None
    differ = len({*one} ^ {*other})
    if differ > 2 * MOST_SLIPS:  # most pairs end here
        return None
    if not differ and sorted(one) == sorted(other):
        return Reason.ORDER
    return Reason.NEAR if len(one) > 1 and are_near(one, other) else None


def is_part(short, long):
    """Each word of the short one is in the long one; "R." is "Rosa", but something has to be whole."""
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        found = next((w for w in left if w == word or (len(word) == 1 and w.startswith(word))), None)
        if found is None:
            return False
        left.remove(found)
    return any(len(word) > 1 for word in short)


def are_near(one, other):
    """As many words, and those that differ differ by a slip."""
    rest, left = list(one), list(other)
    for word in one:
        if word in left:
            rest.remove(word)
            left.remove(word)
    if len(rest) > MOST_SLIPS or len(rest) == len(one):
        return False
    for word in rest:
        found = next((w for w in left if is_slip(word, w)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def is_slip(one, other):
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if one.isdigit() or other.isdigit() or heard(one)[0] != heard(other)[0]:
        return False
    return ratio(heard(one), heard(other)) >= NEAR and not is_other_gender(one, other)


def is_other_gender(one, other):
    """Julio and Julia, Juan and Juana are two people."""
    short, long = sorted((one, other), key=len)
    return long == f"{short}a" or (
        len(one) == len(other) and one[:-1] == other[:-1] and {one[-1], other[-1]} == {*"ao"}
    )


@lru_cache(100_000)
def heard(word):
    """Zevallos and Cevallos, Huamán and Uamán; a number is itself."""
    if word.isdigit():
        return word
    spoken = re.sub(r"c(?=[ei])", "s", word.replace("ll", "y").replace("h", ""))
    return spoken.translate(SOUNDS) or word


def sounds(form):
    """How its words begin, in whatever order. A number counts whole: UGEL 05 is not UGEL 06."""
    return " ".join(sorted(word if word.isdigit() else heard(word)[0] for word in form))


def bare(form):
    return " ".join(sorted(form))


# Books


class Book:
    """Those that are known, in blocks: only within a block is anybody compared with anybody."""

    WORTH = WORTH

    def __init__(self, records, *, office=()):
        """`office` holds phones and e-mails of institutions, which tell nothing about a person."""
        self.records = list(records)
        self.bearers = Counter(name for record in self.records for name in set(map(bare, record.forms)))
        self.weak = shared_contacts(self.records) | numbers(office) | set(map(fold, office))
        self.blocks = defaultdict(list)
        for place, record in enumerate(self.records):
            for block in self.keys(record):
                self.blocks[block].append(place)

    def keys(self, record):
        """The blocks of a record, as numbers: two blocks that fall together cost a comparison, nothing else."""
        return {hash(block) for block in self.blocks_of(record)}

    def blocks_of(self, record):
        for form in record.forms:
            yield "name", bare(form)
        for contact in (record.emails | record.phones) - self.weak:
            yield "contact", contact

    def like(self, record, *, least=ASK, everybody=False):
        """Those that may be this one, the likeliest first. Of everybody only in a book of a few hundred."""
        found = []
        for place in range(len(self.records)) if everybody else self.beside(record):
            other = self.records[place]
            likeness = self.compare(record, other) if other.key != record.key else None
            if likeness and likeness.score >= least:
                found.append((other.key, likeness))
        return sorted(found, key=lambda pair: (-pair[1].score, str(pair[0])))

    def beside(self, record):
        return {place for block in self.keys(record) for place in self.blocks.get(block, ())}

    def pairs(self, *, least=ASK):
        for place, record in enumerate(self.records):
            for other in sorted(other for other in self.beside(record) if other > place):
                likeness = self.compare(record, self.records[other])
                if likeness and likeness.score >= least:
                    yield record.key, self.records[other].key, likeness

    def compare(self, one, other):
        """None where they are certainly two."""
        named, form = self.name_reason(one, other)
        if named is None:
            return None
        reasons = [named, *self.other_reasons(one, other)]
        score = sum(self.WORTH[reason] for reason in reasons)
        if one.regions and other.regions and not one.regions & other.regions:
            score -= ELSEWHERE
        if self.says_little(form, reasons):
            score -= COMMON
        return Likeness(max(0, min(score, 100)), tuple(reason.value for reason in reasons))

    def says_little(self, form, reasons):
        return len(reasons) == 1 and (len(form) == 1 or self.bearers[bare(form)] > MOST_BEARERS)

    def name_reason(self, one, other):
        """The best reason that one of their names gives, and the name that gave it."""
        best = None, ()
        for form in one.forms:
            for another in other.forms:
                reason = same_words(form, another)
                if reason and (best[0] is None or WORTH[reason] > WORTH[best[0]]):
                    best = reason, form
        return best

    def other_reasons(self, one, other):
        if (one.emails & other.emails) - self.weak:
            yield Reason.EMAIL
        if (one.phones & other.phones) - self.weak:
            yield Reason.PHONE
        if one.regions & other.regions:
            yield Reason.REGION


def shared_contacts(records):
    """Phones and mailboxes that more than two people use, told apart by their names."""
    users = defaultdict(set)
    for record in records:
        for contact in record.emails | record.phones:
            users[contact].add(bare(record.forms[0]) if record.forms else "")
    return {contact for contact, names in users.items() if len(names) > MOST_NAMES}


class People(Book):
    def blocks_of(self, record):
        yield from super().blocks_of(record)
        for form in record.forms:
            for region in record.regions:
                yield "region", region, sounds(form)
            for place in record.institutions:
                yield "institution", place, sounds(form)
                yield from (("institution", place, word) for word in form)

    def says_little(self, form, reasons):
        return len(form) == 1 or super().says_little(form, reasons)  # a nickname

    def other_reasons(self, one, other):
        if one.posts & other.posts:
            yield Reason.POST
        if one.institutions & other.institutions:
            yield Reason.INSTITUTION
        yield from super().other_reasons(one, other)


class Institutions(Book):
    WORTH = {**WORTH, Reason.REGION: 20}  # of one name there is one in a region

    def blocks_of(self, record):
        yield from super().blocks_of(record)
        for form in record.forms:
            yield "sounds", sounds(form)
            core = sorted(set(form) - record.place)
            yield from (("core", region, *core) for region in record.regions)

    def compare(self, one, other):
        is_under = one.parent is not None and one.parent == other.key
        is_over = other.parent is not None and other.parent == one.key
        is_elsewhere = one.districts and other.districts and not one.districts & other.districts
        return None if is_under or is_over or is_elsewhere else super().compare(one, other)

    def name_reason(self, one, other):
        reason, form = super().name_reason(one, other)
        if reason is Reason.PART and self.differ_by_place(one, other):
            return Reason.PLACE, form
        return reason, form

    def differ_by_place(self, one, other):
        place = one.place | other.place
        return bool(one.regions & other.regions) and any(
            set(form) ^ set(another) <= place and set(form) & set(another) - place
            for form in one.forms
            for another in other.forms
        )

    def other_reasons(self, one, other):
        yield from super().other_reasons(one, other)
        if one.kind and one.kind == other.kind:
            yield Reason.KIND
