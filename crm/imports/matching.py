"""Whom a row may mean: the records that she who imports may see, read once and sought by key, never one by one."""

from collections import defaultdict
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from crm import likeness
from crm.imports import names
from crm.models import AT_ONCE, Affiliation, Alias, ContactWay, Institution, Person, Post, Province, Region
from crm.searching import digits, simple

MOST_LIKELY = 5


ALIKE = 75  # of 100: two slips of the pen leave more than this of a name


class Likely(NamedTuple):
    pk: int
    name: str
    why: str
    is_sure: bool
    is_name: bool = True  # whether it is all of the name that agrees


class Known(NamedTuple):
    name: str
    form: tuple  # the words of the name in the order of the alphabet, as they are its key


class Places:
    """Regions, provinces and institutions, by every way of writing them that we understand."""

    def __init__(self, user):
        self.user = user
        self.regions = {simple(name): code for code, name in Region.objects.values_list("code", "name")}
        self.regions |= {f"region {name}": code for name, code in [*self.regions.items()]}
        self.provinces = {}
        for code, region, name in Province.objects.values_list("code", "region", "name"):
            self.provinces[region, simple(name)] = code

    @cached_property
    def by_name(self):
        """Numbers by key, of names, acronyms and other names."""
        found = defaultdict(set)
        seen = Institution.objects.visible_to(self.user)
        for pk, name, acronym in seen.order_by().values_list("pk", "name", "acronym"):
            for one in filter(None, (names.institution_key(name), names.institution_key(acronym))):
                found[one].add(pk)
        aliases = Alias.objects.visible_to(self.user).exclude(institution=None)
        for pk, name in aliases.values_list("institution", "name"):
            found[names.institution_key(name)].add(pk)
        return found

    @cached_property
    def by_sound(self):
        """The keys whose words begin alike: only among these is a slip looked for."""
        found = defaultdict(list)
        for key in self.by_name:
            found[likeness.sounds(key.split())].append(key)
        return found

    @cached_property
    def details(self):
        """Of each institution: its name and its region."""
        seen = Institution.objects.visible_to(self.user).order_by()
        return {pk: (name, region) for pk, name, region in seen.values_list("pk", "name", "region")}

    @cached_property
    def asked(self):
        return {}

    def region(self, text):
        return self.regions.get(
            simple(text.replace("Región", "").replace("REGIÓN", "")).strip()
        ) or self.regions.get(simple(text))

    def institution(self, name, region=None):
        """The number of the only one that is called so, or a list of several, or None."""
        pks = self.by_name.get(names.institution_key(name), ())
        if len(pks) > 1 and region:
            pks = {pk for pk in pks if self.details[pk][1] == region} or pks
        return next(iter(pks)) if len(pks) == 1 else sorted(pks) or None

    def near(self, name):
        """The institution whose name is nearly that one, if there is any."""
        if name not in self.asked:
            form = names.institution_form(name)
            near = (
                min(self.by_name[key])
                for key in self.by_sound.get(likeness.sounds(form), ())
                if likeness.same_words(form, tuple(key.split()))
            )
            pk = next(near, None)
            self.asked[name] = self.details[pk][0] if pk else ""
        return self.asked[name]


