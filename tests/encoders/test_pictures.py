"""Every kind of picture file people have, and every way such a file can be broken."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.pictures import check_picture, open_panel_picture, open_picture

RED, GREEN, WHITE = (255, 0, 0), (0, 255, 0), (255, 255, 255)
KINDS = ("png", "jpg", "webp", "tif", "bmp", "gif")


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red left half, white right half."""
    image = Image.new("RGB", size, WHITE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def near(pixel: object, colour: tuple[int, int, int], within: int = 4) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= within for a, b in zip(pixel, colour, strict=True))


def header_png(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose data is one byte."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_opens_as_rgb_with_its_colours(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    picture().save(path)
    opened = open_picture(path)
    assert (opened.mode, opened.size) == ("RGB", (64, 48))
    assert near(opened.getpixel((8, 24)), RED, 8)
    assert near(opened.getpixel((56, 24)), WHITE, 8)
    assert check_picture(path) == 1


def test_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.jpg"
    picture().save(path, format="PNG")
    assert open_picture(path).size == (64, 48)


@pytest.mark.parametrize(
    ("orientation", "red_at", "white_at", "size"),
    [
        (1, (2, 24), (60, 24), (64, 48)),
        (3, (60, 24), (2, 24), (64, 48)),
        (6, (24, 2), (24, 60), (48, 64)),
        (8, (24, 60), (24, 2), (48, 64)),
    ],
)
def test_exif_orientation_is_obeyed(
    tmp_path: Path,
    orientation: int,
    red_at: tuple[int, int],
    white_at: tuple[int, int],
    size: tuple[int, int],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture().save(tmp_path / "a.jpg", exif=exif, quality=95)
    opened = open_picture(tmp_path / "a.jpg")
    assert opened.size == size
    assert near(opened.getpixel(red_at), RED, 8)
    assert near(opened.getpixel(white_at), WHITE, 8)


@pytest.mark.parametrize("kind", ["jpg", "tif"])
def test_cmyk_becomes_rgb(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"print.{kind}"
    picture("CMYK").save(path)
    opened = open_picture(path)
    assert near(opened.getpixel((8, 24)), RED, 10)
    assert near(opened.getpixel((56, 24)), WHITE, 10)


@pytest.mark.parametrize("kind", ["png", "tif"])
def test_sixteen_bit_grey_keeps_its_tone(tmp_path: Path, kind: str) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)
    Image.fromarray(np.tile(ramp, (16, 1))).save(tmp_path / f"deep.{kind}")
    grey = np.asarray(open_picture(tmp_path / f"deep.{kind}"))[8, :, 0]
    assert np.abs(grey.astype(int) - np.arange(256)).max() <= 1


@pytest.mark.parametrize(("white", "dtype"), [(1.0, np.float32), (255.0, np.float32), (4e9, "I")])
def test_wide_grey_is_scaled_to_its_white(tmp_path: Path, white: float, dtype: object) -> None:
    values = np.tile(np.linspace(0, min(white, 2**31 - 1), 64), (16, 1))
    kind = np.int32 if dtype == "I" else np.float32
    Image.fromarray(values.astype(kind)).save(tmp_path / "wide.tif")
    grey = np.asarray(open_picture(tmp_path / "wide.tif"))[8, :, 0]
    assert (grey[0], grey[-1]) == (0, 255)
    assert abs(int(grey[32]) - 130) <= 1


def test_float_with_nan_and_infinity_opens(tmp_path: Path) -> None:
    values = np.full((16, 16), 0.5, dtype=np.float32)
    values[0, 0], values[0, 1] = np.nan, np.inf
    Image.fromarray(values).save(tmp_path / "nan.tif")
    assert open_picture(tmp_path / "nan.tif").getpixel((8, 8)) == (128, 128, 128)


def test_transparency_shows_white_paper(tmp_path: Path) -> None:
    glass = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    glass.paste((255, 0, 0, 128), (0, 0, 16, 32))
    glass.save(tmp_path / "glass.png")
    opened = open_picture(tmp_path / "glass.png")
    assert near(opened.getpixel((24, 16)), WHITE)
    assert near(opened.getpixel((8, 16)), (255, 127, 127))


@pytest.mark.parametrize("mode", ["P", "L", "LA", "1", "RGB"])
def test_palette_grey_and_key_transparency(tmp_path: Path, mode: str) -> None:
    image = picture(mode)
    options = {"transparency": RED} if mode == "RGB" else {}
    image.save(tmp_path / "a.png", **options)
    opened = open_picture(tmp_path / "a.png")
    assert near(opened.getpixel((56, 24)), WHITE)
    if mode == "RGB":
        assert near(opened.getpixel((8, 24)), WHITE)


def test_animations_give_their_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, GREEN)]
    for kind in ("gif", "webp", "png"):
        path = tmp_path / f"moving.{kind}"
        options = {"lossless": True} if kind == "webp" else {}
        frames[0].save(path, save_all=True, append_images=frames[1:], **options)
        assert near(open_picture(path).getpixel((16, 16)), RED), kind
        assert check_picture(path) == 1


