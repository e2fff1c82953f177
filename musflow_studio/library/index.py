"""The library's index: an SQLite table of what the packages say, never more than that.

Every reading first compares the folder names in `clips/` (and when each `marks.json` was written)
with the table, so that a package renamed in by a process that died before indexing it is listed.
A damaged index is set aside and built again from the packages. A library that cannot be written
(a read-only disk) gets an index in memory.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeVar

from musflow_studio.documents.document import parse_json, read_text
from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.clip import Clip, ClipMarks
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.library.package import CLIP_FILE, MARKS_FILE, load_marks
from musflow_studio.library.scratch import CLIPS

T = TypeVar("T")

INDEX_FILE = "index.sqlite3"
TABLE_VERSION = 2
BUSY_TIMEOUT_S = 10.0
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
"""Of these ERROR means that the tables are not ours: a file of some other program or version."""


@dataclass(frozen=True)
class ClipEntry:
    """One line of the library's list.

    Attributes:
        clip_id: see Clip; folder: the package, absolute; wav: file name in it.
        created: ISO 8601, UTC. name: the user's.
        bpm: of the first section; key, meter: as written; length_s: of the WAV.
        style, engine, preset: names.
        rating: 0 to 5; tags: the user's.
        seed: of its draws; lufs: integrated, None for silence and very short clips.
        gain_db: trimmed after finishing.
        alternate: which version of the take it is; alternate_of: id of the full clip, or "".
    """

    clip_id: str
    folder: Path
    wav: str
    created: str
    name: str
    bpm: float
    key: str
    meter: str
    length_s: float
    style: str
    engine: str
    preset: str
    rating: int
    tags: tuple[str, ...]
    seed: int
    lufs: float | None
    gain_db: float
    alternate: Alternate
    alternate_of: str


_COLUMNS = tuple(f.name for f in fields(ClipEntry))
_CREATE = (
    f"CREATE TABLE IF NOT EXISTS clips ({', '.join(_COLUMNS)}, words, marks_written,"
    " PRIMARY KEY (folder))"
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM clips"
_INSERT = f"INSERT OR REPLACE INTO clips VALUES ({', '.join('?' * (len(_COLUMNS) + 2))})"


class Index:
    """The index of one library folder. Holds no connection between calls; safe from any thread."""

    def __init__(self, library: Path) -> None:
        self._clips = library / CLIPS
        self._file = library / INDEX_FILE

    def entries(self, query: str = "") -> tuple[ClipEntry, ...]:
        """Clips whose words contain every word of `query`, newest first. Raises StudioError."""
        words = query.casefold().split()
        where = " AND ".join(["instr(words, ?) > 0"] * len(words)) or "1"
        sql = f"{_SELECT} WHERE {where} ORDER BY created DESC, folder"
        return self._run(lambda db: [self._entry(row) for row in db.execute(sql, words)])

    def beginning_with(self, clip_id: str) -> tuple[ClipEntry, ...]:
        """Clips whose id begins like this. Raises StudioError."""
        sql = f"{_SELECT} WHERE substr(clip_id, 1, ?) = ?"
        values = (len(clip_id), clip_id.lower())
        return self._run(lambda db: [self._entry(row) for row in db.execute(sql, values)])

    def add(self, package: Path) -> None:
        """Read one package into the table. Raises sqlite3.Error, OSError."""
        with closing(self._connect(str(self._file))) as db:
            self._insert(db, package.name)

    def rebuild(self) -> tuple[ClipEntry, ...]:
        """Forget everything and read all packages again. Raises StudioError."""

        def forget(db: sqlite3.Connection) -> list[ClipEntry]:
            db.execute("DELETE FROM clips")
            return []

        self._run(forget)
        return self.entries()

    def _run(self, work: Callable[[sqlite3.Connection], list[ClipEntry]]) -> tuple[ClipEntry, ...]:
        for _ in range(2):
            try:
                return self._reconciled(str(self._file), work)
            except sqlite3.Error as error:
                code = error.sqlite_errorcode & 0xFF  # the primary code
                if code in _BUSY:
                    raise _busy(self._file, error) from error
                if code in _DAMAGED:
                    self._set_aside()
        return self._reconciled(":memory:", work)  # no library here yet, read-only, or disk full

    def _reconciled(
        self, place: str, work: Callable[[sqlite3.Connection], list[ClipEntry]]
    ) -> tuple[ClipEntry, ...]:
        with closing(self._connect(place)) as db:
            self._reconcile(db)
            return tuple(work(db))

    @staticmethod
    def _connect(place: str) -> sqlite3.Connection:
        db = sqlite3.connect(place, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            if not _is_current(db):
                with _transaction(db):
                    if not _is_current(db):  # nobody else has made it while this waited
                        db.execute("DROP TABLE IF EXISTS clips")
                        db.execute(_CREATE)
                        db.execute(f"PRAGMA user_version={TABLE_VERSION}")
        except BaseException:
            db.close()
            raise
        return db

    def _reconcile(self, db: sqlite3.Connection) -> None:
        """Make the table agree with the disk. The table is read first: what it has is older."""
        known = dict(db.execute("SELECT folder, marks_written FROM clips").fetchall())
        found = _packages(self._clips)
        gone = [(name,) for name in known.keys() - found.keys()]
        news = [name for name, written in found.items() if known.get(name) != written]
        rows = [row for name in news if (row := _row(self._clips / name, found[name]))]
        if gone or rows:
            with _transaction(db):
                db.executemany("DELETE FROM clips WHERE folder = ?", gone)
                db.executemany(_INSERT, rows)

    def _insert(self, db: sqlite3.Connection, name: str) -> None:
        row = _row(self._clips / name, _marks_written(self._clips / name))
        if row:
            with _transaction(db):
                db.execute(_INSERT, row)

    def _entry(self, row: tuple[object, ...]) -> ClipEntry:
        values = dict(zip(_COLUMNS, row, strict=True))
        values["folder"] = self._clips / str(values["folder"])
        values["tags"] = tuple(json.loads(str(values["tags"])))
        values["alternate"] = Alternate(str(values["alternate"]))
        return ClipEntry(**values)  # type: ignore[arg-type] # columns are its fields

    def _set_aside(self) -> None:
        """Remove a damaged index, unless another process has replaced it meanwhile."""
        if _is_sound(self._file):
            return
        for ending in ("-wal", "-shm", ""):  # a stale log must not meet a new file
            with suppress(OSError):
                os.unlink(f"{self._file}{ending}")


def _is_current(db: sqlite3.Connection) -> bool:
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == TABLE_VERSION)


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


def _is_sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_S)) as db:
            answer = db.execute("PRAGMA quick_check").fetchone()[0]
            return answer == "ok" and bool(db.execute(f"{_SELECT} LIMIT 0"))
    except sqlite3.DatabaseError:
        return False


def _packages(clips: Path) -> dict[str, int]:
    """Folder names of the packages in a library, and when their marks were written."""
    with suppress(OSError):
        names = [e.name for e in os.scandir(clips) if not e.name.startswith(".") and e.is_dir()]
        return {name: _marks_written(clips / name) for name in names}
    return {}


def _marks_written(package: Path) -> int:
    """When `marks.json` was written, in nanoseconds; 0 without one."""
    with suppress(OSError):
        return (package / MARKS_FILE).stat().st_mtime_ns
    return 0


def _row(package: Path, marks_written: int) -> tuple[object, ...] | None:
    """The table row of a package; None if it is none (no clip, damaged, just deleted)."""
    try:
        entry = read_entry(package)
    except (StudioError, LookupError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        return None
    words = (entry.name, entry.key, entry.meter, entry.style, entry.engine, entry.preset)
    text = " ".join((*words, *entry.tags, package.name, entry.clip_id)).casefold()
    values = list(astuple(entry))
    values[_COLUMNS.index("folder")] = package.name
    values[_COLUMNS.index("tags")] = json.dumps(entry.tags)
    values[_COLUMNS.index("alternate")] = entry.alternate.value
    return (*values, text, marks_written)


def read_entry(package: Path) -> ClipEntry:
    """The list line of a package, straight from its JSON (decoding a whole clip costs more).

    Raises StudioError, or KeyError and the like for a `clip.json` that is none.
    """
    value = parse_json(read_text(package / CLIP_FILE))["value"]
    recipe = value["recipe"]
    plan = recipe["plan"]
    grid = plan["grid"]
    first_us = grid["tempi"][0]["microseconds_per_quarter"]
    quarter_us = grid["base_microseconds_per_quarter"] or first_us
    try:
        marks = load_marks(package, value)
    except StudioError:  # marks edited by hand into something else: list it by its board
        marks = ClipMarks(plan["storyboard"]["title"])
    return ClipEntry(
        clip_id=value["clip_id"],
        folder=package,
        wav=value["wav"],
        created=value["created"],
        name=marks.name,
        bpm=round(60e6 / quarter_us, 2),
        key=plan["key"]["name"],
        meter=plan["meter"],
        length_s=value["frames"] / recipe["sample_rate_hz"],
        style=plan["style"],
        engine=recipe["take"]["engine"],
        preset=recipe["preset"]["name"],
        rating=marks.rating,
        tags=marks.tags,
        seed=plan["seed"],
        lufs=value["loudness"]["integrated_lufs"],
        gain_db=recipe["gain_db"],
        alternate=Alternate(recipe.get("alternate", Alternate.FULL)),
        alternate_of=recipe.get("alternate_of", ""),
    )


def entry_of(clip: Clip) -> ClipEntry:
    """The list line of a clip that is at hand, as the index would read it."""
    recipe, marks = clip.recipe, clip.marks
    plan = recipe.plan
    return ClipEntry(
        clip_id=clip.clip_id,
        folder=clip.folder,
        wav=clip.wav,
        created=clip.created,
        name=marks.name,
        bpm=round(plan.bpm, 2),
        key=plan.key.name,
        meter=plan.meter,
        length_s=clip.frames / recipe.sample_rate_hz,
        style=plan.style,
        engine=recipe.take.engine,
        preset=recipe.preset.name,
        rating=marks.rating,
        tags=marks.tags,
        seed=plan.seed,
        lufs=clip.loudness.integrated_lufs,
        gain_db=recipe.gain_db,
        alternate=recipe.alternate,
        alternate_of=recipe.alternate_of,
    )


def _busy(file: Path, error: sqlite3.Error) -> StudioError:
    return StudioError(
        ErrorCode.BUSY,
        f"the library's index cannot be used now ({error})",
        value=file,
        hint="try again in a moment",
    )
