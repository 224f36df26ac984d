"""Gunicorn's settings, for bin/run and for the service in docs/systemd alike."""

import os

wsgi_app = "config.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"

# Threads, because a request mostly waits for the database. Heavy work is the worker's, not ours.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)

# An upload over a slow line gets a minute; a stopping server lets running requests end.
timeout = 60
graceful_timeout = 10

# We steer the server by signals; the socket would only be one more file to guard.
control_socket_disable = True
