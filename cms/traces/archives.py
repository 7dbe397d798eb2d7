"""Office and OpenDocument: zipped parts, of which some tell who wrote them, on which machine, with which printer."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from cms.traces import pictures
from cms.traces.places import OPEN, PLACE
from cms.traces.refusing import refuse

MOST_PARTS, LARGEST = 3000, 120 * 1024 * 1024
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN_XML = b"http://schemas.openxmlformats.org/"

BLANK = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="%spackage/2006/metadata/core-properties"/>'
    % OPEN_XML,
    "docProps/app.xml": b'<Properties xmlns="%sofficeDocument/2006/extended-properties"/>' % OPEN_XML,
    "docProps/custom.xml": b'<Properties xmlns="%sofficeDocument/2006/custom-properties"/>' % OPEN_XML,
    "word/people.xml": b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
    "meta.xml": b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}
COMMENTED = re.compile(r"(?:word|xl)/(?:threaded)?comments|xl/persons/|xl/revisions/", re.IGNORECASE)
CARRYING = re.compile(
    r"vbaProject|embeddings/|activeX/|Basic/|Scripts/|attachedToolbars|\.(?:mht|html?|xhtml|rtf|txt|docx?|xlsx?|pdf)$",
    re.IGNORECASE,
)
SIGNED = re.compile(r"_xmlsignatures/|META-INF/.*signatures", re.IGNORECASE)
# What was read from elsewhere is kept whole, with the rows and columns that nobody sees.
LINKED = re.compile(r"xl/(?:externalLinks|pivotCache|model)/|xl/connections|recipientData", re.IGNORECASE)
LINKED_WITHIN = re.compile(rb"<w:mailMerge\b|<table:table-source\b")
LEFT_OUT = re.compile(r"printerSettings", re.IGNORECASE)
CHANGES = re.compile(
    rb"<w:(?:ins|del|moveFrom|moveTo)\s[^>]*w:author\s*=|<text:tracked-changes|<table:tracked-changes|<office:annotation[\s>]"
)

REWRITTEN = [  # in parts that stay: attributes and elements that name people, machines and files of theirs
    (
        re.compile(
            rb"""(\b(?:\w+:)?(?:author|initials|userId|userName|lastModifiedBy)\s*=\s*)(?:"[^"]*"|'[^']*')"""
        ),
        rb'\1""',
    ),
    (re.compile(rb"<x15ac:absPath\b[^>]*/>"), b""),
    (re.compile(rb"<custom(Workbook|Sheet)Views\b.*?</custom\1Views>", re.DOTALL), b""),
    (
        re.compile(
            rb"""(Target\s*=\s*)(?:"(?:file:|[A-Za-z]:\\|\\\\)[^"]*"|'(?:file:|[A-Za-z]:\\|\\\\)[^']*')"""
        ),
        rb'\1"about:blank"',
    ),
    (
        re.compile(
            rb"""(<Relationship\s(?=[^<>]*TargetMode\s*=\s*["']External)[^<>]*?\bTarget\s*=\s*)"""
            rb"""(?:"(?!%b)[^"]*"|'(?!%b)[^']*')""" % (OPEN, OPEN)
        ),
        rb'\1"about:blank"',
    ),
    (re.compile(rb"<Relationship\s[^>]*printerSettings[^>]*/>"), b""),
    (re.compile(rb"""(<pageSetup\b[^>]*?)\s\w+:id\s*=\s*(?:"[^"]*"|'[^']*')"""), rb"\1"),
    (re.compile(rb"""(xlink:href\s*=\s*)(?:"\.\./[^"]*"|'\.\./[^']*')"""), rb'\1""'),  # out of the archive
    (
        re.compile(
            rb"""(config:name=["'](?:PrinterName|PrinterSetup|CurrentDatabaseDataSource)["'][^>]*>)[^<]*"""
        ),
        rb"\1",
    ),
    (re.compile(rb"<(dc:creator|meta:initial-creator|dc:date|meta:creator-initials)>[^<]*</\1>"), b""),
]
ATTRIBUTE = re.compile(rb"""([\w:.-]+\s*=\s*)("(?!%b)[^"<]*"|'(?!%b)[^'<]*')""" % (OPEN, OPEN))
ELEMENT = re.compile(rb"<(f|svg:title|svg:desc)\b[^<>]*>([^<]*)</\1>")
FIELD_PART = re.compile(rb"(?=<w:fldChar\b)")
INSTRUCTION = re.compile(rb"(<w:instrText\b[^<>]*>)([^<]*)")


