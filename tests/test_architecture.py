"""The rules of docs/architecture.md, read off the source: layers, doors, writes, sizes, words."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSES = ("clusters", "config", "reporting")

# From the ground up: a layer imports from the layers before it and from itself, never from a later one.
LAYERS = (
    (
        "reporting.numbers",
        "reporting.dates",
        "reporting.printing",
        "reporting.charts",
        "reporting.workdays",
        "reporting.sealing",
    ),  # numbers, days, pages, drawings and the seal of the copy; know nothing else
    ("clusters",),  # who reports
    ("reporting.catalogue",),  # what is asked
    ("reporting.rounds",),  # when, and of whom
    ("reporting.submissions",),  # the answers
    ("reporting.receipts",),  # what a unit gets for them
    ("reporting.workbooks",),  # the answers as a workbook, out and in
    ("reporting.stories",),  # the case stories
    ("reporting.letters",),  # what people are told
    ("reporting.rules",),  # what the checks are worth
    ("reporting.review",),  # the second look
    ("reporting.log",),  # what everybody did
    ("reporting.consolidation",),  # the nation
    ("reporting.publication",),  # the book
    ("reporting.rehearsal",),  # the whole cycle in a sealed copy
    ("reporting.privacy",),  # people's data: what is held, erased, kept for how long
    ("reporting.demo",),  # fills an empty house, so it may go everywhere
    (
        "reporting.templatetags",
        "reporting.management",
        "reporting.urls",
        "reporting.models",
        "reporting.apps",
    ),  # the outside
    ("config",),  # what puts the house together
)
STAGES = tuple(name for layer in LAYERS[2:-3] for name in layer)
DOORS = {"models", "actions", "queries", "workflow", "permissions", "errors"}  # of a package, for others
# Other imports across packages, each with its reason. One that is not made any more must leave the list.
SIDE_DOORS = {
    ("reporting.urls", "reporting.catalogue.views"): "addresses name views",
    ("reporting.urls", "reporting.consolidation.views"): "addresses name views",
    ("reporting.urls", "reporting.log.views"): "addresses name views",
    ("reporting.urls", "reporting.rules.views"): "addresses name views",
    ("reporting.urls", "reporting.privacy.views"): "addresses name views",
    ("reporting.urls", "reporting.publication.views"): "addresses name views",
    ("reporting.urls", "reporting.receipts.views"): "addresses name views",
    ("reporting.urls", "reporting.rehearsal.views"): "addresses name views",
    ("reporting.urls", "reporting.review.views"): "addresses name views",
    ("reporting.urls", "reporting.rounds.views"): "addresses name views",
    ("reporting.urls", "reporting.stories.views"): "addresses name views",
    ("reporting.urls", "reporting.submissions.views"): "addresses name views",
    ("reporting.urls", "reporting.workbooks.views"): "addresses name views",
    ("reporting.management.commands.figures", "reporting.consolidation.export"): "prints the files that the page gives",
    (
        "reporting.management.commands.render_report",
        "reporting.publication.typesetting",
    ): "sets the book without keeping an edition",
    ("reporting.management.commands.load_demo", "reporting.demo.loading"): "the demonstration's own command",
    ("reporting.management.commands.demo_logins", "reporting.demo.loading"): "the demonstration's own command",
}

WRITING_FILES = {"actions.py", "workflow.py"}
WRITES = re.compile(r"save|create|update|delete|get_or_create|update_or_create|bulk_\w+|set_password|raw")
# Calls outside actions and workflow that look like writes to the database, each with its reason.
WRITES_ELSEWHERE = {
    (
        "clusters/models/people.py",
        "user.save",
    ): "Django's manager protocol wants create_user here; clusters.actions is what calls it",
    ("clusters/models/people.py", "user.set_password"): "the same",
    ("reporting/publication/layouts.py", "context.update"): "a dictionary",
    ("reporting/workbooks/template.py", "book.save"): "a file in memory",
    ("reporting/review/sheets.py", "book.save"): "a file in memory",
    ("reporting/publication/spreads.py", "image.save"): "a picture in memory",
    ("reporting/stories/photos.py", "image.save"): "a picture in memory",
}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "misc", "signals", "receivers"}
LONGEST_FILE = 350


def _sources(*houses, migrations=False):
    for house in houses or HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


def _relative(path):
    return path.relative_to(ROOT).as_posix()


def _module(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree):
    """Every module that is imported anywhere in the file, also inside functions; names are tried as modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written out"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = (ROOT / inner.replace(".", "/")).is_dir() or (
                    ROOT / (inner.replace(".", "/") + ".py")
                ).is_file()
                yield inner if is_module else node.module


