"""Pages of the old system (Lotus Domino, 1995-2021): lists, fichas de seguimiento, expedientes virtuales."""

import re
from urllib.parse import urljoin

from parsel import Selector
from pydantic import ValidationError

from scrapers.dates import read_day
from scrapers.domino_labels import committee_after, repair, split_label
from scrapers.items import (
    BillItem,
    DocumentItem,
    DossierItem,
    Key,
    RelatedItem,
    SignatoryItem,
    StepItem,
    fold,
    tidy,
)
from scrapers.keys import read_label
from scrapers.listing import first_error
from scrapers.problems import Unbelievable, excerpt

BASE = "https://www2.congreso.gob.pe/Sicr/TraDocEstProc/"
SAVED = "archivo:"  # the address of a page that came from a file
CHAMBER = "C"  # one chamber in all these years

LABEL = re.compile(r"\d{5}(?:/\d{4}-[A-Z]+)?")
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
DATE_LIKE = re.compile(r"\S*\d\S*/\S*|\S*/\S*\d\S*|sin\s?fecha\S*", re.IGNORECASE)  # "58/08/2018", "Sinfecha"
SPAN = re.compile(r"\D*((?:19|20)\d\d)\s*-\s*(?:19|20)\d\d")
DATABASE = re.compile(r"(?:CLProLey|Expvirt_|expdig_)((?:19|20)\d\d)", re.IGNORECASE)
VISIBLE = ".//text()[not(ancestor::script or ancestor::style)] | .//br"
LAW = re.compile(r"Ley\s+N[°ºo.]*:?\s*(\d{4,6})", re.IGNORECASE)


def read_page(text, *, address, answer=""):
    """(kind, items) of whatever page this is, or Unbelievable."""
    page = Selector(text)
    hidden = read_hidden(page)
    if "CodIni" in hidden or "CodIni_web" in hidden:
        return "ficha", (read_ficha(page, address=address, answer=answer),)
    if "numexp" in hidden:
        return "expediente", (read_expediente(page, address=address, answer=answer),)
    return "list", read_list(page, address=address, answer=answer)


def read_hidden(page):
    """The hidden inputs: the part of these pages that did not change in twenty years."""
    fields = {}
    for field in page.xpath("//input[translate(@type, 'HIDEN', 'hiden')='hidden'][@name]"):
        fields.setdefault(field.attrib["name"], field.attrib.get("value", ""))
    return fields


def read_list(page, *, address, answer=""):
    """BillItems of «PAporNumeroInverso» (one date a row, day first) or «Local Por Numero» (two, month first)."""
    rows = [(row, _numbered_link(row)) for row in page.xpath("//tr[not(.//tr)]")]
    rows = [(row, link) for row, link in rows if link is not None]
    if not rows:
        raise Unbelievable(
            "shape", f"the page at {address} is no list, ficha or expediente: {excerpt(words(page))}"
        )
    period = _period_of(page.get(), address)
    return tuple(_read_row(row, link, period=period, address=address, answer=answer) for row, link in rows)


def _numbered_link(row):
    return next((link for link in row.xpath(".//a") if LABEL.fullmatch(words(link))), None)


def _read_row(row, link, *, period, address, answer):
    label = words(link)
    cells = [cell for cell in map(words, row.xpath("./td")) if cell and cell != label]
    dates = [cell for cell in cells if DATE.fullmatch(cell)]
    texts = [cell for cell in cells if not DATE.fullmatch(cell)]
    if len(texts) != 2 or len(dates) not in (1, 2):
        raise Unbelievable(
            "shape", f"the row of «{label}» has {len(dates)} dates and {len(texts)} texts: {excerpt(cells)}"
        )

    presented = read_day(dates[-1], month_first=len(dates) == 2)
    if presented is None:
        raise Unbelievable("shape", f"«{label}» was presented on {dates[-1]!r}, which is no date")
    return BillItem(
        key=_key(period, label),
        label=label,
        title=texts[1],
        status=repair(texts[0]),
        presented=presented,
        summary=link.attrib.get("title", ""),
        url=_row_address(row, address),
        answer=answer,
    )


def _row_address(row, address):
    # Of a row's two links the visible one is relative to the wrong folder; the one from the root is right.
    links = [a.attrib.get("href", "") for a in row.xpath(".//a")]
    right = next(
        (link for link in links if link.startswith(("/", "http")) and "opendocument" in link.lower()), None
    )
    return urljoin(BASE if address.startswith(SAVED) else _web(address), right or "")


