"""What a workbook can be refused for as a whole."""


class WorkbookRefused(Exception):
    """Nothing of the file is used; str() is a sentence that says why and what to do."""
