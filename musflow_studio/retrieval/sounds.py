"""Sounds: the SQLite table of everything that was heard, beside the library's index.

A cache: it can be deleted and is made again. One row a file, never removed: a file that is gone is
marked, so that its row number, which is also its place among the vectors, stays its own. Each
change takes a higher `revision`, so that a reader loads only what is new to it. A damaged table is
set aside and made anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path

SOUNDS_FILE = "sounds.sqlite3"
TABLE_VERSION = 1
BUSY_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Sound:
    """One file as the table has it.

    Attributes:
        path: absolute.
        size, mtime_ns: of the file when it was heard; of a take, with its marks.
        encoder: what placed it, or tried to.
        clip_id: of the take it is, or "". name: for people.
        seconds, bpm, bpm_sure, key, key_sure: see `Reference`; bpm 0 and key "" for none.
        energy: JSON, points of (second, energy).
        mood: partition by mood; genre: style or tag.
        words: everything said of it: caption, tags, folders, name.
        trouble: why it cannot be read; "" if it can.
        gone: 1 where the file is not there any more.
    """

    path: str
    size: int
    mtime_ns: int
    encoder: str
    clip_id: str = ""
    name: str = ""
    seconds: float = 0.0
    bpm: float = 0.0
    bpm_sure: float = 0.0
    key: str = ""
    key_sure: float = 0.0
    energy: str = "[]"
    mood: str = ""
    genre: str = ""
    words: str = ""
    trouble: str = ""
    gone: int = 0

    @property
    def energy_curve(self) -> tuple[tuple[float, float], ...]:
        """(second, energy 0..1) points."""
        return tuple((float(second), float(energy)) for second, energy in json.loads(self.energy))


_COLUMNS = tuple(field.name for field in fields(Sound))
_CREATE = (
    f"CREATE TABLE sounds (row INTEGER PRIMARY KEY, {', '.join(_COLUMNS)}, revision,"
    " UNIQUE (path))",
    "CREATE INDEX by_revision ON sounds (revision)",
)
_PUT = (
    f"INSERT INTO sounds ({', '.join(_COLUMNS)}, revision) VALUES ("
    f"{', '.join('?' * len(_COLUMNS))}, (SELECT COALESCE(MAX(revision), 0) + 1 FROM sounds)) "
    f"ON CONFLICT (path) DO UPDATE SET "
    f"{', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}, revision = excluded.revision "
    "RETURNING row"
)


class SoundTable:
    """The table in a folder. Holds no connection between calls; safe from any thread."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / SOUNDS_FILE

    def stamps(self) -> dict[str, tuple[int, int, str]]:
        """By path: (size, mtime_ns, encoder) of every file that is there, readable or not."""
        sql = "SELECT path, size, mtime_ns, encoder FROM sounds WHERE gone = 0"
        with self._open() as db:
            rows = db.execute(sql).fetchall()
        return {row[0]: (row[1], row[2], row[3]) for row in rows}

    def since(self, revision: int) -> tuple[int, list[tuple[int, Sound]]]:
        """The newest revision, and (row, sound) of all that changed after one."""
        sql = f"SELECT revision, row, {', '.join(_COLUMNS)} FROM sounds WHERE revision > ?"
        with self._open() as db:
            rows = db.execute(sql, (revision,)).fetchall()
        return max([revision, *(row[0] for row in rows)]), [(r[1], Sound(*r[2:])) for r in rows]

    @contextmanager
    def putting(self, sound: Sound) -> Iterator[int]:
        """Put one sound in; inside the block its row may be written elsewhere, then it counts."""
        values = tuple(getattr(sound, name) for name in _COLUMNS)
        with self._open() as db, _transaction(db):
            (row,) = db.execute(_PUT, values).fetchone()
            yield row

    def lose(self, paths: Iterable[str]) -> None:
        """Mark files as gone."""
        sql = (
            "UPDATE sounds SET gone = 1, revision = (SELECT MAX(revision) + 1 FROM sounds) "
            "WHERE path = ?"
        )
        with self._open() as db, _transaction(db):
            db.executemany(sql, [(path,) for path in paths])

    def encoders(self) -> set[str]:
        """Every encoder that placed a sound that is there."""
        with self._open() as db:
            rows = db.execute("SELECT DISTINCT encoder FROM sounds WHERE gone = 0").fetchall()
        return {row[0] for row in rows if row[0]}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as db:
            yield db

    def _connect(self) -> sqlite3.Connection:
        try:
            return _connected(self._file)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise  # busy, read-only, full: not damaged
            for ending in ("-wal", "-shm", ""):  # a stale log must not meet a new file
                with suppress(OSError):
                    Path(f"{self._file}{ending}").unlink()
            return _connected(self._file)


def _connected(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        if db.execute("PRAGMA user_version").fetchone()[0] != TABLE_VERSION:
            with _transaction(db):
                db.execute("DROP TABLE IF EXISTS sounds")
                for statement in _CREATE:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version={TABLE_VERSION}")
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Take the write lock at once, so that two writers queue and never fail half-way."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
