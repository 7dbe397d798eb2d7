"""Documents of the site say nothing of whoever made them, whatever way they came in."""

import importlib
import io
import re
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen.canvas import Canvas

from accounts.models import User
from cms.papers import Paper
from cms.pictures import Picture
from cms.traces import without_traces

pytestmark = pytest.mark.django_db
TRACE = "Delatora"  # stands for every name, machine, path and place


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo():
    exif = Image.Exif()
    exif[0x010F] = TRACE
    exif.get_ifd(0x8825)[1] = "S" + TRACE
    packed = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(packed, "JPEG", exif=exif, comment=TRACE.encode())
    return packed.getvalue() + TRACE.encode()  # and what a telephone hides behind the picture


def drawing():
    told = PngInfo()
    told.add_text("Author", TRACE)
    packed = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(packed, "PNG", pnginfo=told)
    return packed.getvalue()


def pdf(tmp_path, *, password=""):
    (tmp_path / "photo.jpg").write_bytes(photo())
    packed = io.BytesIO()
    canvas = Canvas(packed)
    for tell in (canvas.setAuthor, canvas.setTitle, canvas.setSubject, canvas.setCreator, canvas.setKeywords):
        tell(TRACE)
    canvas.drawString(50, 700, "Lo que dice")
    canvas.drawImage(str(tmp_path / "photo.jpg"), 50, 500)
    canvas.linkURL("https://example.org/", (50, 690, 120, 710))
    canvas.save()
    with pikepdf.open(packed) as document:
        with document.open_metadata() as told:
            told["dc:creator"] = [TRACE]
        document.attachments["lista.txt"] = TRACE.encode()
        page = document.pages[0]
        note = {
            "/Type": "/Annot",
            "/Subtype": "/Text",
            "/Rect": [0, 0, 9, 9],
            "/T": TRACE,
            "/Contents": TRACE,
        }
        note = pikepdf.Dictionary(
            {key: pikepdf.Name(value) if str(value).startswith("/") else value for key, value in note.items()}
        )
        page.obj.Annots.append(document.make_indirect(note))
        page.obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=TRACE))
        again = io.BytesIO()
        document.save(again, encryption=pikepdf.Encryption(owner="x", user=password) if password else False)
    return again.getvalue()


