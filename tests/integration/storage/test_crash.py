import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.storage.samples import NOON

ROOT = Path(__file__).parents[3]

# Prints an id only after the commit returned, so every printed id was acknowledged.
WRITER = """
import sys
from dataclasses import replace
from moderation.storage.engine import make_engine
from moderation.storage.unit_of_work import SqlUnitOfWork
from tests.integration.storage.samples import a_comment, keep
from types import SimpleNamespace
from moderation.site import Site

engine = make_engine(sys.argv[1])
store = SimpleNamespace(unit_of_work=lambda write: SqlUnitOfWork(engine, write))
site = Site(int(sys.argv[2]), "")
while True:
    keep(store, row := a_comment(site))
    print(row.id, flush=True)
"""
N_IDS = 200


def test_every_acknowledged_comment_survives_a_kill(store, site):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, store.url, str(site.id)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        head = [writer.stdout.readline() for _ in range(N_IDS)]
        writer.kill()
        lines = [*head, *writer.stdout]
    acknowledged = [line.strip() for line in lines if line.endswith("\n")]

    with store.unit_of_work(False) as work:
        found = [work.comments.get(site.id, id) for id in acknowledged]

    assert len(acknowledged) >= N_IDS
    assert None not in found


def test_a_killed_writer_leaves_no_lock(store, site):
    pass