def _is_ours(module):
    return module.split(".")[0] in HOUSES


def _package(module):
    """The entry of LAYERS that a module belongs to, None where it is in no layer."""
    for layer in LAYERS:
        for name in layer:
            if module == name or module.startswith(name + "."):
                return name
    return None


def _height(package):
    return next(height for height, layer in enumerate(LAYERS) if package in layer)


def _upward(module, imported):
    """Whether the import goes up the stairs, or between neighbours on one step."""
    package, other = _package(module), _package(imported)
    return package != other and _height(other) >= _height(package)


def _beside_the_door(module, imported):
    """Whether the import takes something of another package that is not one of its doors."""
    package, other = _package(module), _package(imported)
    if package == other or imported == other:
        return False
    return imported.removeprefix(other + ".").split(".")[0] not in DOORS


def _crossings():
    for path in _sources():
        for imported in _imports(_tree(path)):
            if _is_ours(imported):
                yield _module(path), imported


def test_every_module_is_in_a_layer():
    loose = {_module(path) for path in _sources() if _package(_module(path)) is None}
    assert loose == {"reporting"}  # the folder of the six stages; its __init__ is empty
    assert (ROOT / "reporting" / "__init__.py").read_text() == ""


def test_a_new_subpackage_is_in_no_layer():
    assert _package("reporting.analysis.models") is None


def test_imports_run_one_way():
    assert [(module, imported) for module, imported in _crossings() if _upward(module, imported)] == []


def test_an_upward_import_would_be_seen():
    found = list(_imports(ast.parse("def late():\n    from reporting.review import queries\n")))
    assert found == ["reporting.review.queries"]
    assert _upward("reporting.submissions.views", found[0])
    assert not _upward("reporting.review.views", "reporting.submissions.queries")


def test_ground_modules_import_nothing_of_ours():
    for name in LAYERS[0]:
        path = ROOT / (name.replace(".", "/") + ".py")
        assert [imported for imported in _imports(_tree(path)) if _is_ours(imported)] == []


def test_packages_are_entered_by_their_doors():
    beside = {(module, imported) for module, imported in _crossings() if _beside_the_door(module, imported)}
    assert beside == set(SIDE_DOORS)


def test_a_view_taken_from_another_package_would_be_seen():
    assert _beside_the_door("reporting.review.views", "reporting.submissions.forms")


def test_imports_of_ours_stand_at_the_top():
    late = []
    for path in _sources():
        top = {id(node) for node in _tree(path).body}
        for node in ast.walk(_tree(path)):
            if isinstance(node, (ast.Import, ast.ImportFrom)) and id(node) not in top:
                late += [(_relative(path), name) for name in _imports(ast.Module([node], [])) if _is_ours(name)]
    assert late == []


def test_no_drawer_for_everything():
    assert [_relative(path) for path in _sources() if {path.stem, *path.parts} & FORBIDDEN_NAMES] == []


def test_no_signals():
    modules = {(_relative(path), name) for path in _sources() for name in _imports(_tree(path))}
    assert [entry for entry in modules if "signals" in entry[1] or entry[1].startswith("django.dispatch")] == []


