"""Fifty people who type: how long a save of one value takes beside a page that only knows who asks and writes a row.

    bin/postgres run bin/bench saving

Gunicorn as in production (two processes of four threads), each person a connection and a save every two seconds,
the two kinds of load one after the other, three times. Median and 95th percentile over all answers.
"""

import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

PEOPLE, EVERY, ROUNDS = 50, 2.0, 3  # persons, seconds between two saves of one, times that each load is tried
SAVES = 8  # of each person in one round
LOOK_AFTER = 3  # saves: a page looks every six seconds while somebody types
LIMIT = 60  # ms, the 95th percentile of a save
CODES, SECTION, YEAR = ("companies", "dedicated_companies"), "participation", 2019
ROOT = Path(__file__).parents[2]


def furnish():
    """The demonstration with fifty people who are logged in, spread over its units; gives (slug, code of the field, cookies) of each."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils import timezone

    from clusters.actions import create_user, give_access
    from clusters.models import MembershipRole
    from reporting.demo.loading import load_demo
    from reporting.rounds.models import Round
    from reporting.submissions.actions import start
    from reporting.submissions.models import Presence

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Round.objects.exists():
        load_demo(now=timezone.now())
    call_command("collectstatic", interactive=False, verbosity=0)
    round_ = Round.objects.get(year=YEAR)
    units = [entry.cluster for entry in round_.roster.select_related("cluster").order_by("pk")]
    units = [cluster for cluster in units if start(round_=round_, cluster=cluster).is_open]
    people = []
    for number in range(PEOPLE):
        cluster, code = units[number % len(units)], CODES[number // len(units) % len(CODES)]
        user = create_user(email=f"bench{number}@example.dk", name=f"Person {number}")
        give_access(user=user, cluster=cluster, role=MembershipRole.REPORTER)
        filing = start(round_=round_, cluster=cluster)
        Presence.objects.create(submission=filing, user=user, section=SECTION, seen_at=timezone.now())
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        people.append((cluster.slug, code, f"sessionid={session.session_key}; csrftoken={'a' * 32}"))
    return people


@contextlib.contextmanager
def server():
    """Gunicorn with the production settings on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "PORT": str(port),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    program = subprocess.Popen(
        [
            Path(sys.executable).parent / "gunicorn",
            "-c",
            "config/gunicorn.py",
            "--log-level",
            "error",
            "--keep-alive",
            "10",
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        for _try in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        program.terminate()
        program.wait(20)


class Person:
    """Somebody with a connection that stays open, who sends forms and reads answers."""

    def __init__(self, port, slug, code, cookies):
        self.port, self.slug, self.code, self.cookies = port, slug, code, cookies
        self.version, self.number = None, 100
        self.reader = self.writer = None
        self.looks = []  # ms that each look took

    async def ask(self, method, path, form=None):
        """One request; gives (status, body)."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urllib.parse.urlencode(form or {}).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookies}\r\nX-CSRFToken: {'a' * 32}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        status = int((await self.reader.readline()).split()[1])
        length, stays = 0, True
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            name, _colon, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            if name.lower() == "connection" and value.strip().lower() == "close":
                stays = False
        answer = await self.reader.readexactly(length)
        if not stays:
            self.writer.close()
            self.writer = None
        return status, answer

    async def save(self):
        """Save one value, on the version that the last answer gave; a colleague's newer one is taken over."""
        import json

        address = f"/indberetning/{YEAR}/{self.slug}/afsnit/{SECTION}/"
        if self.version is None:
            _status, answer = await self.ask("POST", f"{address}status/")
            self.version = json.loads(answer)["fields"][self.code]["version"]
        self.number += 1
        form = {
            "field": self.code,
            self.code: self.number,
            f"{self.code}__version": self.version,
            "key": f"{id(self)}-{self.number}",
        }
        begun = time.perf_counter()
        status, answer = await self.ask("POST", f"{address}gem/", form)
        taken = time.perf_counter() - begun
        assert status in (200, 409), (status, answer[:300])
        self.version = json.loads(answer)["version"]
        return taken

    async def one_row(self):
        """The same without figures: who is it, and one row."""
        begun = time.perf_counter()
        status, answer = await self.ask("POST", "/bench/")
        assert (status, answer) == (200, b'{"written": 1}'), (status, answer[:300])
        return time.perf_counter() - begun

    async def save_and_look(self):
        """A save, and after every third what the page asks for then: findings and colleagues. Both are timed, each by itself."""
        taken = await self.save()
        if self.number % LOOK_AFTER:
            return taken
        await asyncio.sleep(1)
        begun = time.perf_counter()
        await self.ask("POST", f"/indberetning/{YEAR}/{self.slug}/afsnit/{SECTION}/status/")
        self.looks.append((time.perf_counter() - begun) * 1000)
        return taken


async def load(port, people, act, looks=None):
    """Everybody acts every two seconds, evenly spread; gives all times in ms, and puts those of the looks in `looks`."""
    crowd = [Person(port, *person) for person in people]
    for place, person in enumerate(crowd):
        person.number += place % LOOK_AFTER  # not everybody looks at the same time

    async def live(place, person):
        await asyncio.sleep(EVERY * place / len(crowd))
        times = []
        for _save in range(SAVES + 1):
            begun = time.perf_counter()
            times.append(await getattr(person, act)() * 1000)
            await asyncio.sleep(max(0, EVERY - (time.perf_counter() - begun)))
        return times[1:]  # the first opens the connection

    all_times = await asyncio.gather(*(live(*pair) for pair in enumerate(crowd)))
    if looks is not None:
        looks += [taken for person in crowd for taken in person.looks]
    return [taken for times in all_times for taken in times]


def told(name, times):
    """Print one line and give the 95th percentile in ms."""
    high = statistics.quantiles(times, n=20)[-1]
    print(f"saving: {name}: median {statistics.median(times):.1f} ms, p95 {high:.1f} ms over {len(times)} requests")
    return high


def main():
    """Both loads in turn, then the load with the page's own looks between the saves."""
    people = furnish()
    from django.db import connection

    print(f"saving: {PEOPLE} people, one save per {EVERY:.0f} s each, gunicorn 2 × 4 threads, {connection.vendor}")
    connection.close()
    bare, saves, looks = [], [], []
    with server() as port:
        asyncio.run(load(port, people[:8], "save"))  # warm
        for _round in range(ROUNDS):
            bare += asyncio.run(load(port, people, "one_row"))
            saves += asyncio.run(load(port, people, "save"))
        looking = asyncio.run(load(port, people, "save_and_look", looks))
    low = told("a page that authenticates and writes one row", bare)
    high = told("a save of one value", saves)
    told("a save of one value while the pages also look how things stand", looking)
    told("what a page asks for to see how things stand", looks)
    print(f"saving: load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"saving: p95 {high / low:.2f} times the bare page; limit {LIMIT} ms {'ok' if high < LIMIT else 'TOO SLOW'}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
