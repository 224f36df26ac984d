"""Nothing lies about unused, nothing that is written down is out of date, and nothing comes from elsewhere."""

import ast
import io
import os
import re
import tomllib
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.core.management import call_command, get_commands
from django.template import engines
from django.utils.translation import template as django_template

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
README = ROOT / "README.md"
HOUSES = ("clusters", "config", "reporting")
DJANGO_S_OWN = {"403.html", "403_csrf.html", "404.html", "500.html"}
ALLAUTH_S_WISH = {"account/password_reset_help_text.html"}  # its password field shows it where there is one
BOOK = ROOT / "reporting" / "publication" / "books" / "viden-og-vaekst.toml"
BINARY = {".woff2", ".png", ".jpg", ".ico", ".mo", ".pdf"}
# What a test file may be named after when it is not one module: what people do there, or the whole.
KNOWN_HOSTS = {"127.0.0.1", "localhost", "testserver", "www.w3.org"}
SUBJECTS = {
    "architecture": "layers, doors, writes, sizes",
    "breaks": "where a series does not go on from one year to the next",
    "book": "the finished book, read out of its file",
    "building": "a book asked for, made and kept",
    "constraints": "every constraint of the database, by trying to break it",
    "guest": "the pages of a link to one section",
    "golden": "all printed figures against the published ones",
    "independent": "the sums by a second implementation",
    "loading": "a file taken into the database",
    "pages": "the stage's pages, asked for and read",
    "races": "two people at the same moment",
    "repository": "what lies in the folder",
    "saving": "what becomes of answers that are sent",
    "security": "settings, headers, pages",
    "sweep": "every URL as everybody",
    "commands": "the command line, good and bad",
    "worker": "jobs of a worker that was killed",
    "walk": "one figure's way",
    "access": "who works for a unit",
    "people": "log-in, access, names",
    "colleagues": "people who share a filing",
    "sharing": "who takes care of what, links, presence",
    "opening": "a round opened and its catalogue frozen",
    "explaining": "explanations of findings",
    "snapshot": "figures read as they were at one moment",
    "sealing": "what keeps the copy of a rehearsal sealed",
    "small": "a book of a catalogue that asks less",
}
# Classes that no file of ours writes: crispy-forms puts them into the fields that it renders.
RENDERED = {
    "asteriskField": "the star of a field that is required",
    "checkboxinput": "a check box",
}
TAG = re.compile(r"{%.*?%}")
WITHOUT_SOURCE = {"journeys", "bench"}  # walk through the whole house


@cache
def _tracked():
    """Files that belong to the project: what .gitignore leaves, read without git so that a copy will do."""
    ignored = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text().split())]
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in ignored)]
        found += [Path(folder, name) for name in files if not any(fnmatch(name, pattern) for pattern in ignored)]
    return sorted(found)


def _name(path, below=ROOT):
    return path.relative_to(below).as_posix()


@cache
def _text(path):
    return path.read_text(encoding="utf-8")


def _templates():
    return [path for path in _tracked() if path.is_relative_to(TEMPLATES)]


def _python():
    return [path for path in _tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in HOUSES]


def _pages():
    """Templates of web pages; the book is printed without a browser's policy and letters are plain text."""
    return [path for path in _templates() if path.suffix == ".html" and not path.is_relative_to(TEMPLATES / "report")]


# --- Templates ---------------------------------------------------------------------------------------


