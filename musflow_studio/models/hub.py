"""Fetching a model from the Hugging Face hub: resumed, counted, checked, whole or absent.

Files arrive in `.pulling-<name>/` and go on from where they stopped; every one is compared with
the digest the hub states (SHA-256 of large files, git's own of small ones) before the folder gets
its name. Where a repository has pickled weights alone, the conversion to safetensors is taken that
the hub itself proposed for it, and pickles are never fetched.

This is the only place that reaches for the network, and it runs in a process of its own (see
`pulling`), asked for by a person each time.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from musflow_studio import paths
from musflow_studio.disk import disk_error, says_disk_errors
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel, ModelCard, PullProgress, PullRequest
from musflow_studio.models.catalogue import card
from musflow_studio.models.shelf import (
    NOTE,
    check_accepted,
    fetch_folder,
    keep_note,
    models_folder,
)
from musflow_studio.models.weights import PICKLED, SAFE, check_safe, digest

USUAL_FILES = (
    "config.json", "generation_config.json", "model*.safetensors", "model.safetensors.index.json",
    "*processor_config.json", "tokenizer*", "vocab*", "merges.txt", "special_tokens_map.json",
    "added_tokens.json", "*.model", "chat_template*", "README.md", "LICENSE*",
)  # fmt: skip
"""What a model of the transformers library needs, and what says its licence."""
_CONVERTER = "SFconvertbot"
"""Who proposes safetensors on the hub where a repository has none."""
PART = ".part"
_TELL_S = 0.1
Tell = Callable[[PullProgress], None]


@dataclass(frozen=True)
class HubFile:
    """One file of a repository, with the digest the hub states."""

    name: str
    size_bytes: int
    sha256: str = ""
    git_sha1: str = ""


def pull(request: PullRequest, tell: Tell) -> InstalledModel:
    """Fetch a model of the catalogue into the models folder.

    Raises StudioError: a licence that was not agreed to, no room, no network, a file that is not
    what the hub says it is. What was fetched stays, and the next call goes on from there.
    """
    known = card(request.name)
    check_accepted(known.name, known.licence, accept=request.accept_non_commercial)
    folder = models_folder() / known.name
    if (folder / NOTE).is_file():
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "this model is here already",
            value=folder,
            hint=f"`musflow models verify {known.name}` checks it",
        )
    beside = paths.ensure_folder(fetch_folder(known.name))
    with _saying_network_errors(known.repo):
        revision, files = _wanted(known.repo, known.files)
        _check_room(beside, files)
        if extra := known.companion:
            words = _wanted(extra.repo, extra.files)
            _fetch(extra.repo, *words, beside / extra.folder, lambda _: None)
        _fetch(known.repo, revision, files, beside, tell)
    return _settle(known, revision, beside, folder, accepted=request.accept_non_commercial)


def _settle(
    known: ModelCard, revision: str, beside: Path, folder: Path, *, accepted: bool
) -> InstalledModel:
    if known.model_type != "laion_clap":
        check_safe(beside)
    with says_disk_errors(folder):
        if folder.exists():  # something that was never whole: it has no note
            shutil.rmtree(folder)
        beside.rename(folder)
    model = InstalledModel(
        known.name, known.kind, known.model_type, known.repo, known.licence, folder,
        known.rate_hz, revision,
    )  # fmt: skip
    return keep_note(model, accepted=accepted)


def _wanted(repo: str, named: tuple[str, ...]) -> tuple[str, list[HubFile]]:
    """The commit to take and its files: those named, else the usual ones without pickles."""
    from huggingface_hub import HfApi

    api = HfApi()
    info = api.model_info(repo, files_metadata=True)
    if not named and not any(_is_safe(file.rfilename) for file in info.siblings or ()):
        info = _converted(api, repo)
    patterns = named or USUAL_FILES
    refused = () if named else PICKLED
    files = [
        _hub_file(file)
        for file in info.siblings or ()
        if any(fnmatch.fnmatch(file.rfilename, pattern) for pattern in patterns)
        and not (refused and file.rfilename.endswith(refused))
    ]
    return str(info.sha), files


def _is_safe(name: str) -> bool:
    return name.endswith(SAFE) and "/" not in name


def _converted(api: Any, repo: str) -> Any:  # noqa: ANN401 - types of a package imported late
    """The newest safetensors conversion that was proposed for a repository."""
    proposed = api.get_repo_discussions(repo, author=_CONVERTER, discussion_type="pull_request")
    for proposal in sorted(proposed, key=lambda one: -one.num):
        info = api.model_info(repo, revision=f"refs/pr/{proposal.num}", files_metadata=True)
        if any(_is_safe(file.rfilename) for file in info.siblings or ()):
            return info
    raise StudioError(
        ErrorCode.NOT_ALLOWED,
        "the hub has this model only as pickled weights, which could run any program when opened",
        value=repo,
        hint="convert it where you trust it, then `musflow models add FOLDER`",
    )


def _hub_file(file: Any) -> HubFile:  # noqa: ANN401 - a sibling of ModelInfo
    large = file.lfs.sha256 if file.lfs else ""
    return HubFile(file.rfilename, int(file.size or 0), large, "" if large else file.blob_id or "")


def _check_room(folder: Path, files: list[HubFile]) -> None:
    wanted = sum(file.size_bytes for file in files)
    here = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    free = shutil.disk_usage(folder).free
    if wanted - here > free:
        raise StudioError(
            ErrorCode.DISK_FULL,
            f"the model takes {wanted / 1e9:.1f} GB, {free / 1e9:.1f} GB are free",
            value=folder,
            hint="make room, or set models_folder to another disk",
        )


def _fetch(repo: str, revision: str, files: list[HubFile], folder: Path, tell: Tell) -> None:
    total, done = sum(file.size_bytes for file in files), 0
    for file in files:
        there = folder / file.name
        if not (there.is_file() and _as_stated(there, file)):

            def arrived(here: int, name: str = file.name, before: int = done) -> None:
                tell(PullProgress(before + here, total, name))

            _fetch_file(repo, revision, file, there, arrived)
        done += file.size_bytes
        tell(PullProgress(done, total, file.name))


def _fetch_file(
    repo: str, revision: str, file: HubFile, there: Path, arrived: Callable[[int], None]
) -> None:
    """One file into `<name>.part`, from where that stands, then checked and named."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils._headers import build_hf_headers

    part = there.with_name(there.name + PART)
    paths.ensure_folder(part.parent)
    with part.open("ab") as opened:
        here = opened.tell()
        if here > file.size_bytes:
            here = opened.truncate(0)
        http_get(
            hf_hub_url(repo, file.name, revision=revision),
            cast("BinaryIO", _Counted(opened, arrived)),
            resume_size=here,
            headers=build_hf_headers(),
            expected_size=file.size_bytes,
        )
        opened.flush()
        os.fsync(opened.fileno())
    _check(part, file)
    part.replace(there)


