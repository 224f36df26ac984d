"""The house's settings with the benchmark's own address in them."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
