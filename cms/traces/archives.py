"""Office and OpenDocument: zipped parts, of which some tell who wrote them, on which machine, with which printer."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from cms.traces import pictures
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
CARRYING = re.compile(r"vbaProject|embeddings/|activeX/|Basic/|Scripts/|attachedToolbars", re.IGNORECASE)
SIGNED = re.compile(r"_xmlsignatures/|META-INF/.*signatures", re.IGNORECASE)
LEFT_OUT = re.compile(r"printerSettings", re.IGNORECASE)
CHANGES = re.compile(
    rb"<w:(?:ins|del|moveFrom|moveTo)\s[^>]*w:author=|<text:tracked-changes|<table:tracked-changes|<office:annotation[\s>]"
)

REWRITTEN = [  # in parts that stay: attributes and elements that name people, machines and files of theirs
    (re.compile(rb'(\b(?:\w+:)?(?:author|initials|userId|userName|lastModifiedBy)=")[^"]*'), rb"\1"),
    (re.compile(rb"<x15ac:absPath\b[^>]*/>"), b""),
    (re.compile(rb'(Target=")(?:file:|[A-Za-z]:\\|\\\\)[^"]*'), rb"\1about:blank"),
    (re.compile(rb"<Relationship\s[^>]*printerSettings[^>]*/>"), b""),
    (re.compile(rb'(<pageSetup\b[^>]*?)\s\w+:id="[^"]*"'), rb"\1"),
    (re.compile(rb'(config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*'), rb"\1"),
    (re.compile(rb"<(dc:creator|meta:initial-creator|dc:date|meta:creator-initials)>[^<]*</\1>"), b""),
]


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
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, struct.error, zlib.error):
        refuse("broken")
    except RuntimeError:  # zipfile's word for a password
        refuse("locked")
    return packed.getvalue()


def judge(parts, names):
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        refuse("too large")  # zipfile reads no more of a part than it declares
    for search, why in ((COMMENTED, "comments"), (CARRYING, "macros"), (SIGNED, "signed")):
        if any(search.search(name) for name in names):
            refuse(why)


def cleaned(name, body):
    last = name.rsplit("/", 1)[-1]
    if blank := BLANK.get(name) or (last == "meta.xml" and BLANK[last]):
        return HEAD + blank
    if re.fullmatch(r"customXml/item\d+\.xml", name):  # what the office's own programmes keep beside a text
        return HEAD + b"<blank/>"
    if body.startswith(pictures.JPEG):
        return pictures.jpeg(body)
    if body.startswith(pictures.PNG):
        return pictures.png(body)
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
    for search, instead in REWRITTEN:
        body = search.sub(instead, body)
    return body


def write(kept, part, body):
    """Packed anew, without the moments and remarks of the archive; the first word of an OpenDocument stays unpacked."""
    fresh = zipfile.ZipInfo(part.filename, FIRST_DAY)
    fresh.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
    kept.writestr(fresh, body)