class People:
    """Everybody she may see by name, e-mail, phone and institution."""

    def __init__(self, user):
        self.user = user
        # Of 50,000 people each of these is large: what most have none of is left out, one or two are a tuple.
        self.known, self.fields = {}, {}
        self.by_key, self.by_skeleton = {}, {}
        seen = Person.objects.visible_to(user).order_by()
        for pk, name, *parts in seen.values_list(
            "pk", "name", "given_names", "first_surname", "second_surname"
        ).iterator(AT_ONCE):
            self.add(pk, name)
            if any(parts):
                self.fields[pk] = parts
            if all(parts[:2]):
                self.add_key(pk, in_order(names.form(" ".join(parts))))
        for pk, name in Alias.objects.visible_to(user).exclude(person=None).values_list("person", "name"):
            self.add_key(pk, in_order(names.form(name)))
        self.read_ways()
        self.read_posts()
        self.why = {
            "there": _("el mismo nombre y la misma institución o contacto"),
            "elsewhere": _("el mismo nombre, en otra institución"),
            "name": _("el mismo nombre"),
            "way": _("tiene el mismo correo o teléfono"),
            "near": _("su nombre es casi igual"),
        }

    def add(self, pk, name):
        form = in_order(names.form.__wrapped__(name))  # asked for once: not kept a second time
        self.known[pk] = Known(name, form)
        self.add_key(pk, form)

    def add_key(self, pk, key):
        known = self.by_key.get(key, ())
        if not known:
            skeleton = names.skeleton(key)
            self.by_skeleton[skeleton] = (*self.by_skeleton.get(skeleton, ()), key)
        if pk not in known:
            self.by_key[key] = (*known, pk)

    def read_ways(self):
        self.by_way = {}
        rows = ContactWay.objects.visible_to(self.user).exclude(person=None).order_by()
        for pk, kind, value in rows.values_list("person", "kind", "value").iterator(AT_ONCE):
            self.add_way(pk, kind, value)

    def add_way(self, pk, kind, value):
        key = way_key(kind, value)
        known = self.by_way.get(key, ())
        if pk not in known:
            self.by_way[key] = (*known, pk)

    def has_way(self, pk, key):
        return pk in self.by_way.get(key, ())

    def read_posts(self):
        """Where each is now, and the posts of every institution."""
        self.held, self.place_of, self.seats = {}, {}, {}
        rows = Affiliation.objects.visible_to(self.user).filter(ended="").order_by("pk")
        same = {}  # one number of a post for all who hold it
        for person, post in rows.values_list("person", "post").iterator(AT_ONCE):
            self.held[person] = (*self.held.get(person, ()), same.setdefault(post, post))
        posts = Post.objects.visible_to(self.user).order_by()
        for pk, institution, title in posts.values_list("pk", "institution", "title"):
            self.place_of[pk] = institution
            self.seats[institution, simple(title)] = pk

    @cached_property
    def begun(self):
        """Of everybody who holds a post now: the number of the affiliation, and since when."""
        rows = Affiliation.objects.visible_to(self.user).filter(ended="").order_by()
        columns = ("person", "post", "pk", "started")
        return {
            (person, post): began for person, post, *began in rows.values_list(*columns).iterator(AT_ONCE)
        }

    @cached_property
    def post_names(self):
        """Of posts that somebody holds now: in words, and whether they are there when nobody does."""
        rows = Post.objects.visible_to(self.user).filter(affiliations__ended="").order_by()
        rows = rows.values_list("pk", "title", "institution__name", "is_seat").distinct()
        return {pk: (f"{title}, {institution}", is_seat) for pk, title, institution, is_seat in rows}

    @cached_property
    def there(self):
        """Who is at an institution now."""
        found = defaultdict(set)
        for person, posts in self.held.items():
            for post in posts:
                found[self.place_of.get(post)].add(person)
        return found

    def knows(self, name):
        return in_order(names.form(name)) in self.by_key

    def likely(self, name, institution, ways):
        """Those whom somebody of this name, place, e-mails and phones may be, the surest first."""
        form = names.form(name)
        found = {}
        for pk in self.by_key.get(in_order(form), ()):
            found[pk] = self.same_name(pk, institution, ways)
        for pk in self.same_way(ways) - found.keys():
            sure = self.is_like(form, pk)
            if sure or set(form) & set(self.known[pk].form):
                found[pk] = Likely(pk, self.known[pk].name, self.why["way"], sure, is_name=False)
        for pk in self.similar(form, institution) - found.keys():
            found[pk] = Likely(pk, self.known[pk].name, self.why["near"], False, is_name=False)
        return sorted(found.values(), key=lambda one: (not one.is_sure, one.pk))[:MOST_LIKELY]

    def same_name(self, pk, institution, ways):
        name, posts = self.known[pk].name, self.held.get(pk, ())
        is_there = institution is not None and any(self.place_of.get(post) == institution for post in posts)
        if is_there or any(self.has_way(pk, way) for way in ways):
            return Likely(pk, name, self.why["there"], True)
        if institution is not None and posts:
            return Likely(pk, name, self.why["elsewhere"], False)
        return Likely(pk, name, self.why["name"], not institution and not ways)

    def same_way(self, ways):
        return {pk for way in ways for pk in self.by_way.get(way, ())}

    def similar(self, form, institution):
        """Those whose name is written nearly so; at the same institution also those of whom a name is left out."""
        key = in_order(form)
        others = {other: " ".join(other) for other in self.by_skeleton.get(names.skeleton(form), ())}
        alike = process.extract_iter(" ".join(key), others, scorer=fuzz.ratio, score_cutoff=ALIKE)
        near = {
            pk
            for _words, _score, other in alike
            if other != key
            for pk in self.by_key[other]
            if self.is_like(form, pk)
        }
        if isinstance(institution, int):
            # Names that are alike have a word in common, and most have none.
            apart = set(form).isdisjoint
            there = (pk for pk in self.there.get(institution, ()) if not apart(self.known[pk].form))
            near |= {pk for pk in there if self.is_like(form, pk)}
        return near

    def is_like(self, form, pk):
        return likeness.same_words(form, self.known[pk].form) is not None


def in_order(form):
    return tuple(sorted(form))


def way_key(kind, value):
    return digits(value) if kind in ("phone", "mobile") else value.lower()
