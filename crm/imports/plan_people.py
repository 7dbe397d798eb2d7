"""Planning people with their posts, contact ways and tags."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from crm import partial_dates
from crm.imports import names
from crm.imports.matching import People, way_key
from crm.imports.plan_rows import KIND_LABELS, Planner, Verdict, Wrong, place_key, ways_of
from crm.models import Person
from crm.searching import simple

PARTS = ("given_names", "first_surname", "second_surname")
NO_PARTS = ("",) * len(PARTS)
DEFAULT_POST = "Representante"
LONGEST_TITLE, LONGEST_NAME = 150, 200


class PeoplePlanner(Planner):
    def __init__(self, sheet):
        super().__init__(sheet)
        self.people = People(self.user)
        self.labels = {"post": _("Cargo"), "tags": _("Etiquetas")}
        self.labels |= {"ends": _("Deja el cargo"), "stays": _("Conserva el cargo")}
        self.labels |= {"task": _("Tarea"), "receive": _("recibir a quien le suceda")}
        self.labels |= {part: str(Person._meta.get_field(part).verbose_name) for part in PARTS}
        self.labels |= {kind: str(label) for kind, label in KIND_LABELS.items()}
        self.today = timezone.localdate().isoformat()
        self.ended = set()  # posts that an earlier row of this file ends
        self.fresh = defaultdict(list)  # of this file, by the key of the name
        self.held, self.ways = defaultdict(set), defaultdict(set)  # what earlier rows of this file give

    def plan(self, number, data):
        region = self.region(data)
        named = self.named(data)
        if len(named) > 1 and any(name in data for name in ("email", "phone", "phone_2")):
            raise Wrong(
                _(
                    "En una celda hay varias personas y no sabemos de quién es el contacto. Ponlas en filas distintas."
                )
            )
        posts = self.posts(data, region)
        if len(posts) > 1:
            return self.one_with_several(number, named, posts[::-1], data)
        return [self.one(number, part, name, posts[0], data) for part, name in enumerate(named)]

    def one_with_several(self, number, named, posts, data):
        """The first says who she is; the others are hers too. A list names the newest first: it is written last."""
        several = Wrong(
            _("En una celda hay varios puestos y no sabemos de quién. Ponlos en filas distintas.")
        )
        if len(named) > 1:
            raise several
        first = self.one(number, 0, named[0], posts[0], data)
        who = first.target if first.target is not None else (number, 0)
        if first.verdict == Verdict.ASK:
            raise several
        rest = {"ways": [], "tags": [], "name": named[0]._asdict()}
        changes = [self.as_change(rest | {"post": post}, who) for post in posts[1:]]
        parts = enumerate(changes, 1)
        return [first, *(self.settled(number, part, named[0], change, "", who) for part, change in parts)]

    def posts(self, data, region):
        """Usually one, or None; several where a list that we handed out has as many titles as institutions."""
        titles, places = (data.get(name, "").split(";") for name in ("post", "institution"))
        if len(titles) == len(places) > 1:
            pairs = zip(titles, places, strict=True)
            return [
                self.post({**data, "post": title, "institution": place}, region) for title, place in pairs
            ]
        return [self.post(data, region)]

    def named(self, data):
        if not {"given_names", "surnames", *PARTS[1:]} & data.keys():
            text = data.get("name", "")
            if not simple(text):
                raise Wrong(_("Falta el nombre."))
            texts = names.people(text)
            if len(texts) == 1 and names.may_be_two(text) and not self.people.knows(text):
                raise Wrong(
                    _("«%(name)s» parecen dos personas en una celda. Ponlas en dos filas.")
                    % {"name": text[:80]}
                )
            return [checked(names.person(one)) for one in texts]
        first, second = data.get("first_surname", ""), data.get("second_surname", "")
        if "surnames" in data:
            first, second = names.two_surnames(data["surnames"])
        given = data.get("given_names") or data.get("name", "")
        if not simple(given):
            raise Wrong(_("Falta el nombre."))
        return [checked(names.of_parts(given, first, second))]

    def post(self, data, region):
        """Institution, title and beginning of the post of this row, if it tells of one."""
        title = " ".join(data.get("post", "").split())
        if "institution" not in data:
            if title:
                raise Wrong(_("Falta la institución del puesto «%(title)s».") % {"title": title})
            return None
        name = " ".join(data["institution"].split())
        if len(title) > LONGEST_TITLE or len(name) > LONGEST_NAME:
            raise Wrong(_("«%(cell)s…» es muy largo.") % {"cell": max(title, name, key=len)[:40]})
        place = self.institution(name, region)
        return {"institution": place, "title": title or DEFAULT_POST, "started": data.get("since", "")}

    def ways_kept(self, data):
        """Only on a basis: a column of the file, or what she chose for the whole of it."""
        basis = data.get("basis") or self.sheet.basis
        if basis == "consent" and not data.get("proof"):
            raise Wrong(_("Dice que dio su consentimiento, y falta la prueba: cuándo y cómo lo dio."))
        proof = data.get("proof", "") if basis == "consent" else ""
        found = ways_of(data)
        return ([[kind, value, basis, proof] for kind, value in found] if basis else []), bool(
            found
        ) and not basis

    def one(self, number, part, name, post, data):
        ways, not_kept = self.ways_kept(data)
        row = {"post": post, "ways": ways, "tags": data.get("tags", []), "name": name._asdict()}
        place = post["institution"] if post else None
        keys = {way_key(kind, value) for kind, value in ways_of(data)}
        told = _("No guardamos su correo ni su teléfono: falta decir por qué podemos.") if not_kept else ""
        if joined := self.joined(name, place, keys):
            return self.settled(number, part, name, self.as_change(row, joined), told, joined)
        likely = self.people.likely(name.name, place if isinstance(place, int) else place and -1, keys)
        sure = [one for one in likely if one.is_sure]
        if not likely:
            return self.created(number, part, name, row, told, keys)
        if len(sure) == 1:
            change = self.as_change(row, sure[0].pk)
            if sure[0].why != self.people.why["name"] or not change["differences"]:
                return self.settled(number, part, name, change, told, sure[0].pk)
        return self.asked(number, part, name, row, likely, told)

    def joined(self, name, place, keys):
        """The earlier row of this file that is about the same person, as its number and part."""
        for at, theirs, other in self.fresh.get(names.key(name.name), ()):
            if (
                keys & theirs
                or (place is not None and place_key(place) == other)
                or (place is None and not keys)
            ):
                return at
        return None

    def created(self, number, part, name, row, told, keys):
        at = (number, part)
        post = row["post"]
        self.fresh[names.key(name.name)].append((at, keys, place_key(post["institution"]) if post else None))
        self.remember(at, row)
        return self.row(
            number, part, name.name, Verdict.NEW, reason=told, plan=row, differences=self.told_of_new(row)
        )

    def remember(self, who, row):
        if row["post"]:
            self.held[who].add((place_key(row["post"]["institution"]), simple(row["post"]["title"])))
        self.ways[who] |= {way_key(kind, value) for kind, value, *_rest in row["ways"]}

    def told_of_new(self, row):
        lines = []
        if row["post"]:
            lines.append([self.labels["post"], "", self.post_in_words(row["post"])])
        lines += [[self.labels[kind], "", value] for kind, value, *_rest in row["ways"]]
        return lines + ([[self.labels["tags"], "", ", ".join(row["tags"])]] if row["tags"] else [])

    def post_in_words(self, post):
        place = post["institution"]
        if isinstance(place, int):
            return f"{post['title']}, {self.places.details[place][0]}"
        return _("%(title)s, %(place)s (se crea)") % {"title": post["title"], "place": place["name"]}

    def as_change(self, row, who):
        """What of a row is new to somebody: a record by its number, or an earlier row of this file."""
        change = {
            "target": who if isinstance(who, int) else [*who],
            "fill": {},
            "post": None,
            "ends": [],
            "ways": [],
            "tags": [],
            "differences": [],
        }
        if isinstance(who, int):
            self.fill(change, row, who)
        post = row["post"]
        if post and not self.holds(who, post):
            change["post"] = post
            change["differences"].append([self.labels["post"], "", self.post_in_words(post)])
            if isinstance(who, int):
                self.end_others(change, who, post)
        for way in row["ways"]:
            key = way_key(*way[:2])
            if not (
                key in self.ways.get(who, ()) or (isinstance(who, int) and self.people.has_way(who, key))
            ):
                change["ways"].append(way)
                change["differences"].append([self.labels[way[0]], "", way[1]])
        self.add_tags(change, row["tags"], who)
        return change

    def fill(self, change, row, who):
        """What was blank; a name that is written otherwise stays as it is."""
        for part, now in zip(PARTS, self.people.fields.get(who, NO_PARTS), strict=True):
            new = row["name"][part]
            if new and not now and simple(new):
                change["fill"][part] = new
                change["differences"].append([self.labels[part], now, new])

    def end_others(self, change, who, post):
        """What she held so far ends where the new post begins, or stays and is named: as was chosen for the file."""
        on = post["started"] or self.today
        for held in self.people.held.get(who, ()):
            words, is_seat = self.people.post_names.get(held, ("", False))
            if not self.sheet.ends_posts:
                change["differences"].append([self.labels["stays"], words, words])
                continue
            pk, started = self.people.begun.get((who, held), (None, ""))
            if pk and pk not in self.ended and on >= started[: len(on)]:
                change["ends"].append([pk, on])
                until = _("hasta %(ended)s") % {"ended": partial_dates.in_words(on)}
                change["differences"].append([self.labels["ends"], words, until])
                if is_seat:
                    change["differences"].append([self.labels["task"], "", self.labels["receive"]])

    def holds(self, who, post):
        place, title = post["institution"], simple(post["title"])
        if (place_key(place), title) in self.held.get(who, ()):
            return True
        known = self.people.seats.get((place, title)) if isinstance(place, int) else None
        return known is not None and isinstance(who, int) and known in self.people.held.get(who, ())

    def add_tags(self, change, tags, who):
        known = self.tags_of(who) if isinstance(who, int) and tags else set()
        change["tags"] = [tag for tag in tags if simple(tag) not in known]
        if change["tags"]:
            change["differences"].append([self.labels["tags"], "", ", ".join(change["tags"])])

    def tags_of(self, who):
        if not hasattr(self, "tags"):
            self.tags = defaultdict(set)
            seen = Person.objects.visible_to(self.user).exclude(tags=None).order_by()
            for pk, tag in seen.values_list("pk", "tags__name"):
                self.tags[pk].add(simple(tag))
        return self.tags[who]

    def settled(self, number, part, name, change, told, who):
        differences = change.pop("differences")
        if not differences:
            repeats = _("Repite la fila %(number)d.") % {"number": who[0]} if isinstance(who, tuple) else ""
            target = who if isinstance(who, int) else None
            return self.row(number, part, name.name, Verdict.SKIP, reason=repeats or told, target=target)
        self.remember(who, change)
        self.ended |= {pk for pk, _on in change["ends"]}
        return self.row(
            number,
            part,
            name.name,
            Verdict.UPDATE,
            reason=told,
            plan=change,
            differences=differences,
            target=who if isinstance(who, int) else None,
        )

    def asked(self, number, part, name, row, likely, told):
        plans = {"other": {"plan": row, "differences": self.told_of_new(row)}}
        for one in likely:
            change = self.as_change(row, one.pk)
            plans[str(one.pk)] = {"differences": change.pop("differences"), "plan": change}
        shown = [[one.pk, one.name, one.why] for one in likely]
        return self.row(number, part, name.name, Verdict.ASK, reason=told, plan=plans, likely=shown)


def checked(name):
    if len(name.name) > 150:
        raise Wrong(_("«%(name)s…» es muy largo para un nombre.") % {"name": name.name[:40]})
    return name
