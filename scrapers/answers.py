"""What the source sent, made fit to be kept: identity numbers out, the same content always the same bytes."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapers.identity import is_identity, mask
from scrapers.items import Answer, fold
from scrapers.problems import Unbelievable, excerpt

KEPT_HEADERS = ("content-type", "date", "last-modified", "etag", "server")

# Of who signed, fields of any other name are kept empty: it may be a new name of the identity number.
SIGNATORY_FIELDS = {"firmanteId", "tipoFirmanteId", "congresistaId", "nombre", "sexo", "pagWeb"}

# Letters of private persons: of a letter only its place and date are kept, never who wrote what.
LETTER_FIELDS = {"documentoAnexoId", "pleyId", "fecha", "uuid", "activo"}
NAMES_OF_FILES = {"descripcion", "nombreArchivo", "enlace"}
LETTER_SECTIONS = frozenset(
    range(39, 224, 8)
)  # seccionId of "Opiniones y pedidos ciudadanos", one a committee

BLOCK_PAGE = re.compile(
    r"captcha|radware|rdwr|unauthorized (?:request|activity)|access denied|acceso denegado|request rejected|support id|incapsula|cloudflare|"
    r"web application firewall|has been blocked|ha sido bloquead",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Page:
    """One answer and all that was read from it: what our spiders yield.

    Whole pages and not single items, because Scrapy spends four times as long on a bill as reading it takes.
    """

    answer: Answer | None
    items: tuple


def open_json(body):
    """The data of a JSON answer without what must not be kept, or Unbelievable."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise Unbelievable("shape", f"the answer is not UTF-8: {e}") from None
    if not text.strip():
        raise Unbelievable("empty", "the answer has no content")
    if text.lstrip().startswith("<"):
        kind = "blocked" if BLOCK_PAGE.search(text) else "html"
        raise Unbelievable(kind, f"a web page came instead of data: {excerpt(text)}")
    try:
        return clean(json.loads(text))
    except json.JSONDecodeError as e:
        if e.pos == 0:
            raise Unbelievable(
                "shape", f"the answer is neither data nor a web page: {excerpt(text)}"
            ) from None
        raise Unbelievable(
            "truncated", f"the data ends or breaks at character {e.pos} of {len(text)}: {e.msg}"
        ) from None
    except (RecursionError, ValueError) as e:
        raise Unbelievable("shape", f"the data cannot be read: {e}") from None


def clean(data):
    """Drop identity numbers, what private letters say, and the envelope's clock."""
    cleaned = _clean(data, LETTER_SECTIONS | _letter_sections(data))
    if isinstance(cleaned, dict):
        cleaned.pop("timestamp", None)  # Answer.fetched holds the time; this would make every answer new
    return cleaned


def _clean(node, sections):
    if isinstance(node, str):  # not before: JSON may write any letter in another way
        return mask(node)
    if isinstance(node, list):
        return [_clean(child, sections) for child in node]
    if not isinstance(node, dict):
        return node
    kept = {
        # an unknown name stays, so that it is noticed
        name: None if "identidad" in name.lower() else _clean(child, sections)
        for name, child in node.items()
        if not is_identity(name)
    }
    for name, reduced in (("documentosAnexos", _letter), ("firmantes", _signatory)):
        if name in kept:
            rows = kept[name]
            kept[name] = [reduced(row) for row in rows] if isinstance(rows, list) else None
    section = kept.get("seccionId")
    if isinstance(section, int) and section in sections:
        kept = {name: child for name, child in kept.items() if name not in NAMES_OF_FILES}
    return kept


def _letter(letter):
    if not isinstance(letter, dict):
        return None
    return {name: value for name, value in letter.items() if name in LETTER_FIELDS}


def _signatory(row):
    if not isinstance(row, dict):
        return None
    return {
        name: value if name in SIGNATORY_FIELDS and not isinstance(value, dict | list) else None
        for name, value in row.items()
    }


def _letter_sections(data):
    """Sections for citizens' letters by the answer's own catalogue, should their ids change."""
    inner = data.get("data") if isinstance(data, dict) else None
    catalogue = inner.get("secciones") if isinstance(inner, dict) else None
    return {
        row.get("seccionId")
        for row in (catalogue if isinstance(catalogue, list) else ())
        if isinstance(row, dict) and "ciudadano" in fold(str(row.get("desSeccion")))
    }


def canonical(data):
    """The same content in the same bytes, whatever the order of its fields was."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair: JSON may hold it, UTF-8 may not
        return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()


def keep(body, *, url, parser, request="", status=200, headers=None, fetched=None):
    """The Answer for bytes that are kept as they are."""
    return Answer(
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        url=url,
        request=request,
        status=status,
        headers={name: value for name, value in (headers or {}).items() if name in KEPT_HEADERS},
        fetched=fetched or datetime.now(UTC),
        parser=parser,
    )


def read_json(body, **where):
    """(data, Answer) of a JSON answer; `where` as for keep()."""
    data = open_json(body)
    return data, keep(canonical(data), **where)


def read_html(body, **where):
    """(text, Answer) of a page of the old system, which names no encoding and is kept byte for byte."""
    if not body.strip():
        raise Unbelievable("empty", "the page has no content")
    text = decode(body)
    if BLOCK_PAGE.search(text) and "<input" not in text.lower():
        raise Unbelievable("blocked", f"a block page came: {excerpt(text)}")
    if "</html" not in text[-2000:].lower():
        raise Unbelievable("truncated", f"the page of {len(body)} bytes has no end")
    return text, keep(body, **where)


def decode(body):
    """Accented Latin-1 is never valid UTF-8 by accident, so the bytes themselves tell."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")
