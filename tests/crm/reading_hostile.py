"""Reads files in a fresh process and tells of each how it was refused, and at what cost: reading_hostile FILE…"""

import json
import re
import resource
import sys
from pathlib import Path


def cost():
    """Processor time and the peak of memory, of this process (which its parent's does not count into) and of those it starts."""
    own, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(one.ru_utime + one.ru_stime for one in (own, theirs))
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]
    return seconds, max(int(peak), theirs.ru_maxrss) // 1024


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