def zipped(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
        archive.comment = TRACE.encode()
    return packed.getvalue()


def docx(**more):
    return zipped(
        **{
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": f"<cp:coreProperties><dc:creator>{TRACE}</dc:creator></cp:coreProperties>",
            "docProps/app.xml": f"<Properties><Company>{TRACE}</Company></Properties>",
            "docProps/custom.xml": f"<Properties>{TRACE}</Properties>",
            "customXml/item1.xml": f"<s>{TRACE}</s>",
            "word/people.xml": f'<w15:person w15:author="{TRACE}"/>',
            "word/document.xml": "<w:document>Lo que dice</w:document>",
            "word/_rels/settings.xml.rels": f'<Relationship Target="file:///C:\\Users\\{TRACE}\\a.dotx"/>',
            "word/media/image1.jpeg": photo(),
            "word/media/image2.png": drawing(),
        }
        | more
    )


def xlsx():
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = TRACE
    book.active["A1"] = "Lo que dice"
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/printerSettings/printerSettings1.bin", TRACE)
        archive.writestr("xl/extra.xml", f'<a><x15ac:absPath url="C:\\Users\\{TRACE}\\"/></a>')
    return packed.getvalue()


def odt(**more):
    meta = (
        f"<office:document-meta><meta:initial-creator>{TRACE}</meta:initial-creator></office:document-meta>"
    )
    return zipped(
        **{
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<office:document-content>Lo que dice</office:document-content>",
            "meta.xml": meta,
            "Object 1/meta.xml": meta,
            "settings.xml": f'<x config:name="PrinterName" config:type="string">{TRACE}</x>',
            "Thumbnails/thumbnail.png": drawing(),
        }
        | more
    )


def readable(body):
    """Everything in a file, unpacked as far as it goes."""
    yield body
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield archive.comment
            for part in archive.infolist():
                yield part.filename.encode() + part.extra + part.comment + archive.read(part)
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            yield packed


def tells(body):
    names = TRACE.encode(), TRACE.encode("utf-16-be"), TRACE.encode("utf-16-le")
    return any(name in part for part in readable(body) for name in names)


def sent(name, body):
    return Paper(title="Documento", file=SimpleUploadedFile(name, body))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.odt"])
def test_nothing_on_the_disk_tells_who_made_it(name, tmp_path):
    body = {"a.pdf": lambda: pdf(tmp_path), "a.docx": docx, "a.xlsx": xlsx, "a.odt": odt}[name]()
    (tmp_path / "photo.jpg").unlink(missing_ok=True)
    assert tells(body)

    by_form, by_program = sent(name, body), sent(name, body)
    by_form.full_clean()
    by_form.save()
    by_program.save()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        assert not tells(path.read_bytes()), path


def test_what_it_says_is_still_there(tmp_path):
    with pikepdf.open(io.BytesIO(without_traces(pdf(tmp_path), "a.pdf"))) as document:
        page = document.pages[0]
        assert [str(note.Subtype) for note in page.Annots] == ["/Link"]
        (picture,) = page.get_images().values()
        assert pikepdf.PdfImage(picture).as_pil_image().size == (40, 30)
    for body, part in ((docx(), "word/document.xml"), (odt(), "content.xml")):
        with zipfile.ZipFile(
            io.BytesIO(without_traces(body, "a.docx" if part[0] == "w" else "a.odt"))
        ) as archive:
            assert b"Lo que dice" in archive.read(part)
    with zipfile.ZipFile(io.BytesIO(without_traces(docx(), "a.docx"))) as archive:
        for name in ("word/media/image1.jpeg", "word/media/image2.png"):
            assert Image.open(io.BytesIO(archive.read(name))).convert("RGB").size == (40, 30)


PLACE = rf"C:\Users\{TRACE}\lista.xlsx"
IN_FIELDS = (
    rf'<w:fldChar w:fldCharType="begin"/><w:instrText> LINK Excel.Sheet.12 "C:\\Us</w:instrText>'
    rf'<w:instrText>ers\\{TRACE}</w:instrText><w:instrText>\\lista.xlsx" </w:instrText><w:fldChar w:fldCharType="separate"/>'
    rf'<w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "../{TRACE}/a.docx"</w:instrText>'
)
UNSEEN = {
    "of a picture": ("a.docx", "word/document.xml", f'<wp:docPr id="1" name="Imagen 1" descr="{PLACE}"/>'),
    "on a Mac": ("a.docx", "word/document.xml", f"<wp:docPr descr='/Users/{TRACE}/foto.jpg'/>"),
    "in fields": ("a.docx", "word/document.xml", IN_FIELDS),
    "in a formula": ("a.xlsx", "xl/worksheets/s.xml", f'<c><f>HYPERLINK("{PLACE}")</f><v>ver</v></c>'),
    "in other quotes": ("a.docx", "word/_rels/a.rels", f"<Relationship Target='file:///{PLACE}'/>"),
    "from here": (
        "a.docx",
        "word/_rels/document.xml.rels",
        f'<Relationship Id="r" Target="../../{TRACE}/a.docx" TargetMode="External"/>',
    ),
    "of another programme": (
        "a.docx",
        "package/services/metadata/core-properties/0a1b.psmdcp",
        f"<coreProperties><dc:creator>{TRACE}</dc:creator></coreProperties>",
    ),
    "of a view": (
        "a.xlsx",
        "xl/workbook.xml",
        f'<customWorkbookViews><customWorkbookView name="{TRACE} - Vista personal"/></customWorkbookViews>',
    ),
    "of a linked picture": ("a.odt", "content.xml", f'<draw:image xlink:href="file:///C:/Users/{TRACE}/a"/>'),
    "from an open document": ("a.odt", "content.xml", f'<text:a xlink:href="../../{TRACE}/foto.jpg"/>'),
    "described": ("a.odt", "content.xml", f"<svg:desc>{PLACE}</svg:desc>"),
    "of a list": (
        "a.odt",
        "settings.xml",
        f'<x config:name="CurrentDatabaseDataSource" config:type="string">{TRACE}</x>',
    ),
}


@pytest.mark.parametrize("where", UNSEEN)
def test_no_place_or_name_is_left_where_nobody_sees_it(where):
    name, part, text = UNSEEN[where]
    whole = {"a.docx": docx, "a.odt": odt, "a.xlsx": docx}[name](**{part: f"<x>{text}</x>"})

    kept = without_traces(whole, name)

    assert not tells(kept) and without_traces(kept, name) == kept


def test_what_is_read_on_a_page_and_what_is_everybodys_stays():
    body = (
        r"<w:t>Abre C:\Users\tu nombre\lista.xlsx</w:t><w:instrText> PAGE \* MERGEFORMAT </w:instrText>"
        r'<wp:docPr descr="Una plaza, de https://example.org/home/"/><w:lvlText w:val="%1."/>'
        r"<w:instrText>HYPERLINK &quot;https://example.org/Users/&quot;</w:instrText>"
    )
    links = '<Relationship Id="r" Target="https://example.org/home/a" TargetMode="External"/>'
    inner = '<Relationship Id="r" Target="../media/image1.png"/>'
    parts = {"word/document.xml": body, "word/_rels/a.rels": links, "word/_rels/b.rels": inner}

    with zipfile.ZipFile(io.BytesIO(without_traces(docx(**parts), "a.docx"))) as archive:
        assert {name: archive.read(name).decode() for name in parts} == parts


def test_a_gif_keeps_its_pictures_and_none_of_its_words():
    packed = io.BytesIO()
    pictures = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    pictures[0].save(packed, "GIF", save_all=True, append_images=pictures[1:], loop=0, comment=TRACE.encode())
    parts = {"word/media/image3.gif": packed.getvalue() + TRACE.encode()}

    kept = without_traces(docx(**parts), "a.docx")

    assert not tells(kept)
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        moving = Image.open(io.BytesIO(archive.read("word/media/image3.gif")))
    assert (moving.size, moving.n_frames, moving.info["loop"]) == ((40, 30), 2, 0)


def with_link(action):
    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        document.pages[0].obj.Annots = Array([document.make_indirect(link)])

    return change


def with_figure_of_tex(document):
    form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form["/PTEX.FileName"] = String(f"/home/{TRACE}/figura.pdf")
    form["/PTEX.InfoDict"] = document.make_indirect(Dictionary(Author=String(TRACE)))
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Fm1=form))


