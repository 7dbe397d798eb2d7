"""What the planners of the three kinds have in common."""

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.imports import names
from crm.imports.matching import Places
from crm.imports.resources import RESOURCES
from crm.models import ContactWay, SpreadsheetRow

Verdict = SpreadsheetRow.Verdict


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class PlannedRow:
    """A SpreadsheetRow that is not yet kept: of twenty thousand, each weighs as little as it can."""

    number: int
    part: int
    label: str
    verdict: Verdict
    reason: str = ""
    differences: str = "[]"  # these three as JSON
    likely: str = "[]"
    plan: str = "{}"
    decision: str = ""
    target: int | None = None
    is_anew: bool = False


class Wrong(Exception):
    """A row that we do not take, with the reason in a sentence."""


class Planner:
    def __init__(self, sheet):
        self.sheet, self.user = sheet, sheet.logged_by
        self.resource = RESOURCES[sheet.kind]()
        self.places = Places(self.user)
        self.new_institutions = {}

    def rows(self, number, cells):
        """Usually one; two where two people stand in one cell."""
        data, wrong = self.resource.cleaned(cells, self.sheet.columns)
        try:
            if wrong:
                raise Wrong(" ".join(wrong))
            return self.plan(number, data)
        except (Wrong, ValidationError) as e:
            reason = e.messages[0] if isinstance(e, ValidationError) else str(e)
            label = " · ".join(filter(None, map(str, cells)))[:200]
            return [self.row(number, 0, label, Verdict.ERROR, reason=reason)]

    def row(self, number, part, label, verdict, *, reason="", target=None, **fields):
        packed = {name: as_json(value) for name, value in fields.items()}
        return PlannedRow(number, part, label[:200], verdict, reason=reason, target=target, **packed)

    def region(self, data):
        if "region" not in data:
            return None
        several = [self.places.region(part) for part in data["region"].split(";")]
        if len(several) > 1 and all(several):
            return None  # of several posts, in a list that we handed out
        code = self.places.region(data["region"])
        if code is None:
            raise Wrong(_("«%(name)s» no es una región del Perú.") % {"name": data["region"]})
        return code

    def institution(self, name, region):
        """The number of one that we know, or the fields of one to be created."""
        found = self.places.institution(name, region)
        if isinstance(found, int):
            return found
        if found:
            raise Wrong(
                _("Hay %(n)d instituciones que se llaman «%(name)s». Añade la región, o el nombre completo.")
                % {"n": len(found), "name": name}
            )
        return self.new_institution(name, region)

    def new_institution(self, name, region):
        if near := self.places.near(name):
            raise Wrong(
                _("No tenemos «%(name)s», pero sí «%(near)s». Si es la misma, escribe ese nombre.")
                % {"name": name, "near": near}
            )
        if not self.sheet.creates_institutions:
            raise Wrong(
                _("No tenemos la institución «%(name)s». Corrige el nombre, o elige crear las que falten.")
                % {"name": name}
            )
        kind = names.kind_of(name)
        key = f"{names.institution_key(name)}|{region or ''}"
        return self.new_institutions.setdefault(
            key,
            {
                "key": key,
                "name": name,
                "kind": kind,
                "level": names.level_of(name, kind, region),
                "region_id": region,
            },
        )


def ways_of(data):
    """Pairs of a kind and a value."""
    found = [("email", value) for value in data.get("email", ())]
    for phone in [*data.get("phone", ()), *data.get("phone_2", ())]:
        found.append(
            ("mobile" if phone.replace(" ", "").startswith("9") and len(phone) == 11 else "phone", phone)
        )
    found += [(kind, data[name]) for kind, name in (("office", "address"), ("web", "web")) if name in data]
    return list(dict.fromkeys(found))


def place_key(place):
    """Of an institution, known or to be created."""
    return place["key"] if isinstance(place, dict) else place


KIND_LABELS = dict(ContactWay.Kind.choices)
