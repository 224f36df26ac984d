"""Workbooks that go wrong, each with what the person is told: used by the tests and by the benchmark.

`FILES` are refused as a whole, `CELLS` have a cell that is refused, `ODDITIES` are read with a remark. Every
builder takes the small catalogue's workbook as it is fetched.
"""

import datetime
import io
import os
import random
import re
import struct
import zipfile

from openpyxl import Workbook

from tests.workbooks.editing import (
    filled,
    opened,
    packed,
    part_of_sheet,
    parts,
    place,
    with_cell,
    with_countries,
    with_mark,
    with_part,
)

DELTAGELSE = "Deltagelse"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

TOO_BIG = "Arbejdsbogen er alt for stor, når den pakkes ud. Kopiér jeres tal over i en ny arbejdsbog, som I henter her."
TOO_MUCH = "Arbejdsbogen indeholder alt for meget. Kopiér jeres tal over i en ny arbejdsbog, som I henter her."
DAMAGED = "Arbejdsbogen er beskadiget og kan ikke læses. Åbn den i Excel eller LibreOffice, gem den igen, og prøv en gang til."
CUT = "Filen er ikke hel: slutningen mangler. Gem arbejdsbogen igen på din egen computer, og vælg den en gang til."
FOREIGN_XML = (
    "Arbejdsbogen indeholder noget, der ikke hører hjemme i et regneark, og er ikke læst. "
    "Hent en ny, og skriv tallene i den."
)
NOT_OURS = "Det er ikke en arbejdsbog, der er hentet her. Hent en på denne side, og skriv tallene i den."
PASSWORD = "Arbejdsbogen er låst med en adgangskode. Fjern adgangskoden i Excel (Filer → Oplysninger → Beskyt), og gem den igen."
UNKNOWN = "Filen er ikke en arbejdsbog, vi kan læse. Vælg den arbejdsbog, I hentede her, gemt som .xlsx."
FORMULA = "Cellen er en formel. Formler regnes ikke ud her: kopiér cellen, og indsæt den som værdi (Indsæt speciel → Værdier)."
MIXED_UP = (
    "Rækkerne er byttet om eller flyttet, så det ikke er sikkert, hvad tallet svarer på. "
    "Hent en ny arbejdsbog, og kopiér tallene over."
)


def _save_as(kind):
    return f"Filen er gemt som .{kind}. Åbn den, vælg »Gem som«, og gem den som »Excel-projektmappe (.xlsx)«."


def _sheet(change):
    """A builder that changes the XML of one sheet."""
    return lambda data: with_part(data, part_of_sheet(data, DELTAGELSE), change)


def _into_sheet_data(xml):
    return _sheet(lambda text: text.replace("<sheetData>", f"<sheetData>{xml}", 1))


def _bomb(megabytes, name="xl/media/image1.png"):
    return lambda data: packed({**parts(data), name: bytes(megabytes * 1024 * 1024)})


def _lying_bomb(data):
    """100 MB of zeros in the sheet, and a table of contents that says 2 kB."""
    name = part_of_sheet(data, DELTAGELSE)
    all_ = parts(data)
    all_[name] += b" " * 100_000_000
    true_size = len(all_[name])
    return packed(all_).replace(struct.pack("<L", true_size), struct.pack("<L", 2000))


def _big_part(data):
    return _into_sheet_data(f"<x>{random.Random(1).randbytes(3_500_000).hex()}</x>")(data)


def _many_cells(data):
    return _into_sheet_data("<row>" + "".join(f'<c s="{number}"/>' for number in range(300_000)) + "</row>")(data)


def _deep(data):
    return _into_sheet_data("<a>" * 100_000 + "</a>" * 100_000)(data)


def _flipped(data):
    """A bit flipped in the middle of a sheet, as a bad disk does."""
    name = part_of_sheet(data, DELTAGELSE).encode()
    start = data.index(name) + len(name) + 40
    return data[:start] + bytes([data[start] ^ 0xFF]) + data[start + 1 :]