def test_tiff_pages(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    pages = [Image.new("RGB", (32, 32), colour) for colour in (RED, GREEN, WHITE)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert check_picture(path) == 3
    assert near(open_picture(path, 1).getpixel((3, 3)), GREEN)
    with pytest.raises(StudioError, match="no page 4.*1 to 3") as caught:
        open_picture(path, 3)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("kind", KINDS)
def test_longest_side_shrinks_and_keeps_the_shape(tmp_path: Path, kind: str) -> None:
    picture(size=(1600, 900)).save(tmp_path / f"big.{kind}")
    assert open_picture(tmp_path / f"big.{kind}", longest_side_px=320).size == (320, 180)


def test_layers_are_composed_bottom_first_on_white(tmp_path: Path) -> None:
    under, over = Image.new("RGBA", (32, 32)), Image.new("RGBA", (32, 32))
    under.paste((*RED, 255), (0, 0, 16, 32))
    over.paste((*GREEN, 255), (8, 0, 16, 32))
    under.save(tmp_path / "under.png")
    over.save(tmp_path / "over.png")
    panel = Panel("u", "1", 24, layers=(tmp_path / "under.png", tmp_path / "over.png"))
    opened = open_panel_picture(panel)
    assert opened is not None
    colours = [opened.getpixel((x, 16)) for x in (4, 12, 24)]
    assert colours == [RED, GREEN, WHITE]


def test_a_panel_of_words_has_no_picture() -> None:
    assert open_panel_picture(Panel("u", "1", 24, story="Dawn.")) is None


def test_a_huge_png_is_refused_from_its_header(tmp_path: Path) -> None:
    path = tmp_path / "absurd.png"
    path.write_bytes(header_png(60_000, 60_000))
    for call in (open_picture, check_picture):
        with pytest.raises(StudioError, match="60000 x 60000 pixels.*megapixels") as caught:
            call(path)
        assert caught.value.exit_status == 2
        assert "absurd.png" in str(caught.value)


def test_a_tiff_page_of_absurd_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "second.tif"
    pages = [picture(), picture()]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    data = bytearray(path.read_bytes())
    width_tag = struct.pack("<HHI", 256, 4, 1)
    height_tag = struct.pack("<HHI", 257, 4, 1)
    for tag in (width_tag, height_tag):
        at = data.rfind(tag)
        assert at > 0
        data[at + 8 : at + 12] = struct.pack("<I", 60_000)
    path.write_bytes(bytes(data))
    with pytest.raises(StudioError, match="60000 x 60000"):
        check_picture(path)


@pytest.mark.parametrize(
    ("name", "content", "says", "code"),
    [
        ("nothing.png", b"", "empty file", ErrorCode.BAD_FILE),
        ("song.png", b"ID3\x04" + b"\0" * 400, "not a picture", ErrorCode.BAD_FILE),
        ("letter.jpg", b"Dear director, " * 40, "not a picture", ErrorCode.BAD_FILE),
    ],
)
def test_files_that_are_no_pictures(
    tmp_path: Path, name: str, content: bytes, says: str, code: ErrorCode
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudioError, match=says) as caught:
        check_picture(tmp_path / name)
    assert caught.value.code is code
    assert name in str(caught.value)
    assert caught.value.exit_status == 2


def test_missing_folder_and_overlong_names(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="there is no picture|There is no picture"):
        open_picture(tmp_path / "gone.png")
    with pytest.raises(StudioError, match="folder, not a picture"):
        open_picture(tmp_path)
    with pytest.raises(StudioError) as caught:
        open_picture(tmp_path / ("x" * 300 + ".png"))
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_truncated_picture_is_refused(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 160, 3), dtype=np.uint8)
    path = tmp_path / f"cut.{kind}"
    Image.fromarray(noise).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    with pytest.raises(StudioError) as caught:
        check_picture(path)
    assert f"cut.{kind}" in str(caught.value)
    assert caught.value.code is ErrorCode.BAD_FILE


_WHOLE: dict[str, bytes] = {}


def whole_file(kind: str, folder: Path) -> bytes:
    if kind not in _WHOLE:
        exif = Image.Exif()
        exif[0x0112] = 6
        options = {"exif": exif} if kind in ("png", "jpg", "webp", "tif") else {}
        picture().save(folder / f"whole.{kind}", **options)
        _WHOLE[kind] = (folder / f"whole.{kind}").read_bytes()
    return _WHOLE[kind]


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_damage_anywhere_opens_or_says_so(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    raw = bytearray(whole_file(kind, folder))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = folder / f"damaged.{kind}"
    path.write_bytes(bytes(raw[: data.draw(st.integers(1, len(raw)))]))
    try:
        outcome = open_picture(path).mode
    except StudioError as error:
        outcome = str(error)
    assert outcome == "RGB" or path.name in outcome
