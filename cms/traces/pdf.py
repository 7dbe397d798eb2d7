"""PDF: no account of who made it with what and when, no files or scripts inside, no notes at its margin, and no way
to files of whoever made it."""

import base64
import re
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from cms.traces import pictures
from cms.traces.places import OPEN, PLACE
from cms.traces.refusing import refuse

TELLING = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/Thumb", "/OPI", "/XFA"),
    *("/CreatorInfo", "/PTEX.InfoDict", "/PTEX.FileName"),
)
OF_THE_WHOLE = ("/OpenAction", "/AF", "/Collection", "/Perms", "/DSS", "/Legal", "/Threads", "/URI")
NAMED = ("/EmbeddedFiles", "/JavaScript")
KEPT_NOTES = {"/Link", "/Widget"}
LEADING = ("/A", "/PA")
DESCRIBING = ("/Alt", "/Contents", "/TU")  # of a picture, a link, a field
ADDRESS = re.compile(OPEN)
PICTURES = {"/DCTDecode": pictures.jpeg, "/JPXDecode": pictures.jpeg_2000}
UNPACKED = {
    "/FlateDecode": zlib.decompress,
    "/ASCII85Decode": lambda body: base64.a85decode(body.strip().removesuffix(b"~>")),
    "/ASCIIHexDecode": lambda body: bytes.fromhex(body.strip().rstrip(b">").decode("ascii")),
}
# What comes of a part that is not what its place says it is.
DAMAGED = (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError, zlib.error)


def cleaned(body):
    try:
        with pikepdf.open(BytesIO(body)) as document:
            clean(document)
            packed = BytesIO()
            document.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        refuse("locked")
    except DAMAGED:
        refuse("broken")
    return packed.getvalue()


def clean(document):
    if "/Info" in document.trailer:
        del document.docinfo
    drop(document.Root, OF_THE_WHOLE)
    drop(document.Root.get("/Names", Dictionary()), NAMED)
    for page in document.pages:
        drop_notes(page.obj)
    for part in everything(document):
        if isinstance(part, (Dictionary, Stream)):
            drop(part, TELLING)
            drop(part, [name for name in LEADING if leads_elsewhere(part.get(name))])
            drop(part, [name for name in DESCRIBING if PLACE.search(said(part.get(name)))])
            if part.get("/FT") == Name.Sig:
                drop(part, ("/V",))
            if part.get("/Type") == Name.Annot and str(part.get("/Subtype")) not in KEPT_NOTES:
                drop(part, list(part.keys()))  # wherever else it may hang
        if isinstance(part, Stream):
            clean_picture(part)


def everything(document):
    """What has a number in the file, and what lies within that without one."""
    waiting = list(document.objects)
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, Array):
            inner = list(part)
        elif isinstance(part, (Dictionary, Stream)):
            inner = [one for _name, one in part.items()]
        else:
            continue
        waiting += [one for one in inner if isinstance(one, (Array, Dictionary)) and not one.is_indirect]


def leads_elsewhere(action):
    """Anywhere but to a place in this file, or to what is everybody's. What a heading is made of is called /A as well."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return False
    drop(action, ("/Next",))
    return Name.GoTo != action.S and not (action.S == Name.URI and ADDRESS.match(said(action.URI)))


def said(text):
    return str(text).encode() if isinstance(text, String) else b""


def drop(part, names):
    for name in names:
        if name in part:
            del part[name]


def drop_notes(page):
    notes = page.get("/Annots")
    if notes is None:
        return
    page.Annots = Array([note for note in notes if str(note.get("/Subtype")) in KEPT_NOTES])
    for note in page.Annots:
        drop(note, ("/M", "/CreationDate", "/NM", "/Popup"))


def clean_picture(stream):
    filters = stream.get("/Filter")
    filters = [] if filters is None else [filters] if isinstance(filters, Name) else list(filters)
    if not filters or (last := str(filters[-1])) not in PICTURES:
        return
    body = stream.read_raw_bytes()
    for name in map(str, filters[:-1]):
        if name not in UNPACKED:
            refuse("picture")
        body = UNPACKED[name](body)
    of_the_picture = stream.get("/DecodeParms")
    if isinstance(of_the_picture, Array):
        of_the_picture = of_the_picture[-1]
    stream.write(PICTURES[last](body), filter=Name(last), decode_parms=of_the_picture)