def _with_doctype(part, doctype, use):
    def change(text):
        head, body = text.split("?>", 1) if text.startswith("<?xml") else ("<?xml version='1.0'", text)
        return f"{head}?>{doctype}{body.replace('</', f'{use}</', 1)}"

    return lambda data: with_part(data, part or part_of_sheet(data, DELTAGELSE), change)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def _many_texts(data):
    texts = "".join(f"<si><t>tekst {number}</t></si>" for number in range(200_000))
    main = re.search(r'xmlns="([^"]+)"', parts(data)["xl/workbook.xml"].decode())[1]
    data = with_cell(data, "v_companies", "<v>199999</v>", type_="s")
    return packed({**parts(data), "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>'.encode()})


def _xfd(data):
    def change(text):
        return text.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')

    return _sheet(change)(data)


def _without_sheet(title):
    def build(data):
        with opened(data) as book:
            del book[title]
            gone = [name for name, target in book.defined_names.items() if target.attr_text.startswith(f"'{title}'!")]
            for name in gone:
                book.defined_names[name].attr_text = "#REF!$E$3"
        return book.data

    return build


def _with_own_sheets(count):
    def build(data):
        with opened(data) as book:
            for number in range(count):
                book.create_sheet(f"Eget {number}")["A1"] = "mit"
        return book.data

    return build


def _other_workbook(_data):
    book, target = Workbook(), io.BytesIO()
    book.active["A1"] = "Virksomheder"
    book.active["B1"] = 120
    book.save(target)
    return target.getvalue()


def _foreign(*names):
    return lambda data: packed({**dict.fromkeys(names, b"x")})


def _edited(change):
    def build(data):
        with opened(data) as book:
            change(book)
        return book.data

    return build


def _swap_rows(book):
    """Sort the rows of a sheet the other way round: texts and numbers move, names do not."""
    first, second = place(book, "v_companies"), place(book, "v_companies_small")
    for column in range(1, 9):
        above, below = first.parent.cell(first.row, column), first.parent.cell(second.row, column)
        above.value, below.value = below.value, above.value


def _copy_row(book):
    cell = place(book, "v_companies")
    for column in range(1, 9):
        cell.parent.cell(cell.row + 6, column).value = cell.parent.cell(cell.row, column).value


def _merge(book):
    cell = place(book, "v_companies")
    cell.parent.merge_cells(start_row=cell.row, end_row=cell.row, start_column=cell.column, end_column=cell.column + 1)


def _name_gone(book):
    book.defined_names["v_companies"].attr_text = f"'{DELTAGELSE}'!#REF!"


def _formatted(value, format_):
    def change(book):
        cell = place(book, "v_companies")
        cell.value, cell.number_format = value, format_

    return _edited(change)


def _value(value, name="v_companies"):
    return lambda data: filled(data, **{name: value})


def _raw(inside, type_="n", name="v_companies"):
    return lambda data: with_cell(data, name, inside, type_=type_)


def _random(_data):
    return random.Random(7).randbytes(3000)


FILES = {
    "empty": (lambda data: b"", "Filen er tom. Gem arbejdsbogen igen, og vælg den en gang til."),
    "pdf": (
        lambda data: b"%PDF-1.7\n%\xe2\xe3" + bytes(2000),
        "Det er en PDF og ikke en arbejdsbog, også selv om navnet ender på .xlsx. Vælg den arbejdsbog, I hentede her.",
    ),
    "picture": (
        lambda data: b"\x89PNG\r\n\x1a\n" + bytes(500),
        "Det er et billede og ikke en arbejdsbog. Vælg den arbejdsbog, I hentede her.",
    ),
    "gzip": (
        lambda data: b"\x1f\x8b\x08" + bytes(500),
        "Det er en pakket fil og ikke en arbejdsbog. Pak den ud, og vælg .xlsx-filen i den.",
    ),
    "csv": (
        lambda data: "Spørgsmål;Svar\r\nVirksomheder;120\r\n".encode("cp1252"),
        "Det er en tekstfil (.csv) og ikke en arbejdsbog. Skriv tallene i den arbejdsbog, I hentede her, og vælg den.",
    ),
    "web page": (
        lambda data: b"\xef\xbb\xbf\n<HTML><body><table><tr><td>120</td></tr></table></body></HTML>",
        "Det er en webside og ikke en arbejdsbog. Åbn den i Excel, og gem den som »Excel-projektmappe (.xlsx)«.",
    ),
    "xml of 2003": (
        lambda data: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "Det er en XML-fil og ikke en arbejdsbog. Åbn den i Excel, og gem den som »Excel-projektmappe (.xlsx)«.",
    ),
    "rtf": (
        lambda data: b"{\\rtf1\\ansi 120}",
        "Det er et tekstdokument og ikke en arbejdsbog. Vælg den arbejdsbog, I hentede her.",
    ),
    "xls": (lambda data: OLE + "Workbook".encode("utf-16-le") + bytes(2000), _save_as("xls")),
    "password": (lambda data: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2000), PASSWORD),
    "ods": (
        _foreign("mimetype", "content.xml", "META-INF/manifest.xml"),
        _save_as("ods"),
    ),
    "xlsb": (_foreign("[Content_Types].xml", "xl/workbook.bin"), _save_as("xlsb")),
    "macros": (
        lambda data: packed({**parts(data), "xl/vbaProject.bin": b"x"}),
        "Arbejdsbogen indeholder makroer (.xlsm). Gem den som »Excel-projektmappe (.xlsx)«, og læs den ind.",
    ),
    "numbers": (
        _foreign("Index/Document.iwa", "Metadata/Properties.plist"),
        "Det er et dokument fra Numbers. Vælg »Eksporter til → Excel« i Numbers, og læs den fil ind.",
    ),
    "word": (
        _foreign("[Content_Types].xml", "word/document.xml"),
        "Det er et dokument fra Word eller PowerPoint og ikke en arbejdsbog. Vælg en anden fil.",
    ),
    "zip": (
        _foreign("arbejdsbog.xlsx"),
        "Det er en zip-fil og ikke en arbejdsbog. Pak den ud, og vælg .xlsx-filen i den.",
    ),
    "half": (lambda data: data[: len(data) // 2], CUT),
    "end cut off": (lambda data: data[:-30], CUT),
    "head of a zip": (lambda data: b"PK\x03\x04" + bytes(100), CUT),
    "bit flipped": (_flipped, DAMAGED),
    "noise": (_random, UNKNOWN),
    "zip with a password": (
        lambda data: re.sub(rb"(PK\x01\x02....)..", lambda entry: entry[1] + b"\x01\x00", data, flags=re.DOTALL),
        PASSWORD,
    ),
    "odd compression": (lambda data: packed(parts(data), method=zipfile.ZIP_LZMA), DAMAGED),
    "bomb of zeros": (_bomb(200), TOO_BIG),
    "bomb that grows": (_bomb(30), TOO_BIG),
    "bomb that lies": (_lying_bomb, DAMAGED),
    "sheet of 7 MB": (_big_part, TOO_BIG),
    "thousands of parts": (lambda data: packed({f"a/{n}": b"" for n in range(5000)} | parts(data)), TOO_BIG),
    "300,000 cells": (_many_cells, TOO_MUCH),
    "200,000 texts": (_many_texts, TOO_MUCH),
    "laughs in the contents": (_with_doctype("xl/workbook.xml", LAUGHS, "&j;"), FOREIGN_XML),
    "laughs in a sheet": (_with_doctype(None, LAUGHS, "&j;"), FOREIGN_XML),
    "a file of the server": (
        _with_doctype(None, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        FOREIGN_XML,
    ),
    "100,000 attributes": (
        _into_sheet_data("<row " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>"),
        TOO_MUCH,
    ),
    "100,000 deep": (_deep, TOO_MUCH),
    "no end of XML": (_sheet(lambda text: text[: len(text) // 2]), DAMAGED),
    "unknown letters": (_sheet(lambda text: '<?xml version="1.0" encoding="x-egen"?>' + text.split("?>")[-1]), DAMAGED),
    "cell A0": (_sheet(lambda text: text.replace('<c r="E3"', '<c r="A0"')), DAMAGED),
    "text that is missing": (_raw("<v>4711</v>", "s"), DAMAGED),
    "sheet part gone": (_sheet(lambda text: None), DAMAGED),
    "contents gone": (lambda data: with_part(data, "xl/workbook.xml", lambda text: None), DAMAGED),
    "relations gone": (lambda data: with_part(data, "_rels/.rels", lambda text: None), DAMAGED),
    "own workbook": (_other_workbook, NOT_OURS),
    "marks deleted": (_edited(lambda book: book.remove(book["_skabelon"])), NOT_OURS),
    "another product": (lambda data: with_mark(data, "product", "andet"), NOT_OURS),
    "wrong year": (
        lambda data: with_mark(data, "year", "2018"),
        "Arbejdsbogen er til 2018, men denne indberetning er for 2019. Vælg den rigtige fil, eller hent en ny.",
    ),
    "another unit": (
        lambda data: with_mark(data, "unit", "beta"),
        "Arbejdsbogen hører til en anden enhed end Alfa Klynge. Vælg den rigtige fil, eller hent en ny på denne side.",
    ),
    "older version": (
        lambda data: with_mark(data, "template", "0"),
        "Arbejdsbogen er en ældre udgave, som ikke kan læses mere. Hent en ny på denne side, og kopiér tallene over.",
    ),
    "other questions": (
        lambda data: with_mark(data, "catalogue", "0" * 64),
        "Spørgsmålene er ændret, siden arbejdsbogen blev hentet. Hent en ny på denne side, og kopiér tallene over.",
    ),
    "sheet deleted": (
        _without_sheet(DELTAGELSE),
        "Arket »Deltagelse« er ikke i arbejdsbogen mere. Hent en ny på denne side; jeres gemte svar står i den.",
    ),
    "80 sheets": (_with_own_sheets(80), TOO_MUCH),
}

DATE = (
    "Excel har lavet det, I skrev, om til en dato (1. maj 2026). Vælg formatet »Tal«, "
    "og skriv tallet igen med komma før decimaler."
)
WHOLE = "Her skal stå et helt tal. 12,5 har decimaler; skriv fx 12 eller 13."
TOO_LARGE = "Tallet er mere, end feltet tager (højst 100.000). Se efter, om der er et nul for meget."
UNREADABLE = "Cellen kan ikke læses. Skriv tallet i den igen."
CROSS = (
    "Her kan kun stå x: »ikke relevant for os«. Skriv x, eller lad cellen stå tom, og skriv tallet i kolonnen for året."
)
E3, G3, C4 = f"{DELTAGELSE}!E3", f"{DELTAGELSE}!G3", "Internationalt!C5"

CELLS = {
    "formula": (_raw("<f>SUM(A1:A3)</f><v>120</v>"), E3, FORMULA),
    "shared formula": (_raw('<f t="shared" si="0"/><v>120</v>'), E3, FORMULA),
    "formula that gives a text": (_raw("<f>A1</f><v>120</v>", "str"), E3, FORMULA),
    "formula for the cross": (_raw('<f>"x"</f><v>x</v>', "str", "x_companies"), G3, FORMULA),
    "error": (
        _raw("<v>#REF!</v>", "e"),
        E3,
        "Cellen viser fejlen #REF!. Skriv tallet i stedet, eller slet indholdet.",
    ),
    "true": (_value(True), E3, "Cellen siger SAND og ikke et tal. Skriv tallet i stedet, eller slet indholdet."),
    "false": (_value(False), E3, "Cellen siger FALSK og ikke et tal. Skriv tallet i stedet, eller slet indholdet."),
    "date": (_formatted(datetime.date(2026, 5, 1), "dd-mm-yyyy"), E3, DATE),
    "date of its own type": (
        _raw("<v>2026-05-01</v>", "d"),
        E3,
        "Cellen er en dato. Vælg formatet »Tal«, og skriv tallet igen med komma før decimaler.",
    ),
    "percent": (
        _formatted(1, "0%"),
        E3,
        "Cellen er vist som procent, så det ikke er til at se, hvilket tal I mener. "
        "Vælg formatet »Tal«, og skriv tallet igen.",
    ),
    "half a company": (_value(12.5), E3, WHOLE),
    "English text": (
        _value("1,234.5"),
        E3,
        "Mener du 1.234,5 eller 12.345? Skriv komma før decimaler og punktum mellem tusinder.",
    ),
    "about five": (_value("ca. 5"), E3, "Skriv kun selve tallet, uden enhed, tegn eller tekst, fx 1.234."),
    "no number": (
        _value("syv"),
        E3,
        "»syv« er ikke et tal. Skriv tallet med cifrene 0-9, fx 1.234, eller lad feltet stå tomt.",
    ),
    "text that looks like a formula": (
        _raw("<is><t>=2+3</t></is>", "inlineStr"),
        E3,
        "Skriv kun selve tallet, uden enhed, tegn eller tekst, fx 1.234.",
    ),
    "below zero": (_value(-5), E3, "Tallet kan ikke være negativt. Skriv 0 eller et positivt tal."),
    "one too many": (
        _value(100_001),
        E3,
        "100.001 er mere, end feltet tager (højst 100.000). Se efter, om der er et nul for meget.",
    ),
    "as large as a spreadsheet goes": (_raw("<v>1E+308</v>"), E3, UNREADABLE),
    "far too large": (_raw("<v>1E+30</v>"), E3, TOO_LARGE),
    "not a number": (_raw("<v>NaN</v>"), E3, UNREADABLE),
    "an exponent without end": (_raw("<v>1e999999999</v>"), E3, UNREADABLE),
    "three decimals": (
        _value(1.234, "v_funding_state"),
        "Finansiering!E4",
        "Mener du 1,23 eller 1.234? Skriv komma før decimaler og punktum mellem tusinder.",
    ),
    "number and cross": (
        lambda data: filled(data, v_companies=5, x_companies="x"),
        E3,
        "Der står både et tal og x for »ikke relevant«. Slet det ene.",
    ),
    "yes for a cross": (_value("ja", "x_companies"), G3, CROSS),
    "number for a cross": (_value(7, "x_companies"), G3, CROSS),
    "merged": (
        _edited(_merge),
        E3,
        "Cellen er flettet sammen med andre (E3:F3). Ophæv fletningen, og skriv tallet igen.",
    ),
    "row deleted": (
        _edited(_name_gone),
        "–",
        "Rækken med »Deltagende virksomheder« er slettet. Hent en ny arbejdsbog, og kopiér tallene over.",
    ),
    "rows swapped": (_edited(_swap_rows), E3, MIXED_UP),
    "row copied": (
        _edited(_copy_row),
        E3,
        "Koden companies står flere steder (Deltagelse!H3, Deltagelse!H9). "
        "Slet den række, der er en kopi, eller hent en ny arbejdsbog.",
    ),
    "country that is none": (
        lambda data: with_countries(data, ("Atlantis", 3)),
        C4,
        "»Atlantis« er ikke et land på listen. Skriv fx Tyskland, Germany eller DE.",
    ),
    "our own country": (
        lambda data: with_countries(data, ("Danmark", 3)),
        C4,
        "»Danmark« er ikke et land på listen. Skriv fx Tyskland, Germany eller DE.",
    ),
    "country without a number": (
        lambda data: with_countries(data, ("Tyskland", None)),
        C4,
        "Tyskland mangler et antal. Skriv, hvor mange samarbejder der er, eller slet landet.",
    ),
    "country with nothing": (
        lambda data: with_countries(data, ("Tyskland", 0)),
        C4,
        "Tyskland mangler et antal. Skriv, hvor mange samarbejder der er, eller slet landet.",
    ),
    "half a collaboration": (
        lambda data: with_countries(data, ("Tyskland", 12.5)),
        C4,
        f"Tyskland: {WHOLE}",
    ),
    "number without a country": (
        lambda data: with_countries(data, (None, 3)),
        C4,
        "Der står 3 uden land. Skriv landets navn, eller slet antallet.",
    ),
    "country twice": (
        lambda data: with_countries(data, ("Tyskland", 1), ("Germany", 2)),
        "Internationalt!C6",
        "Tyskland står der to gange. Saml antallet i én linje.",
    ),
    "formula for a country": (
        lambda data: with_countries(data, ("=Lande!A2", 3)),
        C4,
        FORMULA,
    ),
}


def _hide_row(book):
    cell = place(book, "v_companies")
    cell.parent.row_dimensions[cell.row].hidden = True


def _hide_column(book):
    place(book, "v_companies").parent.column_dimensions["E"].hidden = True


def _hide_sheet(book):
    book[DELTAGELSE].sheet_state = "hidden"


def _stray(book):
    book[DELTAGELSE]["J3"] = 120


HIDDEN = "Arket »Deltagelse« har skjulte rækker eller kolonner, som er læst med (fx E3)."
ODDITIES = {
    "hidden sheet": (_edited(_hide_sheet), "Arket »Deltagelse« er skjult, men læst med."),
    "hidden row": (_edited(_hide_row), HIDDEN),
    "hidden column": (_edited(_hide_column), HIDDEN),
    "own sheet": (_with_own_sheets(1), "Arket »Eget 0« er jeres eget og er ikke læst."),
    "cell in the last corner": (
        _xfd,
        "Arket »Deltagelse« har noget uden for felterne (fx i XFD1048576). Det er ikke læst.",
    ),
    "number beside the fields": (
        _edited(_stray),
        "Arket »Deltagelse« har noget uden for felterne (fx i J3). Det er ikke læst.",
    ),
}


def oversized(data):
    """A good workbook with pictures of 6 MB in it."""
    return packed({**parts(data), "xl/media/image1.png": os.urandom(6 * 1024 * 1024)})
