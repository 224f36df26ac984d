"""Reading an uploaded photo and making what the book and the pages show of it.

What arrives is never kept: it is decoded within bounds, turned upright, brought to sRGB and written anew, so
no position, name or hidden content travels on. The cut has the shape of the book's left page with its bleed.
"""

import io
import warnings
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from reporting.numbers import format_number
from reporting.stories.models import PAGE_SHAPE

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000
LEAST_SIDE = 200  # pixels; less is a thumbnail
PRINT_DPI, GOOD_DPI = 300, 200  # what is printed at most, and what looks well in print
MM_PER_INCH = 25.4
LONGEST_ORIGINAL, LONGEST_WHOLE, WEB_WIDTH = 5000, 900, 720
# How files begin that people take for photos, and what to do with each.
_BEGINNINGS = (
    (b"GIF8", "gif"),
    (b"%PDF", "pdf"),
    (b"BM", "bmp"),
    (b"8BPS", "psd"),
    (b"PK\x03\x04", "document"),
    (b"\xd0\xcf\x11\xe0", "document"),
)


class PhotoRefused(Exception):
    """The file cannot be used as a photo; str() says why and what to do."""


@dataclass(frozen=True)
class Developed:
    """One photo in its four sizes, all JPEG; `width` and `height` are those of the upright original."""

    original: bytes
    page: bytes
    web: bytes
    whole: bytes
    width: int
    height: int


def pixels_at(dpi):
    """How many pixels the page with its bleed takes at a resolution, as (width, height)."""
    return tuple(round(side * dpi / MM_PER_INCH) for side in PAGE_SHAPE)


def cut_of(width, height):
    """The size of the largest piece of a photo that has the page's shape."""
    page_width, page_height = pixels_at(PRINT_DPI)
    scale = min(width / page_width, height / page_height)
    return min(width, round(page_width * scale)), min(height, round(page_height * scale))


def warning_about(photo):
    """What to say of a photo with too few pixels to look well on a whole page; empty when it has enough."""
    width, height = (side // 10 * 10 for side in pixels_at(GOOD_DPI))  # round numbers are easier to look for
    if photo.width >= width and photo.height >= height:
        return ""
    return _(
        "Billedet er %(width)s × %(height)s pixels. Til en hel side skal det helst være mindst %(good_width)s × %(good_height)s, ellers bliver det uskarpt i tryk. Find originalen, hvis I kan."
    ) % {
        "width": format_number(Decimal(photo.width)),
        "height": format_number(Decimal(photo.height)),
        "good_width": format_number(Decimal(width)),
        "good_height": format_number(Decimal(height)),
    }


def develop(file, *, focus=(50, 50)) -> Developed:
    """Read an uploaded file and make all sizes of it; raises PhotoRefused with a sentence.

    `focus` says in percent from the left and from the top which part of the photo stays in the cut.
    """
    image = _read(file)
    image.thumbnail((LONGEST_ORIGINAL, LONGEST_ORIGINAL), Image.Resampling.LANCZOS)
    return _sizes(image, _jpeg(image, quality=92), focus)


def recut(original: bytes, *, focus) -> Developed:
    """The sizes of a photo that was developed before, cut at another place."""
    with Image.open(io.BytesIO(original), formats=("JPEG",)) as image:
        image.load()
        return _sizes(image, original, focus)


def _sizes(image, original, focus):
    cut = _cut(image, focus)
    web = cut.resize((WEB_WIDTH, round(WEB_WIDTH * cut.height / cut.width)), Image.Resampling.LANCZOS)
    cut.thumbnail(pixels_at(PRINT_DPI), Image.Resampling.LANCZOS)
    whole = image.copy()
    whole.thumbnail((LONGEST_WHOLE, LONGEST_WHOLE), Image.Resampling.LANCZOS)
    return Developed(
        original=original,
        page=_jpeg(cut, quality=88),
        web=_jpeg(web, quality=82),
        whole=_jpeg(whole, quality=82),
        width=image.width,
        height=image.height,
    )


def _cut(image, focus):
    """The piece that the page shows; percent mean what they mean to CSS as `object-position`."""
    width, height = cut_of(image.width, image.height)
    left = round((image.width - width) * focus[0] / 100)
    top = round((image.height - height) * focus[1] / 100)
    return image.crop((left, top, left + width, top + height))


def _jpeg(image, *, quality):
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, dpi=(PRINT_DPI, PRINT_DPI))
    return written.getvalue()


