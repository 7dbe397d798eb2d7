"""What the source sent, kept as evidence of every change we tell."""

import gzip
import hashlib
import zlib

from legislation.models import Observation, Snapshot


def keep(answers, *, wanted, run=None):
    """Store the answers whose hash is wanted, or was stored before; return their Snapshots by hash.

    The bytes are stored once; each time they came is an Observation."""
    seen = {answer.sha256: answer for answer in answers}
    stored = {s.sha256: s for s in Snapshot.objects.filter(sha256__in=seen).defer("packed")}
    for sha256, answer in seen.items():
        if sha256 in wanted and sha256 not in stored:
            packed = gzip.compress(answer.body, 6, mtime=0)
            stored[sha256] = Snapshot.objects.create(sha256=sha256, packed=packed, size=len(answer.body))
    Observation.objects.bulk_create(
        Observation(
            snapshot=stored[sha256],
            run=run,
            url=answer.url[:500],
            request=answer.request,
            status=answer.status,
            headers=answer.headers,
            fetched=answer.fetched,
            parser=answer.parser,
        )
        for sha256, answer in seen.items()
        if sha256 in stored
    )
    return stored


def verify():
    """Hash every stored snapshot again; yield (snapshot, what it hashes to now, or why it cannot be read)."""
    for snapshot in Snapshot.objects.order_by("pk").iterator(chunk_size=20):
        try:
            found = hashlib.sha256(snapshot.body).hexdigest()
        except (OSError, EOFError, ValueError, zlib.error) as e:
            found = str(e)
        yield snapshot, found
