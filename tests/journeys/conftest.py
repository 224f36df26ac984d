"""The real program for the journeys: bin/run in a folder of its own, and Chromium in front of it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE = 120  # seconds for a start with the whole demonstration on a busy machine


class House:
    """A running program: its address, and what it wrote."""

    def __init__(self, address, log):
        self.address = address
        self.log = log

    def __call__(self, path):
        """The whole address of a path."""
        return self.address + path


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def _own_database(folder):
    """A new database on the server that the tests run on; for SQLite a file in `folder`."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"journey_{uuid.uuid4().hex[:12]}"
    server = connection.settings_dict
    where = {
        "host": server["HOST"],
        "port": server["PORT"] or None,
        "user": server["USER"],
        "password": server["PASSWORD"] or None,
    }
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            address, question, options = os.environ["DATABASE_URL"].partition("?")
            yield address.rpartition("/")[0] + f"/{name}" + question + options
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """bin/run, from nothing to the first answer, in its own data folder; stopped afterwards like by Ctrl-C.

    One per module, so that the journeys of one do not meet what those of another left.
    """
    with _running(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def house_of_one_year(tmp_path_factory):
    """The same with a demonstration that was loaded before: the closed year alone, the next is still to be made."""
    commands = (["migrate", "--no-input"], ["load_demo", "--closed-year-only"])
    with _running(tmp_path_factory.mktemp("house"), before=commands) as house:
        yield house


@contextlib.contextmanager
def _running(folder, before=()):
    """The program in `folder`; `before` are commands of manage.py that are run in it first."""
    port = _free_port()
    with _own_database(folder) as database, open(folder / "log", "wb") as log:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("SECRET_KEY", "DEBUG", "DJANGO_SETTINGS_MODULE")
        }
        environment |= {"PORT": str(port), "DATA_DIR": str(folder), "DATABASE_URL": database}
        for command in before:
            prepared = environment | {"DEMO": "1", "SECRET_KEY": "before"}
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=prepared, stdout=log, stderr=log, check=True
            )
        program = subprocess.Popen(
            [ROOT / "bin" / "run"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/konto/login/", program, folder / "log")
            yield House(f"http://127.0.0.1:{port}", folder / "log")
        finally:
            program.send_signal(signal.SIGTERM)
            try:
                program.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)


def _wait_for(address, program, log):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if program.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    raise AssertionError(f"bin/run did not answer:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium, house):
    """Somebody at a screen of their own: `person(email)` logs in; every complaint of the browser fails the test."""
    contexts, complaints = [], []

    def arrive(email=None, password=None, **screen):
        context = chromium.new_context(locale="da-DK", viewport={"width": 1280, "height": 900}, **screen)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on(
            "requestfailed",
            lambda request: complaints.append(request.url) if not request.url.startswith(house.address) else None,
        )
        if email:
            page.goto(house("/konto/login/"))
            page.locator("[name=login]").fill(email)
            page.locator("[name=password]").fill(password)
            page.locator("main button[type=submit]").click()
            page.wait_for_url(lambda url: "login" not in url)
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert complaints == []
