"""The process that fetches a model: `python -m musflow_studio.models.pulling`.

One framed request comes in on standard input; progress, then the model or an error, go out on
standard output. It is ended by killing it: what arrived stays, and the next fetch goes on.
"""

from __future__ import annotations

import os
import sys
from functools import partial

from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import PullProgress, PullRequest
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.models.hub import pull


def main() -> None:
    """Serve one fetch."""
    private = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    asked = FrameReader(sys.stdin.buffer).read()
    out = FrameWriter(os.fdopen(private, "wb"))
    if asked is None:
        return
    try:
        request = decode(PullRequest, asked)
        model = pull(request, partial(_tell, out))
        out.write({"result": encode(model)})
    except StudioError as error:
        out.write({"error": error.as_dict()})
    except Exception as error:  # noqa: BLE001 - the edge of the process
        told = StudioError(ErrorCode.INTERNAL, f"fetching broke ({type(error).__name__}: {error})")
        out.write({"error": told.as_dict()})


def _tell(out: FrameWriter, so_far: PullProgress) -> None:
    out.write({"progress": encode(so_far)})


if __name__ == "__main__":
    main()
