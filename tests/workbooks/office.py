"""LibreOffice as a colleague uses it: opens a workbook, writes in its cells, moves things about, saves as .xlsx.

A macro in a profile of its own does it, so nothing but the program itself is needed.
"""

import os
import shutil
import subprocess

SOFFICE = shutil.which("soffice")
PATIENCE = 120  # seconds for a start on a busy machine
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
_NAMESPACE = "openoffice.org/2000"
# Orders, one a line, parted by tabs: number NAME ROW COLUMN VALUE · text … · blank … · rename OLD NEW · insert SHEET ROW
_MACRO = """
Sub Work(orders As String)
  Dim args(0) As New com.sun.star.beans.PropertyValue, saving(0) As New com.sun.star.beans.PropertyValue
  Dim order As String, part, book, cell, sheet
  On Error Goto Failed
  args(0).Name = "Hidden" : args(0).Value = True
  saving(0).Name = "FilterName" : saving(0).Value = "Calc MS Excel 2007 XML"
  Open orders For Input As #1
  Line Input #1, order
  book = StarDesktop.loadComponentFromURL(ConvertToURL(order), "_blank", 0, args())
  Do While Not Eof(1)
    Line Input #1, order
    part = Split(order, Chr(9))
    Select Case part(0)
      Case "rename"
        book.Sheets.getByName(part(1)).Name = part(2)
      Case "insert"
        sheet = book.Sheets.getByName(part(1))
        sheet.unprotect("")
        sheet.Rows.insertByIndex(CLng(part(2)), 1)
      Case "save"
        book.storeToURL(ConvertToURL(part(1)), saving())
      Case "number", "text", "blank"
        cell = book.NamedRanges.getByName(part(1)).ReferredCells.getCellByPosition(CLng(part(3)), CLng(part(2)))
        If part(0) = "number" Then cell.Value = Val(part(4))
        If part(0) = "text" Then cell.String = part(4)
        If part(0) = "blank" Then cell.String = ""
    End Select
  Loop
  Close #1
  book.close(True)
  Exit Sub
Failed:
  Open orders & ".log" For Output As #2
  Print #2, Error & " (" & order & ")"
  Close #2
End Sub
"""


def _start(profile):
    return [SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _make_profile(folder):
    """A user's profile with the macro in it; LibreOffice makes it first, else it would overwrite the macro."""
    subprocess.run([*_start(folder), "--terminate_after_init"], capture_output=True, timeout=PATIENCE, check=True)
    standard = folder / "user" / "basic" / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    library, script = f'xmlns:library="http://{_NAMESPACE}/library"', f'xmlns:script="http://{_NAMESPACE}/script"'
    (standard.parent / "script.xlc").write_text(
        _HEAD.format("library:libraries", "libraries")
        + f'<library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>'
    )
    (standard / "script.xlb").write_text(
        _HEAD.format("library:library", "library")
        + f'<library:library {library} library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false"><library:element library:name="Module1"/></library:library>'
    )
    (standard / "Module1.xba").write_text(
        _HEAD.format("script:module", "module")
        + f'<script:module {script} script:name="Module1" script:language="StarBasic">{_escaped(_MACRO)}</script:module>'
    )
    return folder


class Office:
    """One LibreOffice, started anew for every workbook."""

    def __init__(self, folder):
        self.folder = folder
        self.profile = _make_profile(folder / "profile")

    def work(self, data, *orders):
        """The workbook as LibreOffice saves it after the orders, each a tuple of words."""
        source, target, list_ = (self.folder / name for name in ("before.xlsx", "after.xlsx", "orders.txt"))
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        lines = [str(source), *("\t".join(map(str, order)) for order in orders), f"save\t{target}"]
        list_.write_text("\n".join(lines) + "\n")
        done = subprocess.run(
            [*_start(self.profile), f'macro:///Standard.Module1.Work("{list_}")'],
            env={**os.environ, "HOME": str(self.folder)},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        log = self.folder / "orders.txt.log"
        assert target.exists(), log.read_text() if log.exists() else done.stderr.decode(errors="replace")
        return target.read_bytes()