class _Counted:
    """A file that tells how long it is after every piece."""

    def __init__(self, file: BinaryIO, arrived: Callable[[int], None]) -> None:
        self._file = file
        self._arrived = arrived
        self._told_at = 0.0

    def write(self, piece: bytes) -> int:
        written = self._file.write(piece)
        if (now := time.monotonic()) - self._told_at > _TELL_S:
            self._told_at = now
            self._arrived(self._file.tell())
        return written

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a file can do
        return getattr(self._file, name)


@contextmanager
def _saying_network_errors(repo: str) -> Iterator[None]:
    """Inside the block what a hub or a network refuses becomes one sentence."""
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError

    # The HTTP library's own, whichever the hub's client is built on.
    http_error = cast("type[Exception]", HfHubHTTPError.__mro__[1])

    try:
        yield
    except GatedRepoError as error:
        raise _refused(
            "its makers want you to agree to their terms first", repo,
            "agree on the model's page, then log in with `hf auth login`",
        ) from error  # fmt: skip
    except RepositoryNotFoundError as error:
        raise _refused("the hub has no such model any more", repo, "") from error
    except (http_error, OSError) as error:
        if getattr(error, "errno", None) is not None:
            raise disk_error(cast("OSError", error), models_folder()) from error
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        unheard = not isinstance(error, HfHubHTTPError)
        why = f"the Hugging Face hub cannot be reached: {first}" if unheard else first
        raise _refused(
            f"the model {repo} could not be fetched ({why})", repo,
            "check the network and fetch it again: it goes on from where it stopped",
        ) from error  # fmt: skip


def _refused(message: str, repo: str, hint: str) -> StudioError:
    return StudioError(ErrorCode.NO_MODEL, message, value=repo, hint=hint)


def _check(file: Path, stated: HubFile) -> None:
    if not _as_stated(file, stated):
        file.unlink()
        raise StudioError(
            ErrorCode.BAD_FILE,
            "a file did not arrive as the hub states it; it was thrown away",
            value=stated.name,
            hint="fetch it again",
        )


def _as_stated(file: Path, stated: HubFile) -> bool:
    if stated.sha256:
        return digest(file) == stated.sha256
    return not stated.git_sha1 or _git_sha1(file) == stated.git_sha1


def _git_sha1(file: Path) -> str:
    """The name git gives a file's content."""
    content = file.read_bytes()
    head = f"blob {len(content)}\0".encode()
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()