def _named_templates():
    """Every template that our code, our templates, the book or an installed package asks for by name."""
    for path in _python():
        for node in ast.walk(ast.parse(_text(path))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.endswith((".html", ".txt"))
            ):
                yield node.value
    for path in _templates():
        yield from re.findall(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""", _text(path))
    layouts = {chapter["layout"] for chapter in tomllib.loads(_text(BOOK))["chapter"]}
    typesetting = ast.parse(_text(ROOT / "reporting" / "publication" / "typesetting.py"))
    layouts |= {
        node.value for node in ast.walk(typesetting) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    yield from (f"report/{layout}.html" for layout in layouts)
    yield from DJANGO_S_OWN | ALLAUTH_S_WISH


def _is_override(name):
    """Whether an installed package brings a template of this name, so that ours stands in its place."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return any((folder / name).is_file() for folder in folders if not folder.is_relative_to(ROOT / "clusters"))


def test_every_template_is_used():
    named = set(_named_templates())
    assert [
        name for path in _templates() if (name := _name(path, TEMPLATES)) not in named and not _is_override(name)
    ] == []


def test_every_library_that_a_template_loads_is_used():
    engine = engines["django"].engine
    unused = []
    for path in _templates():
        text = _text(path)
        for names in re.findall(r"{%\s*load\s+([^%]+?)\s*%}", text):
            for name in names.split():
                library = engine.template_libraries[name]
                module = __import__(library, fromlist=["register"]) if isinstance(library, str) else library
                register = getattr(module, "register", module)
                tags = any(re.search(rf"{{%\s*{re.escape(tag)}\b", text) for tag in register.tags)
                filters = any(re.search(rf"\|{re.escape(filter_)}\b", text) for filter_ in register.filters)
                if not tags and not filters:
                    unused.append((_name(path), name))
    assert unused == []


def test_pages_hold_no_style_and_no_script_of_their_own():
    forbidden = re.compile(
        r"\sstyle=|<style\b|<script\b(?![^>]*\ssrc=)|<[a-z][^>]*\son[a-z]+=|javascript:", re.IGNORECASE
    )
    assert [_name(path) for path in _pages() if forbidden.search(_text(path))] == []


# --- Static files ------------------------------------------------------------------------------------


def test_every_static_file_is_used():
    sources = [
        *_templates(),
        *_python(),
        *(path for path in _tracked() if path.suffix in (".css", ".js") and path.is_relative_to(STATIC)),
    ]
    texts = {path: _text(path) for path in sources}
    unused = []
    for folder in ("site", "report", "fonts"):
        for path in (path for path in _tracked() if path.is_relative_to(STATIC / folder) and path.suffix != ".txt"):
            elsewhere = "\n".join(text for source, text in texts.items() if source != path)
            if not re.search(rf"""["'/(]{re.escape(path.name)}["')]""", elsewhere):
                unused.append(_name(path))
    assert unused == []


def _styled_classes(sheet):
    """The classes that a style sheet's selectors name; what stands between braces is no selector."""
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return {name for part in re.findall(r"([^{};]+)\{", plain) for name in re.findall(r"\.([a-zA-Z][\w-]*)", part)}


def _strings(path):
    """The strings of a Python file that are not its docstrings."""
    tree = ast.parse(_text(path))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


@cache
def _written_words():
    """The words of class attributes, template tags, strings and scripts, and the beginnings that a template
    completes (`status-`).
    """
    classes = re.compile(r"""\bclass="((?:{{.*?}}|{%.*?%}|[^"])*)\"""")
    markup = [text for path in _templates() for text in (*classes.findall(_text(path)), *TAG.findall(_text(path)))]
    strings = [text for path in _python() for text in _strings(path)]
    scripts = [_text(path) for path in _tracked() if path.suffix == ".js" and path.is_relative_to(STATIC / "site")]
    words = {word for text in (*markup, *strings, *scripts) for word in re.findall(r"[\w-]+", text)}
    return words, {beginning for text in markup for beginning in re.findall(r"([\w-]+)(?={{)", text)}


def _is_written(name):
    words, beginnings = _written_words()
    return name in words or any(
        name.startswith(beginning)
        and ((rest := name.removeprefix(beginning)).isdigit() or (beginning.endswith("-") and rest in words))
        for beginning in beginnings
    )


def test_every_class_that_a_style_sheet_names_is_written_somewhere():
    sheets = [path for folder in ("site", "report") for path in sorted((STATIC / folder).glob("*.css"))]
    styled = {name: path for path in sheets for name in _styled_classes(_text(path))}
    unused = {name: path.name for name, path in styled.items() if name not in RENDERED and not _is_written(name)}
    assert unused == {}
    assert sorted(name for name in RENDERED if name not in styled or _is_written(name)) == [], "needs no exception"


def test_an_unused_class_would_be_found():
    """Negative control: selectors are read inside media queries too, and a class that nobody writes is told."""
    sheet = "@media (min-width: 1.5rem) { .card .no-such-class:hover { margin: 0.5rem; } } /* .left-out {} */"
    assert _styled_classes(sheet) == {"card", "no-such-class"}
    assert _is_written("card")
    assert not _is_written("no-such-class")


def test_every_static_file_that_a_page_names_is_there():
    named = {name for path in _templates() for name in re.findall(r"""{%\s*static\s+["']([^"']+)["']""", _text(path))}
    assert [name for name in sorted(named) if not (STATIC / name).is_file()] == []


def test_nothing_is_fetched_from_elsewhere():
    """No page and no style sheet names a file on another server."""
    pages = re.compile(r"""(?:src|href|srcset|action)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
    sheets = re.compile(r"""url\(\s*["']?\s*(?:https?:)?//|@import\s+["']?(?:https?:)?//""", re.IGNORECASE)
    scripts = re.compile(r"""["'`](?:https?:)?//[a-z]""", re.IGNORECASE)
    patterns = {".html": pages, ".css": sheets, ".js": scripts, ".svg": pages}
    ours = [path for path in _tracked() if path.is_relative_to(TEMPLATES) or path.is_relative_to(STATIC)]
    assert [_name(path) for path in ours if path.suffix in patterns and patterns[path.suffix].search(_text(path))] == []


def test_fonts_and_foreign_files_bring_their_licences():
    licences = [path.name.removesuffix("-LICENSE.txt") for path in (STATIC / "fonts").glob("*-LICENSE.txt")]
    fonts = [path for path in _tracked() if path.suffix == ".woff2"]
    assert [path.name for path in fonts if not path.name.startswith(tuple(licences))] == []
    assert all(
        "Open Font License" in _text(STATIC / "fonts" / f"{name}-LICENSE.txt").title().replace("Sil ", "")
        for name in licences
    )
    for folder in {path.parent for path in _tracked() if "vendor" in path.parts}:
        assert any("LICENSE" in path.name for path in folder.iterdir()), folder


# --- Written words -----------------------------------------------------------------------------------


def test_the_workflow_page_is_current():
    page = io.StringIO()
    call_command("workflow_diagram", stdout=page)
    assert _text(ROOT / "docs" / "workflow.md") == page.getvalue(), (
        "mend it: manage.py workflow_diagram > docs/workflow.md"
    )


def _guides():
    return [README, *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", _guides(), ids=lambda path: path.name)
def test_commands_that_a_guide_names_exist(path):
    text = _text(path)
    # A line that goes on names options, not commands; a placeholder is written in capitals.
    named = set(re.findall(r"\bmanage(?:\.py)? ([a-z][a-z_]+)\b", "\n".join(_code(text))))
    assert sorted(named - set(get_commands())) == []
    scripts = set(re.findall(r"(?<![\w/.-])(?:/opt/viden-vaekst/)?bin/([a-z]+)\b", text))
    assert [name for name in sorted(scripts) if not (ROOT / "bin" / name).is_file()] == []


def _code(text):
    """What a Markdown text sets as code: fenced blocks and spans."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return fenced + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("path", _guides(), ids=lambda path: path.name)
def test_links_and_paths_of_a_guide_lead_somewhere(path):
    text = _text(path)
    links = [
        link.split("#")[0]
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if not link.startswith(("http", "#", "mailto:"))
    ]
    assert [link for link in links if link and not (path.parent / link).exists()] == []
    named = re.findall(r"`((?:clusters|config|reporting|templates|static|tests|docs|bin)/[\w./-]*\w)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_can_be_read_in_one_go():
    assert len(_text(README).splitlines()) <= 120
    assert re.findall(r"!\[[^\]]+\]\([^)]+\)", _text(README)), "it shows the form and a page of the book"


def test_decisions_are_numbered_short_and_whole():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        lines = _text(path).splitlines()
        assert lines[0].startswith(f"# {path.name[:4]} "), path.name
        assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"], (
            path.name
        )
        assert len(lines) <= 30, path.name


def test_the_map_of_the_house_names_every_room():
    text = _text(ROOT / "docs" / "architecture.md")
    rooms = [path.parent.name for path in (ROOT / "reporting").glob("*/__init__.py")]
    assert [name for name in [*rooms, "clusters", "config"] if f"{name}/" not in text] == []
    assert len(text.splitlines()) <= 120


# --- What comes from outside -------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes(lock):
    entries = re.sub(r"\\\n\s*", "", _text(ROOT / lock)).splitlines()
    requirements = [line for line in entries if line.strip() and not line.lstrip().startswith("#")]
    assert [
        line[:60] for line in requirements if not re.match(r"[\w.\[\],-]+==\S+.* --hash=sha256:[0-9a-f]{64}", line)
    ] == []
    assert len(requirements) > 20


def test_every_direct_requirement_is_in_the_lock():
    def names(file, pattern):
        return {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(pattern, _text(ROOT / file), re.MULTILINE)}

    assert (
        names("requirements.in", r"^([A-Za-z][\w.-]*)") - names("requirements.txt", r"^([A-Za-z][\w.-]*)(?:\[.*\])?==")
        == set()
    )
    assert (
        names("requirements.txt", r"^([A-Za-z][\w.-]*)==") - names("requirements-dev.txt", r"^([A-Za-z][\w.-]*)==")
        == set()
    )


def test_files_name_no_address_but_known_ones():
    """No package index, no CDN, nothing that a page or a set-up could call: names, examples and licences only."""
    address = re.compile(r"https?://([\w.-]+)")
    foreign = {
        (_name(path), host)
        for path in _tracked()
        if path.suffix not in BINARY and not {"vendor", "fonts"} & set(path.parts)
        for host in address.findall(_text(path))
        if host not in KNOWN_HOSTS and not re.search(r"(^|\.)example(\.|$)", host)
    }
    assert foreign == set()


def test_no_requirement_names_where_it_comes_from():
    """Where packages come from is the machine's business."""
    for path in ROOT.glob("requirements*"):
        assert [line for line in _text(path).splitlines() if line.startswith("--") or " @ " in line] == []


# --- Danish and English ------------------------------------------------------------------------------


def _in_code():
    for path in _python():
        keywords = {"gettext": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
        for _line, message, _comments, _context in extract("python", io.BytesIO(path.read_bytes()), keywords):
            yield message[0] if isinstance(message, tuple) else message


def _in_templates():
    call = re.compile(r"""\b(?:n?gettext|_)\(\s*(u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))""")
    for path in _templates():
        for literal in call.findall(django_template.templatize(_text(path), origin=str(path))):
            yield ast.literal_eval(literal)


@cache
def _catalog():
    with open(PO, "rb") as file:
        return read_po(file, locale="en")


def _sentences(catalog):
    def plain(text):  # plurals are tuples in a .po file and lists in a .mo file
        return tuple(text) if isinstance(text, (list, tuple)) else text

    return {
        plain(message.id): plain(message.string)
        for message in catalog
        if message.id and not message.fuzzy and _is_translated(message)
    }


def _is_translated(message):
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def test_every_sentence_has_an_english_translation():
    translated = {id_[0] if isinstance(id_, tuple) else id_ for id_ in _sentences(_catalog())}
    missing = {message for message in (*_in_code(), *_in_templates()) if message} - translated
    assert sorted(missing) == []


def test_the_extraction_finds_what_is_written():
    """Negative control: a sentence from a view and one from each kind of template tag are among those looked for."""
    assert {"Indberetningen er indsendt. Tak!", "Tjek og indsend"} <= {*_in_code(), *_in_templates()}
    assert "Ingen breve endnu" in set(_in_templates())
    assert any("%(deadline)s" in message for message in _in_templates())


def test_translations_keep_the_placeholders():
    def placeholders(text):
        return sorted(set(re.findall(r"%\(\w+\)[sd]", text)))

    wrong = []
    for id_, string in _sentences(_catalog()).items():
        ids = id_ if isinstance(id_, (tuple, list)) else [id_]
        strings = string if isinstance(string, (tuple, list)) else [string]
        wrong += [text for text in strings if placeholders(text) != placeholders(ids[-1])]
    assert wrong == []


def test_compiled_translations_are_current():
    with open(PO.with_suffix(".mo"), "rb") as file:
        compiled = _sentences(read_mo(file))
    assert compiled == _sentences(_catalog()), "mend it: manage.py compilemessages"


# --- Tests -------------------------------------------------------------------------------------------


def _test_files():
    return [path for path in _tracked() if path.name.startswith("test_") and path.is_relative_to(ROOT / "tests")]


def _subjects_of(package):
    """What a test in tests/<package>/ may be named after; `.` is the folder of tests itself."""
    folders = [
        folder for folder in (ROOT / "reporting" / package, ROOT / package) if package != "." and folder.is_dir()
    ]
    homes = folders or [ROOT / "reporting"]
    return {*SUBJECTS, package, *(path.stem for home in homes for path in home.iterdir() if path.suffix in {"", ".py"})}


def _is_named_after(words, subject):
    return words == subject or words.startswith(f"{subject}_")


def test_tests_are_named_after_what_they_test():
    stray = []
    for path in _test_files():
        package = _name(path.parent, ROOT / "tests")
        words = path.stem.removeprefix("test_")
        if package not in WITHOUT_SOURCE and not any(
            _is_named_after(words, subject) for subject in _subjects_of(package)
        ):
            stray.append(_name(path))
    assert stray == []


def test_no_subject_is_without_a_test():
    named = [path.stem.removeprefix("test_") for path in _test_files()]
    assert [subject for subject in SUBJECTS if not any(_is_named_after(words, subject) for words in named)] == []