def read_ficha(page, *, address, answer=""):
    hidden = read_hidden(page)
    label = hidden.get("CodIni_web") or hidden.get("CodIni") or ""
    try:
        key = _key(_period_of(hidden.get("DesPerio", ""), address, hidden.get("NombreDelEnlace", "")), label)
        steps = _ficha_steps(page, label)
        law = LAW.search(hidden.get("NumLey", ""))
        return DossierItem(
            key=key,
            label=label,
            title=hidden.get("TitIni") or hidden.get("SumIni") or label,
            summary=hidden.get("SumIni", ""),
            status=repair(hidden.get("CodUltEsta") or (steps[-1].status if steps else "")),
            presented=_presented(hidden, label),
            proponent=hidden.get("DesPropo", ""),
            parliamentary_group=hidden.get("DesGrupParla", ""),
            legislature=hidden.get("DesLegis", ""),
            approved_title=hidden.get("TitLey", ""),
            law_number=law[1] if law else "",
            committees=_ficha_committees(hidden, steps),
            steps=steps,
            signatories=_ficha_signatories(hidden),
            related=_ficha_related(hidden, key),
            documents=_law_document(hidden),
            url=_web(hidden.get("NombreDelEnlace", "") if address.startswith(SAVED) else address) or address,
            answer=answer,
        )
    except ValidationError as e:
        raise Unbelievable("shape", f"the ficha of «{label}» cannot be read: {first_error(e)}") from None


def _presented(hidden, label):
    # Two fields hold one day in two orders; only fechapre is day first.
    for name, month_first in (("fechapre", False), ("FecPres", True)):
        if text := hidden.get(name, "").strip():
            day = read_day(text, month_first=month_first)
            if day is None:
                raise Unbelievable("shape", f"{name} of «{label}» is {text!r}, which is no date")
            return day
    return None


def _ficha_steps(page, label):
    titles = page.xpath("//td[not(.//td)]")
    cell = next((td for td in titles if fold(words(td)).strip(" :") == "seguimiento"), None)
    if cell is None:
        raise Unbelievable("shape", f"the ficha of «{label}» has no Seguimiento")
    steps = []
    for line in _lines(cell.xpath("./following-sibling::td[1]")):
        dated, text = _split_date(line)
        if dated is None and steps:  # the source broke a line inside a step
            steps[-1] = steps[-1].model_copy(update={"detail": tidy(f"{steps[-1].detail} {line}")})
        else:
            steps.append(_ficha_step(dated, text, line))
    return tuple(steps)


def _lines(cells):
    parts = [[]]
    for node in cells.xpath(".//text() | .//br"):
        if isinstance(node.root, str):
            parts[-1].append(node.root)
        else:
            parts.append([])
    return [line for line in ("".join(part).strip() for part in parts) if line]


def _split_date(line):
    """(what stands in the place of the date or None, the text behind it)."""
    match = DATE_LIKE.match(line)
    return (match[0], line[match.end() :]) if match else (None, line)


def _ficha_step(dated, text, line):
    day = read_day(dated)
    status, rest = split_label(text)
    committee = committee_after(status, rest)
    return StepItem(
        day=day,
        status=status or line,
        committees=(committee,) if committee else (),
        detail=text if day else line,  # in full, as the source wrote it: our cuts may be wrong
    )


def _ficha_committees(hidden, steps):
    name = tidy(hidden.get("DesComi", ""))
    if not name:
        return ()
    # Here the source turns the commas of a name into blanks; a step may have kept them.
    spellings = [committee for step in steps for committee in step.committees]
    return (next((each for each in spellings if _bare(each) == _bare(name)), name),)


def _bare(name):
    return fold(name.replace(",", " "))


def _ficha_signatories(hidden):
    fields = (("NomCongre", "author"), ("NomCongreCoautor", "coauthor"), ("Adherentes", "adherent"))
    return tuple(
        SignatoryItem(name=re.sub(r"\s{2,}", ", ", name.strip(), count=1), role=role)
        for field, role in fields
        for name in hidden.get(field, "").split(",")
        if name.strip()
    )