def with_layer(document):
    usage = Dictionary(CreatorInfo=Dictionary(Creator=String(TRACE), Subtype=Name.Artwork))
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("capa"), Usage=usage))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))


def with_outline(document):
    script = Dictionary(S=Name.JavaScript, JS=String(TRACE))
    first = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]), Next=script)
    item = document.make_indirect(Dictionary(Title=String("uno"), A=script))
    other = document.make_indirect(Dictionary(Title=String("dos"), A=first, Prev=item))
    item.Next = other
    outlines = Dictionary(Type=Name.Outlines, First=item, Last=other, Count=2)
    document.Root.Outlines = item.Parent = other.Parent = document.make_indirect(outlines)


def with_form(document):
    form = document.make_stream(f"<xdp><creator>{TRACE}</creator></xdp>".encode())
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=form)


def with_described_picture(document):
    figure = Dictionary(S=Name.Figure, Alt=String(PLACE))
    document.Root.StructTreeRoot = document.make_indirect(Dictionary(K=Array([figure])))


ELSEWHERE = Dictionary(Type=Name.Filespec, F=String(f"/C/Users/{TRACE}/a.pdf"))
IN_PDF = {
    "to a file": with_link(Dictionary(S=Name.URI, URI=String(f"file:///C:/Users/{TRACE}/a.docx"))),
    "from here": with_link(Dictionary(S=Name.URI, URI=String(f"../{TRACE}/a.docx"))),
    "to a programme": with_link(Dictionary(S=Name.Launch, F=String(f"/C/Users/{TRACE}/a.exe"))),
    "to another PDF": with_link(Dictionary(S=Name.GoToR, F=ELSEWHERE, D=Array([0, Name.Fit]))),
    "to a script": with_link(Dictionary(S=Name.JavaScript, JS=String(TRACE))),
    "of TeX": with_figure_of_tex,
    "of a layer": with_layer,
    "of an outline": with_outline,
    "of a form": with_form,
    "of a picture": with_described_picture,
}


