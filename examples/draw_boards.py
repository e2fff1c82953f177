"""Draw the example storyboards again: `python examples/draw_boards.py [folder]`.

Writes pictures, `panels.csv` and the `.storyboarder` project into three folders (beside this
script unless another folder is named). The same pixels come out on every run; saved JPEG and PNG
bytes may differ between versions of Pillow.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from artwork import cellar_door, harbour_dawn, rooftop_chase  # noqa: E402
from artwork.ink import LAYERS, Cel  # noqa: E402
from PIL import Image  # noqa: E402

HARBOUR = (
    ("5.25", "The harbour sleeps before dawn; one lamp burns on the breakwater.", "",
     "WIDE, static"),
    ("4.5", "Mara waits alone at the end of the quay with a lantern, longing for the boat that is"
     " three days late.", "", "MLS from behind"),
    ("2.75", "The lighthouse lamp goes out; gulls lift off into the first light.", "", "LOW ANGLE"),
    ("5.0", "* The sun breaks the horizon, and before it, tiny, a sail: hope.", "",
     "WIDE, slow push in"),
    ("3.25", "She sees it. Tender disbelief, then tears of relief.", "That's him.", "CU profile"),
    ("4.0", "The boat rounds the breakwater, warm and bright; at the bow a man waves.", "Mara!",
     "MS"),
    ("6.5", "* They hold each other on the quay, peaceful, in love, in the full morning sun.", "",
     "WIDE, CRANE up"),
)  # fmt: skip
CELLAR = (
    ("4.5", "Night. Ida stands in the dark hall; the cellar door, always locked, is open.", "",
     "WIDE, static"),
    ("4.25", "She creeps towards the black gap, afraid, holding the torch with both hands.",
     "Hello?", "OTS, slow push in"),
    ("1.75", "* The latch lifts. Nobody touches it.", "", "ECU"),
    ("3.75", "Her lost ball lies on the steps; below it the torch finds only darkness.", "",
     "POV, TILT down"),
    ("5.5", "From below something watches her: a small threatened shape in the light.", "",
     "EXTREME LOW ANGLE"),
    ("1.5", "* It breathes. She freezes in terror.", "", "CU, lit from below"),
    ("4.0", "The torch falls; on the wall a monstrous shadow rises and reaches for her.", "",
     "WS, HANDHELD"),
    ("3.5", "* The door slams. The hall is empty and silent; only the torch still rolls.", "",
     "WIDE as panel 1"),
)  # fmt: skip
# frames at 24, starts a shot, shot, action, dialogue, notes
ROOFTOP = (
    (101, True, "1A", "A thief bolts across the moonlit rooftops with the stolen violin.", "",
     "EXT. NIGHT. WIDE, PAN right with him"),
    (70, False, "1B", "Two watchmen race up behind him, lanterns swinging.", "There! On the ridge!",
     "same frame, PAN continues"),
    (61, True, "2A", "Full speed, coat flying, one breath ahead of them.", "", "MS, TRACKING"),
    (29, False, "2B", "His boot smashes a tile; he nearly falls.", "", "CU"),
    (84, True, "3A", "He skids to the edge: five storeys of nothing. Danger.", "Oh no.",
     "POV, DOLLY ZOOM down"),
    (112, True, "4A", "He leaps, wild and triumphant, in front of the moon.", "",
     "WIDE, slow motion"),
    (43, False, "4B", "He crashes onto the lower roof; tiles explode.", "", "MS, CAMERA SHAKE"),
    (196, True, "5A", "Behind a chimney he hugs the violin and catches his breath; across the gap"
     " the lanterns turn away.", "Not tonight, gentlemen.", "MLS, slow PULL OUT"),
)  # fmt: skip
UIDS = ("K7QX2", "M3VD9", "R8LTA", "B5NWE", "H2ZCJ", "T9GPS", "D4YUK", "W6FOI")
MAIN_MISSING = {1: "layers", 3: "layers", 6: "poster frame"}
"""Boards (from 0) without their main picture, as projects in the wild have them."""

Panel = tuple[str, str, str, str]


def draw_folder(
    folder: Path, name: str, pictures: Sequence[Callable[[], Image.Image]], panels: Sequence[Panel]
) -> None:
    """A folder of JPEG pictures and the `panels.csv` that orders them."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "panels.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("file", "length_s", "story", "dialogue", "notes"))
        for number, (draw, panel) in enumerate(zip(pictures, panels, strict=True), 1):
            file_name = f"{name}_{number:02d}.jpg"
            draw().save(folder / file_name, quality=80, optimize=True)
            table.writerow((file_name, *panel))


def draw_project(folder: Path) -> None:
    """A Storyboarder project: JSON, and an `images` folder of main pictures, layers, posters."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    boards, start = [], 0
    for position, row in enumerate(ROOFTOP):
        board = _board(position, row, start)
        _save_images(rooftop_chase.BOARDS[position](), folder / "images", position, board)
        boards.append(board)
        start += board["duration"]
    project = {
        "version": "3.0.0",
        "aspectRatio": 1.7777,
        "fps": 24,
        "defaultBoardTiming": 2000,
        "boards": boards,
    }
    text = json.dumps(project, indent=1, ensure_ascii=False) + "\n"
    (folder / "rooftop-chase.storyboarder").write_text(text, encoding="utf-8")


def _board(
    position: int, row: tuple[int, bool, str, str, str, str], start_ms: int
) -> dict[str, Any]:
    frames, starts_shot, shot, action, dialogue, notes = row
    board = {
        "uid": UIDS[position],
        "url": f"board-{position + 1}-{UIDS[position]}.png",
        "newShot": starts_shot,
        "number": position + 1,
        "shot": shot,
        "time": start_ms,
        "duration": round(frames * 1000 / 24),
        "action": action,
        "dialogue": dialogue,
        "notes": notes,
    }
    return {key: value for key, value in board.items() if value != ""}


def _save_images(cel: Cel, images: Path, position: int, board: dict[str, Any]) -> None:
    stem = board["url"].removesuffix(".png")
    instead = MAIN_MISSING.get(position)
    if instead is None:
        _save_flat(cel.done(), images / board["url"])
    if instead == "poster frame":
        cel.done().save(images / f"{stem}-posterframe.jpg", quality=80, optimize=True)
    kept = LAYERS if instead == "layers" else ("notes",)
    drawn = [name for name in kept if cel.cover[name].any()]
    for name in drawn:
        _save_flat(cel.layer(name), images / f"{stem}-{name}.png")
    if drawn:
        board["layers"] = {name: {"url": f"{stem}-{name}.png"} for name in reversed(drawn)}


def _save_flat(picture: Image.Image, path: Path) -> None:
    """A PNG of at most 64 colours: these pictures are flat."""
    small = picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main(folder: Path) -> None:
    """Draw all three boards below a folder."""
    draw_folder(folder / "harbour-dawn", "harbour", harbour_dawn.PANELS, HARBOUR)
    draw_folder(folder / "cellar-door", "cellar", cellar_door.PANELS, CELLAR)
    draw_project(folder / "rooftop-chase")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
