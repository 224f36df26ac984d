"""Setting pages outside the web process: one child that prints, so that pages answer meanwhile.

The child reads no file but the report's own fonts and style sheets and no address at all. A job that
takes too long is ended with its process; the next job gets a new one.
"""

import multiprocessing
import os
import threading
from pathlib import Path
from urllib.request import url2pathname

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
READABLE = (STATIC / "fonts", STATIC / "report")
JOBS_PER_PROCESS = 40  # layout leaves memory behind: after so many jobs a process has earned its rest
SECONDS_TO_START = 60
PDF_VARIANT = "pdf/ua-1"


class PrintingFailed(Exception):
    """The page could not be set; str() is for the log."""


class PrintingTookTooLong(PrintingFailed):
    """The page was not set within its time, and its process was ended."""


class PressRoomBusy(PrintingFailed):
    """Others' jobs took so long that this one was not begun."""


class PressRoom:
    """One child process that runs jobs one after the other; jobs of several threads queue up."""

    def __init__(self):
        self._lock = threading.Lock()
        self._process = self._pipe = None
        self._jobs = 0

    def run(self, job, *args, timeout, patience=None, is_wanted=None):
        """Return `job(*args)` from the child (a function at a module's top; what goes in and out is pickled).

        Raises PrintingTookTooLong after `timeout` seconds and PrintingFailed when the job or its process fails.
        Who gives a `patience` waits only so many seconds for their turn, then gets PressRoomBusy; so does whose
        `is_wanted()` says no when the turn has come, because they asked for something newer meanwhile.
        """
        if not self._lock.acquire(timeout=-1 if patience is None else patience):
            raise PressRoomBusy(f"{job.__name__} did not get its turn within {patience} s")
        try:
            if is_wanted is not None and not is_wanted():
                raise PressRoomBusy(f"{job.__name__} is not wanted any more")
            return self._run(job, args, timeout)
        finally:
            self._lock.release()

    def _run(self, job, args, timeout):
        try:
            if self._process is None or not self._process.is_alive() or self._jobs >= JOBS_PER_PROCESS:
                self._start()
            self._jobs += 1
            self._pipe.send((job, args))
            if not self._pipe.poll(timeout):
                raise PrintingTookTooLong(f"{job.__name__} took more than {timeout} s")
            done, result = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise PrintingFailed(f"The process that ran {job.__name__} ended: {error}") from error
        except PrintingTookTooLong:
            self.close()
            raise
        if not done:
            raise PrintingFailed(result)
        return result

    def close(self):
        """End the child, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = self._pipe = None

    def _start(self):
        self.close()
        context = multiprocessing.get_context("spawn")  # a fork would carry along the threads' locks and sockets
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._jobs = 0
        if not self._pipe.poll(SECONDS_TO_START):  # getting ready is not counted against the job's time
            raise PrintingTookTooLong(f"the press was not ready within {SECONDS_TO_START} s")
        self._pipe.recv()


def _work(pipe):
    """The child's life: set up, then job after job until the parent is gone."""
    import django

    os.nice(5)  # the web process goes first
    django.setup()
    import weasyprint  # noqa: F401  every job needs it, and it takes its second or two

    pipe.send("ready")
    while True:
        try:
            job, args = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((True, job(*args)))
        except Exception as error:
            pipe.send((False, f"{type(error).__name__}: {error}"[:500]))


PRESS_ROOM = PressRoom()


def print_pdf(html: str, *, identifier: str, timeout: float = 30) -> bytes:
    """The HTML as a tagged PDF (PDF/UA-1), set in the press room; the same HTML and identifier give the same bytes.

    Style sheets are linked by their address below static/report/. Raises PrintingFailed.
    """
    return PRESS_ROOM.run(set_pdf, html, identifier, timeout=timeout)


def set_pdf(html: str, identifier: str) -> bytes:
    """Set HTML as a tagged PDF in this process; the web process calls print_pdf."""
    from weasyprint import HTML  # costs a second to import, so only who prints pays

    document = HTML(string=html, base_url=f"{STATIC.as_uri()}/report/", url_fetcher=report_fetcher())
    return document.write_pdf(pdf_variant=PDF_VARIANT, pdf_identifier=identifier.encode())


def report_fetcher(pictures=None):
    """A fetcher that opens nothing but the report's own fonts and style sheets.

    `pictures` are JPEG files in memory by the address that the page gives them, `picture:…`. Every other
    address, on the net or on the disk, is refused with ValueError, also through `..` and links.
    """
    from weasyprint import URLFetcher
    from weasyprint.urls import URLFetcherResponse

    class ReportFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url in (pictures or {}):
                return URLFetcherResponse(url, pictures[url], {"Content-Type": "image/jpeg"})
            if not url.startswith("file:///"):
                raise ValueError("Only the report's own files are read.")
            path = Path(url2pathname(url.split("?")[0].split("#")[0].removeprefix("file:"))).resolve()
            if not any(path.is_relative_to(root.resolve()) for root in READABLE):
                raise ValueError("Only the report's own files are read.")
            return super().fetch(url, headers)

    return ReportFetcher(allowed_protocols={"file"}, allow_redirects=False)