@pytest.mark.parametrize("where", IN_PDF)
def test_no_place_name_or_script_is_left_within_a_pdf(where):
    packed = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        IN_PDF[where](document)
        document.save(packed)
    assert tells(packed.getvalue())

    kept = without_traces(packed.getvalue(), "a.pdf")

    assert not tells(kept) and without_traces(kept, "a.pdf") == kept


def test_links_and_headings_of_a_pdf_still_lead_where_everybody_may_go():
    packed = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        with_outline(document)
        with_link(Dictionary(S=Name.URI, URI=String("mailto:contacto@example.org")))(document)
        heading = Dictionary(
            S=Name.TH, A=Dictionary(O=Name.Table, Scope=Name.Column), Alt=String("Una plaza")
        )
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(K=Array([heading])))
        document.save(packed)

    with pikepdf.open(io.BytesIO(without_traces(packed.getvalue(), "a.pdf"))) as document:
        assert Name.GoTo == document.Root.Outlines.First.Next.A.S
        assert str(document.pages[0].Annots[0].A.URI) == "mailto:contacto@example.org"
        assert document.Root.StructTreeRoot.K[0].A.Scope == Name.Column
        assert str(document.Root.StructTreeRoot.K[0].Alt) == "Una plaza"


def test_a_first_part_of_an_open_document_stays_unpacked():
    with zipfile.ZipFile(io.BytesIO(without_traces(odt(), "a.odt"))) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_cleaning_again_changes_nothing(tmp_path):
    for name, body in (("a.pdf", pdf(tmp_path)), ("a.docx", docx()), ("a.xlsx", xlsx()), ("a.odt", odt())):
        once = without_traces(body, name)
        assert without_traces(once, name) == once, name


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.zip", b"PK", "kind"),
        ("a.pdf", b"%PDF-1.4 nothing", "broken"),
        ("a.docx", b"%PDF-1.4", "broken"),
        ("a.docx", odt(), "broken"),
        ("a.docx", docx(**{"word/comments.xml": "<w:comments/>"}), "comments"),
        ("a.docx", docx(**{"word/document.xml": '<w:ins w:id="1" w:author="Ana">x</w:ins>'}), "comments"),
        ("a.odt", odt(**{"content.xml": "<office:annotation>x</office:annotation>"}), "comments"),
        ("a.docx", docx(**{"word/vbaProject.bin": "x"}), "macros"),
        ("a.docx", docx(**{"word/embeddings/oleObject1.bin": "x"}), "macros"),
        ("a.docx", docx(**{"word/afchunk.mht": TRACE}), "macros"),
        ("a.xlsx", docx(**{"xl/pivotCache/pivotCacheDefinition1.xml": "<x/>"}), "linked"),
        ("a.xlsx", docx(**{"xl/externalLinks/externalLink1.xml": "<x/>"}), "linked"),
        ("a.xlsx", docx(**{"xl/connections.xml": "<x/>"}), "linked"),
        ("a.xlsx", docx(**{"xl/model/item.data": "x"}), "linked"),
        ("a.docx", docx(**{"word/settings.xml": "<w:mailMerge>x</w:mailMerge>"}), "linked"),
        ("a.ods", odt(**{"content.xml": "<table:table-source/>"}), "linked"),
        ("a.docx", docx(**{"word/media/image3.gif": b"GIF89a cut"}), "broken"),
        ("a.docx", docx(**{"_xmlsignatures/sig1.xml": "x"}), "signed"),
        ("a.docx", docx(**{"word/media/image3.tiff": b"II*\x00" + TRACE.encode()}), "picture"),
        ("a.docx", docx(**{"word/document.xml": "<w:ins w:author='x'/>".encode("utf-16")}), "broken"),
        ("a.docx", docx(**{"word/media/bomb.bin": b"\0" * (121 * 1024 * 1024)}), "too large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_cleaned_is_refused_with_a_sentence(name, body, why):
    with pytest.raises(ValidationError) as refused:
        without_traces(body, name)

    assert refused.value.code == why
    assert str(refused.value.messages[0]).endswith(".")


def test_a_locked_pdf_is_refused(tmp_path):
    with pytest.raises(ValidationError) as refused:
        without_traces(pdf(tmp_path, password="secreta"), "a.pdf")

    assert refused.value.code == "locked"


@pytest.fixture
def editor(client):
    user = User.objects.create_user("editora@example.org", "una clave larga y tranquila")
    user.groups.add(Group.objects.get(name="Equipo"))
    client.force_login(user)
    return client


def test_the_team_uploads_reads_and_chooses(editor, tmp_path):
    body = docx()
    page = editor.post(
        reverse("wagtaildocs:add"), {"title": "Guía", "file": SimpleUploadedFile("guia.docx", body)}
    )

    assert page.status_code == 302
    paper = Paper.objects.get()
    assert paper.file_size == len(paper.file.read()) and paper.uploaded_by_user
    assert not any(tells(path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())
    answer = editor.get(paper.url)
    assert answer["Content-Disposition"] == 'attachment; filename="guia.docx"'
    assert editor.get(reverse("wagtaildocs:edit", args=[paper.pk])).status_code == 200
    assert editor.get(reverse("wagtaildocs_chooser:choose")).status_code == 200


def test_the_team_uploads_a_picture(editor):
    file = SimpleUploadedFile("foto.png", drawing(), "image/png")
    page = editor.post(
        reverse("wagtailimages:add"), {"title": "Foto", "file": file, "description": "Una plaza"}
    )

    assert page.status_code == 302 and Picture.objects.get().title == "Foto"


def test_the_team_is_told_why_a_file_is_refused(editor):
    body = docx(**{"word/comments.xml": "<w:comments/>"})
    page = editor.post(
        reverse("wagtaildocs:add"), {"title": "Guía", "file": SimpleUploadedFile("guia.docx", body)}
    )

    assert "comentarios o cambios sin aceptar" in page.content.decode()
    assert not Paper.objects.exists()


def test_strangers_reach_a_document_by_no_address_of_its_own(client):
    paper = Paper(title="Borrador", file=ContentFile(docx(), name="borrador.docx"))
    paper.save()

    assert client.get(paper.url).status_code == 302  # to sign in
    for address in (f"/documents/{paper.pk}/borrador.docx", "/media/documents/borrador.docx"):
        assert client.get(address).status_code == 404, address


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["a.pdf", "a.docx", "a.xlsx", "a.odt"]),
    where=st.floats(0, 1),
    bite=st.binary(max_size=8),
)
def test_a_damaged_file_is_refused_or_cleaned_and_breaks_nothing(tmp_path, name, where, bite):
    make = {"a.pdf": lambda: pdf(tmp_path), "a.docx": docx, "a.xlsx": xlsx, "a.odt": odt}[name]
    body = make()
    place = int(where * len(body))
    damaged = body[:place] + bite + body[place + len(bite) :]

    try:
        kept = without_traces(damaged, name)
    except ValidationError:
        return

    # A PDF that is mended may have got an author's word where a reader's word stands.
    assert kept and (name == "a.pdf" or not tells(kept))


def test_what_was_uploaded_before_more_was_known_is_cleaned_where_it_lies(tmp_path, caplog):
    told, empty = Paper(title="Informe"), Paper(title="Nada")
    for paper in (told, empty):
        paper.file.save("informe.pdf", ContentFile(pdf(tmp_path), name="informe.pdf"))
        paper.save()
    Path(told.file.path).write_bytes(pdf(tmp_path))
    Path(empty.file.path).write_bytes(b"nothing that can be read")
    assert TRACE.encode() in Path(told.file.path).read_bytes()

    importlib.import_module("cms.migrations.0013_documents_without_traces").clean(apps, None)

    kept = Path(told.file.path).read_bytes()
    assert TRACE.encode() not in kept
    told.refresh_from_db()
    assert told.file_size == len(kept)
    assert "could not be cleaned again" in caplog.text
