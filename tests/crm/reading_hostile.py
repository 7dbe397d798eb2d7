"""Reads files in a fresh process and tells of each how it was refused, and at what cost: reading_hostile FILE…"""

import json
import resource
import sys
from pathlib import Path


def cost():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used), max(one.ru_maxrss for one in used) // 1024


def refused(path):
    from django.core.exceptions import ValidationError

    from crm.imports.reading import read
    from crm.imports.resources import PeopleResource

    before, _memory = cost()
    try:
        read(path.name, path.read_bytes(), set(PeopleResource.columns()))
        sentence = ""
    except ValidationError as e:
        sentence = e.messages[0]
    after, memory = cost()
    return {"sentence": sentence, "seconds": after - before, "megabytes": memory}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({path: refused(Path(path)) for path in sys.argv[1:]}))  # noqa: T201
