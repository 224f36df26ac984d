"""What becomes of a file that somebody uploads as a photo: used, cut and written anew, or refused with a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from reporting.stories import photos
from reporting.stories.models import StoryPhoto
from reporting.stories.photos import PhotoRefused, cut_of, develop, pixels_at, recut, warning_about
from tests.builders import photo_bytes, upload

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (250, 250, 250)


def opened(jpeg):
    """A JPEG file as a picture."""
    return Image.open(io.BytesIO(jpeg))


def near(colour, other, by=12):
    """Whether two colours look the same after being squeezed."""
    return all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


def refusal(content, name="foto.jpg"):
    """The sentence with which a file is refused."""
    with pytest.raises(PhotoRefused) as refused:
        develop(upload(content, name))
    return str(refused.value)


def with_exif(**tags):
    """A photo with a camera's notes: where it was taken, who took it, how it was held."""
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[int(tag[1:])] = value
    exif.get_ifd(0x8825)[2] = (55.0, 40.0, 12.0)
    return photo_bytes(exif=exif, comment=b"hemmelig kommentar")


# What is taken.


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_four_formats_are_taken(kind):
    made = develop(upload(photo_bytes(kind=kind)))
    assert (made.width, made.height) == (900, 600)
    assert {opened(file).format for file in (made.original, made.page, made.web, made.whole)} == {"JPEG"}


def test_the_cut_has_the_shape_of_the_page_with_its_bleed():
    made = develop(upload(photo_bytes()))
    assert opened(made.page).size == (470, 600) == cut_of(900, 600)
    assert opened(made.web).size == (720, 919)
    assert opened(made.whole).size == (900, 600)


def test_a_large_photo_is_scaled_to_300_dots_an_inch_and_never_enlarged():
    large = develop(upload(photo_bytes(4000, 5200)))
    assert opened(large.page).size == pixels_at(300) == (2551, 3260)
    assert opened(large.page).info["dpi"] == (300, 300)
    assert max(opened(large.original).size) == photos.LONGEST_ORIGINAL