def test_no_save_or_delete_is_overridden():
    overridden = [
        f"{_relative(path)}: {owner.name}.{node.name}"
        for path in _sources()
        for owner in ast.walk(_tree(path))
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "asave", "adelete"}
    ]
    assert overridden == []


def _write_calls(tree):
    """Calls that may write to the database, as `owner.method`; an owner that is a longer expression is its root."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and WRITES.fullmatch(node.func.attr):
            root = node.func.value
            while isinstance(root, (ast.Attribute, ast.Call)):
                root = root.value if isinstance(root, ast.Attribute) else root.func
            yield f"{getattr(root, 'id', '…')}.{node.func.attr}"


def _may_write(path):
    return path.name in WRITING_FILES or {"actions", "management", "demo"} & set(path.parts)


def test_only_actions_and_workflow_write():
    found = {
        (_relative(path), call) for path in _sources() if not _may_write(path) for call in _write_calls(_tree(path))
    }
    assert found == set(WRITES_ELSEWHERE)


def test_a_write_in_a_view_would_be_seen():
    tree = ast.parse("def view(request):\n    Submission.objects.filter(pk=1).update(status='accepted')\n")
    assert list(_write_calls(tree)) == ["Submission.update"]


def test_a_status_is_assigned_in_the_workflow_alone():
    """The status of a filing is set by workflow.apply: nobody else passes `status=` to update or assigns it."""
    found = set()
    for path in _sources("clusters", "reporting"):
        for node in ast.walk(_tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"update", "create"}
            ):
                found |= {(_relative(path), "call") for keyword in node.keywords if keyword.arg == "status"}
            if isinstance(node, ast.Assign):
                found |= {
                    (_relative(path), "assignment")
                    for target in node.targets
                    if isinstance(target, ast.Attribute) and target.attr == "status"
                }
    # The worker gives back jobs of the task queue, which have a status of their own.
    assert found == {("reporting/submissions/workflow.py", "call"), ("reporting/management/commands/worker.py", "call")}


def test_files_have_a_readable_length():
    long = {
        _relative(path): lines for path in _sources() if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def _texts(tree):
    """Every string and number of the code that is no docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)) and id(node) not in docstrings:
            yield str(node.value)


def _stage_sources():
    return [path for path in _sources() if _package(_module(path)) in STAGES]


def test_no_year_in_the_code_of_the_stages():
    years = re.compile(r"(?<!\d)20[12]\d(?!\d)")
    found = [(_relative(path), text) for path in _stage_sources() for text in _texts(_tree(path)) if years.search(text)]
    assert found == []


def test_no_unit_s_name_in_the_code_of_the_stages():
    with open(ROOT / "reporting" / "demo" / "units_2018.csv", encoding="utf-8", newline="") as file:
        units = list(csv.DictReader(file))
    names = {row[column] for row in units for column in ("name", "short_name", "slug") if len(row[column]) > 3}
    assert len(names) > 38
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)), re.IGNORECASE)
    found = [
        (_relative(path), text) for path in _stage_sources() for text in _texts(_tree(path)) if pattern.search(text)
    ]
    assert found == []


def _documented(path):
    """Everything public in a file as (name, whether it has a docstring); dunders, Meta and nested functions are exempt."""
    tree = _tree(path)
    if tree.body:
        yield _module(path), bool(ast.get_docstring(tree))
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
            yield f"{_module(path)}.{node.name}", bool(ast.get_docstring(node))
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and not inner.name.startswith("_"):
                    yield f"{_module(path)}.{node.name}.{inner.name}", bool(ast.get_docstring(inner))


def test_everything_public_says_what_it_is():
    assert [name for path in _sources() for name, is_documented in _documented(path) if not is_documented] == []


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "X" + "XX"])
def test_nothing_is_put_off(mark):
    pattern = re.compile(rf"\b{mark}\b")
    assert [_relative(path) for path in _sources(*HOUSES, "tests") if pattern.search(path.read_text())] == []