def _ficha_related(hidden, key):
    labels = dict.fromkeys(re.findall(r"\d{5}(?:/\d{4}-[A-Z]+)?", hidden.get("CodIniSecu", "")))
    related = (RelatedItem(key=_key(key.period, label), label=label) for label in labels)
    return tuple(item for item in related if item.key != key)


def _law_document(hidden):
    field = hidden.get("NumLeyWeb", "")
    link, law = re.search(r"href=['\"]?(https?://[^\s'\">\]]+)", field), LAW.search(field)
    if not link or not law:
        return ()
    day = DATE.search(field)
    return (
        DocumentItem(
            title=f"Ley {law[1]}", day=read_day(day[0], month_first=True) if day else None, url=link[1]
        ),
    )


def read_expediente(page, *, address, answer=""):
    """The documents of one bill. It has no steps: its state and dates say where the bill stands."""
    hidden = read_hidden(page)
    label = hidden["numexp"].strip()
    try:
        key = _key(_period_of(hidden.get("bd2", ""), hidden.get("ruta", ""), address), label)
        documents, bills = _expediente_rows(page)
        heading = _expediente_heading(page, label)
        law = LAW.search(hidden.get("numley", "")) or re.search(r"Ley\s+N[°º]\s*(\d{4,6})\s*$", heading)
        own = next((bill for bill in bills if bill[0] == key.number), None)
        title = hidden.get("titulo") or (own[2].title if own else "") or label
        approved = tidy(heading[: law.start()]) if law and not hidden.get("numley") else ""
        return DossierItem(
            key=key,
            label=label,
            title=title,
            status=repair(hidden.get("ultimoestado", "")),
            presented=own[1] if own else None,
            approved_title=approved,
            law_number=law[1] if law else "",
            steps=(),
            related=_expediente_related(bills, key),
            documents=tuple(documents),
            url=_web(hidden.get("ruta", "") if address.startswith(SAVED) else address) or address,
            answer=answer,
        )
    except ValidationError as e:
        raise Unbelievable("shape", f"the expediente of «{label}» cannot be read: {first_error(e)}") from None


def _expediente_rows(page):
    """(all documents, [(number, day, document)] of the bills it joins)."""
    documents, bills = [], []
    for row in page.xpath("//tr[not(.//tr)]"):
        cells = row.xpath("./td")
        # Where one link is empty and one not, the empty one is a slip of the editor.
        link = next((a for a in row.xpath(".//a") if words(a) and "://" in a.attrib.get("href", "")), None)
        if link is None or len(cells) not in (2, 3):
            continue
        *lead, title = map(words, cells)
        document = DocumentItem(title=title, day=read_day(lead[-1]), url=link.attrib["href"])
        documents.append(document)
        if len(lead) == 2 and LABEL.fullmatch(lead[0]):
            bills.append((int(lead[0][:5]), document.day, document))
    return documents, bills


def _expediente_related(bills, key):
    others = {number: (day, document.title) for number, day, document in bills if number != key.number}
    return tuple(
        RelatedItem(key=_key(key.period, f"{number:05}"), label=f"{number:05}", title=title, presented=day)
        for number, (day, title) in others.items()
    )


def _expediente_heading(page, label):
    """What stands between «Expediente del Proyecto de Ley N» and the first table: a title, or law and title."""
    start = page.xpath(f"//*[not(*)][contains(., 'Expediente del Proyecto de Ley {label}')]")
    texts = start.xpath("./following::text()[not(ancestor::script)]").getall() if start else []
    heading = []
    for text in map(tidy, texts):
        if fold(text) in ("fecha", "proyectos de ley"):
            break
        heading.append(text)
    return tidy(" ".join(heading))


def _key(period, label):
    return Key(period=int(period), chamber=CHAMBER, number=read_label(label).number)


def _period_of(*texts):
    """The first year in a text that names the period: «2011 - 2016», or a database such as «CLProLey2011.nsf»."""
    for text in texts:
        if match := SPAN.fullmatch(text.strip(" .")) or DATABASE.search(text):
            return int(match[1])
    raise Unbelievable("shape", f"the page does not say of which period it is: {excerpt(texts[-1])}")


def _web(address):
    return re.sub(r"^http://(?=www2\.congreso\.gob\.pe/)", "https://", address.replace("\\", "/"))


def words(node):
    return tidy("".join(" " if part.startswith("<br") else part for part in node.xpath(VISIBLE).getall()))