@pytest.mark.parametrize(("focus", "colour"), [((0, 50), RED), ((100, 50), BLUE)])
def test_the_focus_chooses_which_side_stays(focus, colour):
    made = develop(upload(photo_bytes()), focus=focus)
    page = opened(made.page)
    assert near(page.getpixel((page.width // 2, 400)), colour)
    again = opened(recut(made.original, focus=focus).page)
    assert near(again.getpixel((again.width // 2, 400)), colour)


def test_a_tall_photo_is_cut_at_the_top_and_the_bottom():
    tall = photo_bytes(600, 1800)
    top, bottom = (opened(develop(upload(tall), focus=(50, where)).page) for where in (0, 100))
    assert near(top.getpixel((300, 20)), WHITE)
    assert not near(bottom.getpixel((300, 20)), WHITE)


def test_a_photo_that_was_held_on_its_side_stands_upright():
    made = develop(upload(with_exif(_274=6)))
    assert (made.width, made.height) == (600, 900)
    assert near(opened(made.original).getpixel((590, 450)), WHITE)  # the bar along the top is now on the right


def test_place_author_and_comment_stay_behind():
    content = with_exif(_274=1, _315="Hemmelig Fotograf")
    assert b"Hemmelig Fotograf" in content
    assert b"hemmelig kommentar" in content
    made = develop(upload(content))
    for file in (made.original, made.page, made.web, made.whole):
        assert b"emmelig" not in file
        assert dict(opened(file).getexif()) == {}
        assert set(opened(file).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_what_hides_behind_the_photo_stays_behind():
    polyglot = photo_bytes() + b"<script>alert(1)</script>PK\x03\x04 et arkiv"
    made = develop(upload(polyglot))
    assert all(b"<script>" not in file and b"arkiv" not in file for file in (made.original, made.page, made.web))


def test_a_cmyk_photo_becomes_rgb():
    made = develop(upload(photo_bytes(mode="CMYK")))
    assert opened(made.page).mode == "RGB"
    assert near(opened(made.whole).getpixel((100, 400)), RED, by=20)


def test_a_photo_of_sixteen_bits_keeps_its_greys():
    grey = Image.new("I;16", (400, 500), 30000)
    file = io.BytesIO()
    grey.save(file, "PNG")
    page = opened(develop(upload(file.getvalue())).page)
    assert near(page.getpixel((150, 200)), (117, 117, 117), by=3)


def test_transparency_becomes_white_paper():
    file = io.BytesIO()
    Image.new("RGBA", (400, 500), (0, 0, 0, 0)).save(file, "PNG")
    assert near(opened(develop(upload(file.getvalue())).page).getpixel((100, 100)), (255, 255, 255), by=2)


def test_a_photo_s_own_colours_are_brought_to_those_of_the_page():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert near(opened(develop(upload(photo_bytes(icc_profile=profile))).whole).getpixel((100, 400)), RED)
    broken = develop(upload(photo_bytes(icc_profile=b"not a profile")))
    assert near(opened(broken.whole).getpixel((100, 400)), RED)


def test_the_content_counts_and_not_the_name():
    assert develop(upload(photo_bytes(kind="PNG"), "foto.heic")).width == 900


def test_the_same_file_gives_the_same_bytes():
    assert develop(upload(photo_bytes())) == develop(upload(photo_bytes()))


# What is refused, and with which words.

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100
AVIF = b"\x00\x00\x00\x1cftypavif" + b"\x00" * 100
FILM = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 100
SVG = b'<?xml version="1.0"?><svg xmlns="x" onload="alert(1)"></svg>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen er tom."),
        (HEIC, "telefonens eget format (HEIC eller AVIF)"),
        (AVIF, "telefonens eget format (HEIC eller AVIF)"),
        (FILM, "Filen er en film."),
        (SVG, "SVG er en tegning"),
        (photo_bytes(kind="GIF", mode="P"), "GIF har for få farver"),
        (photo_bytes(kind="PDF"), "Filen er en PDF."),
        (photo_bytes(kind="BMP"), "BMP kan ikke bruges."),
        (b"8BPS\x00\x01" + b"\x00" * 50, "Photoshop-filer kan ikke bruges."),
        (b"PK\x03\x04 word/document.xml", "Filen er et dokument eller et arkiv."),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "Filen er et dokument eller et arkiv."),
        (b"Kaere redaktion, her er vores billede.", "Filen er ikke et billede, vi kan læse."),
        (photo_bytes(kind="PPM"), "Filen er ikke et billede, vi kan læse."),
        (photo_bytes()[:3000], "Billedet er beskadiget"),
        (photo_bytes(kind="PNG")[:1500], "Billedet er beskadiget"),
        (photo_bytes(150, 150), "kun 150 × 150 pixels"),
        (photo_bytes(3000, 20), "kun 3000 × 20 pixels"),
    ],
)
def test_each_bad_file_has_its_sentence(content, words):
    sentence = refusal(content)
    assert words in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_moves_or_has_several_pages_is_refused(kind):
    frames = [Image.new("RGB", (400, 500), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    assert "flere billeder" in refusal(file.getvalue())


def test_a_phone_s_photo_with_its_own_thumbnail_is_taken():
    frames = [Image.new("RGB", (400, 500), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "MPO", save_all=True, append_images=frames[1:])
    assert near(opened(develop(upload(file.getvalue())).page).getpixel((100, 100)), (255, 0, 0))


def png_of(width, height, data=b""):
    """A PNG file whose head promises a size, whatever follows."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_001, 20_000, 2**31 - 1])
def test_a_bomb_is_refused_by_what_its_head_promises(side):
    sentence = refusal(png_of(side, side, zlib.compress(b"\x00" * 100_000)))
    assert "over 64 millioner pixels" in sentence or "beskadiget" in sentence


def test_a_text_that_blows_up_is_refused(monkeypatch):
    info = PngImagePlugin.PngInfo()
    info.add_text("note", "a" * 5_000_000, zip=True)
    assert "beskadiget" in refusal(photo_bytes(kind="PNG", pnginfo=info))


def test_a_file_of_more_than_20_mb_is_refused_before_it_is_read():
    file = upload(photo_bytes())
    file.size = 20 * 1024 * 1024 + 1
    with pytest.raises(PhotoRefused) as refused:
        develop(file)
    assert "fylder 21 MB; det må højst fylde 20 MB" in str(refused.value)


# Whether it will look well.


def test_a_photo_with_too_few_pixels_is_warned_about_with_both_numbers():
    assert warning_about(StoryPhoto(width=800, height=600)).startswith(
        "Billedet er 800 × 600 pixels. Til en hel side skal det helst være mindst 1.700 × 2.170"
    )
    assert warning_about(StoryPhoto(width=4000, height=2000)) != ""  # wide: the cut of it is small
    assert warning_about(StoryPhoto(width=1700, height=2170)) == ""
