"""Planning institutions with their contact ways and tags."""

from collections import defaultdict

from django.utils.translation import gettext as _

from crm.imports import names
from crm.imports.matching import way_key
from crm.imports.plan_rows import KIND_LABELS, Planner, Verdict, Wrong, ways_of
from crm.imports.writing import whole_place
from crm.models import ContactWay, Institution
from crm.searching import simple

COLUMNS = ("name", "acronym", "kind", "level", "region_id", "province_id", "district")
SHOWN = {"region_id": "region", "province_id": "province"}


class InstitutionsPlanner(Planner):
    def __init__(self, sheet):
        super().__init__(sheet)
        self.fresh = {}  # of this file: the row in which each name stood first
        seen = Institution.objects.visible_to(self.user).order_by()
        self.now = {
            pk: dict(zip(COLUMNS, values, strict=True)) for pk, *values in seen.values_list("pk", *COLUMNS)
        }
        self.tags, self.ways = defaultdict(set), defaultdict(set)
        for pk, tag in seen.exclude(tags=None).values_list("pk", "tags__name"):
            self.tags[pk].add(simple(tag))
        ways = ContactWay.objects.visible_to(self.user).exclude(institution=None).order_by()
        for pk, kind, value in ways.values_list("institution", "kind", "value"):
            self.ways[pk].add(way_key(kind, value))

    def plan(self, number, data):
        if not simple(data.get("name", "")):
            raise Wrong(_("Falta el nombre."))
        row = self.columns(data)
        name, region = row["fields"]["name"], row["fields"].get("region_id")
        key = (names.institution_key(name), region)
        if key in self.fresh:
            reason = _("Repite la fila %(number)d.") % {"number": self.fresh[key]}
            return [self.row(number, 0, name, Verdict.SKIP, reason=reason)]
        self.fresh[key] = number
        return [self.one(number, name, region, row)]

    def columns(self, data):
        """What the row says, under the names of the columns of an institution."""
        fields = {name: data[name] for name in ("acronym", "kind", "level", "district") if name in data}
        fields["name"] = " ".join(data["name"].split())
        if region := self.region(data):
            fields["region_id"] = region
        if "province" in data:
            fields["province_id"] = self.province(data["province"], region)
            fields["region_id"] = fields["province_id"][:2]
        if "district" in fields and "province_id" not in fields:
            raise Wrong(_("Para guardar el distrito hace falta la provincia."))
        return {
            "fields": fields,
            "ways": [[*way, "", ""] for way in ways_of(data)],
            "tags": data.get("tags", []),
        }

    def province(self, name, region):
        wanted = simple(name)
        found = [
            code
            for (of, known), code in self.places.provinces.items()
            if known == wanted and region in (None, of)
        ]
        if len(found) != 1:
            raise Wrong(_("«%(name)s» no es una provincia de esa región.") % {"name": name})
        return found[0]

    def one(self, number, name, region, row):
        found = self.places.institution(name, region)
        if isinstance(found, list):
            raise Wrong(
                _("Hay %(n)d instituciones que se llaman «%(name)s».") % {"n": len(found), "name": name}
            )
        if found and not self.elsewhere(found, region):
            return self.settled(number, name, self.as_change(row, found), found)
        complete = self.complete(row)
        near = self.places.near(name)
        if not near:
            return self.row(number, 0, name, Verdict.NEW, plan=complete, differences=self.told(complete))
        pk = next(pk for pk, (known, _region) in self.places.details.items() if known == near)
        change = self.as_change(row, pk)
        plans = {
            "other": {"plan": complete, "differences": self.told(complete)},
            str(pk): {"differences": change.pop("differences"), "plan": change},
        }
        likely = [[pk, near, _("su nombre es casi igual")]]
        return self.row(number, 0, name, Verdict.ASK, plan=plans, likely=likely)

    def elsewhere(self, pk, region):
        """The same name in another region is another institution."""
        now = self.now[pk]["region_id"]
        return region and now and region != now

    def complete(self, row):
        fields = row["fields"]
        kind = fields.get("kind") or names.kind_of(fields["name"])
        level = fields.get("level") or names.level_of(fields["name"], kind, fields.get("region_id"))
        return row | {"fields": fields | {"kind": kind, "level": level}}

    def told(self, row):
        lines = [[label(name), "", shown(name, value, self.places)] for name, value in row["fields"].items()]
        lines += [[str(KIND_LABELS[kind]), "", value] for kind, value, *_rest in row["ways"]]
        return lines + ([[_("Etiquetas"), "", ", ".join(row["tags"])]] if row["tags"] else [])

    def as_change(self, row, pk):
        now = self.now[pk]
        fill = {n: v for n, v in row["fields"].items() if n != "name" and v != now[n]}
        fill = {n: v for n, v in whole_place(fill, now["province_id"]).items() if n in fill or v != now[n]}
        ways = [way for way in row["ways"] if way_key(*way[:2]) not in self.ways[pk]]
        tags = [tag for tag in row["tags"] if simple(tag) not in self.tags[pk]]
        lines = [[label(n), shown(n, now[n], self.places), shown(n, v, self.places)] for n, v in fill.items()]
        lines += self.told({"fields": {}, "ways": ways, "tags": tags})
        return {"target": pk, "fill": fill, "ways": ways, "tags": tags, "differences": lines}

    def settled(self, number, name, change, pk):
        differences = change.pop("differences")
        verdict = Verdict.UPDATE if differences else Verdict.SKIP
        plan = change if differences else {}
        return self.row(number, 0, name, verdict, plan=plan, differences=differences, target=pk)


def label(name):
    return str(Institution._meta.get_field(SHOWN.get(name, name)).verbose_name)


def shown(name, value, places):
    if name == "region_id":
        return next((known.capitalize() for known, code in places.regions.items() if code == value), "")
    if name == "province_id":
        return next(
            (known.capitalize() for (_of, known), code in places.provinces.items() if code == value), ""
        )
    choices = dict(Institution._meta.get_field(name).flatchoices)
    return str(choices.get(value, value or ""))
