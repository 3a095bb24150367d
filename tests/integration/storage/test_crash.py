import subprocess
import sys
from pathlib import Path

from tests.integration.storage.samples import a_comment, keep

ROOT = Path(__file__).parents[3]

# Prints an id only after the commit returned: every printed id was acknowledged.
WRITER = """
import sys
from types import SimpleNamespace

from moderation.site import Site
from moderation.storage.engine import make_engine
from moderation.storage.unit_of_work import SqlUnitOfWork
from tests.integration.storage.samples import a_comment, keep

engine = make_engine(sys.argv[1])
store = SimpleNamespace(unit_of_work=lambda write: SqlUnitOfWork(engine, write))
site = Site(int(sys.argv[2]), "")
while True:
    keep(store, row := a_comment(site))
    print(row.id, flush=True)
"""
N_IDS = 200


def write_until_killed(store, site) -> list[str]:
    command = [sys.executable, "-c", WRITER, store.url, str(site.id)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        lines = [writer.stdout.readline() for _ in range(N_IDS)]
        writer.kill()
        lines += writer.stdout
    return [line.strip() for line in lines if line.endswith("\n")]


def test_every_acknowledged_comment_survives_a_kill(store, site):
    acknowledged = write_until_killed(store, site)

    with store.unit_of_work(False) as work:
        found = [work.comments.get(site.id, id) for id in acknowledged]
    assert len(acknowledged) >= N_IDS
    assert None not in found


def test_a_killed_writer_holds_up_nobody(store, site):
    write_until_killed(store, site)

    keep(store, row := a_comment(site, id="f" * 32))

    with store.unit_of_work(False) as work:
        assert work.comments.get(site.id, row.id) == row
