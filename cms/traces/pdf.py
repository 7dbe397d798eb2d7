"""PDF: no account of who made it with what and when, no files or scripts inside, no notes at its margin."""

import base64
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Stream

from cms.traces import pictures
from cms.traces.refusing import refuse

TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/Thumb")
OF_THE_WHOLE = ("/OpenAction", "/AF", "/Collection", "/Perms", "/DSS", "/Legal", "/Threads")
NAMED = ("/EmbeddedFiles", "/JavaScript")
KEPT_NOTES = {"/Link", "/Widget"}
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
    for part in document.objects:
        if isinstance(part, (Dictionary, Stream)):
            drop(part, TELLING)
            if part.get("/FT") == Name.Sig:
                drop(part, ("/V",))
            if part.get("/Type") == Name.Annot and str(part.get("/Subtype")) not in KEPT_NOTES:
                drop(part, list(part.keys()))  # wherever else it may hang
        if isinstance(part, Stream):
            clean_picture(part)


def drop(part, names):
    for name in names:
        if name in part:
            del part[name]


def drop_notes(page):
    notes = page.get("/Annots")
    if notes is None:
        return
    page.Annots = pikepdf.Array([note for note in notes if str(note.get("/Subtype")) in KEPT_NOTES])
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
    if isinstance(of_the_picture, pikepdf.Array):
        of_the_picture = of_the_picture[-1]
    stream.write(PICTURES[last](body), filter=Name(last), decode_parms=of_the_picture)