def _read(file):
    """The photo upright, in sRGB and without anything else; raises PhotoRefused."""
    if not file.size:
        raise PhotoRefused(_("Filen er tom. Vælg billedet igen, eller hent det på ny fra kameraet eller telefonen."))
    if file.size > MOST_BYTES:
        raise PhotoRefused(
            _("Billedet fylder %(size)d MB; det må højst fylde %(most)d MB. Gem det som JPEG, så fylder det mindre.")
            % {"size": -(-file.size // 1024**2), "most": MOST_BYTES // 1024**2}
        )
    file.seek(0)
    _refuse_what_is_no_photo(file.read(1024))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as image:
                _refuse_by_its_head(image)
                image.load()
                return _plain(image)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise PhotoRefused(
            _("Filen er ikke et billede, vi kan læse. Brug et billede i formatet JPEG, PNG, WebP eller TIFF.")
        ) from error
    except Exception as error:  # decoders fail in many ways on broken files
        raise PhotoRefused(
            _("Billedet er beskadiget og kan ikke læses helt. Hent det på ny, eller gem det igen som JPEG.")
        ) from error


def _refuse_what_is_no_photo(beginning):
    kind = next((kind for start, kind in _BEGINNINGS if beginning.startswith(start)), "")
    if beginning[4:8] == b"ftyp":
        is_photo = beginning[8:12] in {b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"avif", b"avis"}
        kind = "heic" if is_photo else "film"
    elif b"<svg" in beginning.lower():
        kind = "svg"
    sentence = {
        "heic": _(
            "Billedet er i telefonens eget format (HEIC eller AVIF), som ikke kan bruges. Del det fra telefonen som JPEG: vælg »Mest kompatibel« under kameraets formater, eller send det til jer selv i en mail."
        ),
        "svg": _("SVG er en tegning, ikke et foto. Gem den som PNG, mindst 1.700 pixels bred, og upload den."),
        "gif": _("GIF har for få farver til tryk. Brug det oprindelige foto i formatet JPEG, PNG, WebP eller TIFF."),
        "pdf": _("Filen er en PDF. Upload selve billedet: gem det fra PDF-filen som JPEG eller PNG."),
        "bmp": _("BMP kan ikke bruges. Åbn billedet i et billedprogram, og gem det som JPEG eller PNG."),
        "psd": _("Photoshop-filer kan ikke bruges. Gem en kopi af billedet som JPEG eller TIFF, og upload den."),
        "document": _("Filen er et dokument eller et arkiv. Tag billedet ud af det, og upload det som JPEG eller PNG."),
        "film": _("Filen er en film. Upload et enkelt billede i formatet JPEG, PNG, WebP eller TIFF."),
    }.get(kind)
    if sentence:
        raise PhotoRefused(sentence)


def _refuse_by_its_head(image):
    """Look at the size and the number of pictures before anything is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    if min(image.size) < LEAST_SIDE:
        raise PhotoRefused(
            _("Billedet er kun %(width)d × %(height)d pixels. Det er for lidt til at trykke; find det større original.")
            % {"width": image.width, "height": image.height}
        )
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # MPO: a phone's JPEG with its own thumbnail
        raise PhotoRefused(
            _("Filen rummer flere billeder eller bevæger sig. Upload et enkelt billede, for eksempel som JPEG.")
        )


def _too_large():
    return PhotoRefused(
        _("Billedet har over %(most)d millioner pixels. Gør det mindre i et billedprogram, og upload det igen.")
        % {"most": MOST_PIXELS // 1_000_000}
    )


def _plain(image):
    """The picture alone: upright, eight bits, sRGB, on white where it was transparent."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        # Sixteen bits; Pillow's own conversion cuts off everything above 255.
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    if profile and upright.mode in ("RGB", "CMYK", "L"):
        upright = _in_srgb(upright, profile)
    if "A" in upright.mode or "transparency" in upright.info:
        coloured = upright.convert("RGBA")
        ground = Image.new("RGB", upright.size, "white")
        ground.paste(coloured, mask=coloured.getchannel("A"))
        return ground
    plain = Image.new("RGB", upright.size)
    plain.paste(upright.convert("RGB"))
    return plain  # a new picture, so that no metadata came along


def _in_srgb(image, profile):
    """Through the photo's own colour profile; one that cannot be read is left aside."""
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
