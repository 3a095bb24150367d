"""A private PostgreSQL server for one session of tests."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg

from moderation.storage import schema

TEMPLATE = "migrated"


@dataclass
class PostgresServer:
    """A private server on a socket in `folder`, gone with it."""

    programs: Path
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://hamgate@/{database}?host={self.folder}"

    @classmethod
    def create(cls, programs: Path) -> Self:
        # Not in pytest's folder: that is closed to the user the server runs as.
        folder = Path(tempfile.mkdtemp(prefix="hamgate-"))
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        server = cls(programs, folder)
        server._make()
        return server

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def _make(self) -> None:
        self._run("initdb", "-U", "hamgate", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self.execute(f"CREATE DATABASE {TEMPLATE}")
        schema.upgrade(self.url(TEMPLATE))

    def start(self) -> None:
        flags = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        # A zone that is not ours, as on many a server.
        flags += " -c timezone=America/New_York -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-l", log, "-o", flags, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def execute(self, sql: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data")]
        # The server refuses to run as root.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        environ = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [*as_user, *command, *arguments],
            check=True,
            cwd=self.folder,
            env=environ,
            stdout=subprocess.DEVNULL,
        )


def find_programs() -> Path | None:
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if pg_config := shutil.which("pg_config"):
        said = subprocess.run(
            [pg_config, "--bindir"], capture_output=True, text=True, check=True
        )
        folders.insert(0, Path(said.stdout.strip()))
    return next((f for f in folders if (f / "initdb").exists()), None)