def office(body):
    return repacked(body, "[Content_Types].xml")


def open_document(body):
    return repacked(body, "mimetype")


def repacked(body, needed):
    packed = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(body)) as original, zipfile.ZipFile(packed, "w") as kept:
            parts = original.infolist()
            names = [part.filename for part in parts]
            if needed not in names:
                refuse("broken")
            judge(parts, names)
            for part in parts:
                if not part.is_dir() and not LEFT_OUT.search(part.filename):
                    write(kept, part, cleaned(part.filename, original.read(part)))
    except (
        zipfile.BadZipFile,
        EOFError,
        IndexError,
        NotImplementedError,
        ValueError,
        struct.error,
        zlib.error,
    ):
        refuse("broken")
    except RuntimeError:  # zipfile's word for a password
        refuse("locked")
    return packed.getvalue()


def judge(parts, names):
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        refuse("too large")  # zipfile reads no more of a part than it declares
    for search, why in (
        (COMMENTED, "comments"),
        (CARRYING, "macros"),
        (SIGNED, "signed"),
        (LINKED, "linked"),
    ):
        if any(search.search(name) for name in names):
            refuse(why)


def cleaned(name, body):
    last = name.rsplit("/", 1)[-1]
    if blank := BLANK.get(name) or (last == "meta.xml" and BLANK[last]):
        return HEAD + blank
    if last.endswith(".psmdcp"):  # as programmes name it that are none of Office
        return HEAD + BLANK["docProps/core.xml"]
    if re.fullmatch(r"customXml/item\d+\.xml", name):  # what the office's own programmes keep beside a text
        return HEAD + b"<blank/>"
    if body.startswith(pictures.JPEG):
        return pictures.jpeg(body)
    if body.startswith(pictures.PNG):
        return pictures.png(body)
    if body.startswith(pictures.GIF):
        return pictures.gif(body)
    if name.endswith((".xml", ".rels", ".vml", ".rdf")):
        return cleaned_xml(body)
    if re.search(r"(?:^|/)(?:media|Pictures)/", name) and not body.startswith(pictures.HARMLESS):
        refuse("picture")
    return body


def cleaned_xml(body):
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(
        rb"<\?xml[^>]*encoding=.(?!utf-8)", body, re.IGNORECASE
    ):
        refuse("broken")  # what follows reads UTF-8 only
    if CHANGES.search(body):
        refuse("comments")
    if LINKED_WITHIN.search(body):
        refuse("linked")
    for search, instead in REWRITTEN:
        body = search.sub(instead, body)
    return without_places(body)


def without_places(body):
    """What nobody sees and names a place. What is read on the page is the authors' own word, and stays."""
    body = b"".join(map(without_places_in_field, FIELD_PART.split(body)))
    if not PLACE.search(body):
        return body
    body = ATTRIBUTE.sub(lambda found: found[1] + b'""' if PLACE.search(found[2]) else found[0], body)
    return ELEMENT.sub(lambda found: b"" if PLACE.search(found[2]) else found[0], body)


def without_places_in_field(body):
    """An instruction may be cut into several pieces, even within a name."""
    whole = b"".join(text for _mark, text in INSTRUCTION.findall(body))
    return INSTRUCTION.sub(rb"\1", body) if PLACE.search(whole) or b"../" in whole else body


def write(kept, part, body):
    """Packed anew, without the moments and remarks of the archive; the first word of an OpenDocument stays unpacked."""
    fresh = zipfile.ZipInfo(part.filename, FIRST_DAY)
    fresh.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
    kept.writestr(fresh, body)
