"""A picture made anew: only the colours that it shows reach the new one."""

import io
import struct
from contextlib import suppress

from PIL import Image, ImageCms, ImageOps

from bot.rebuilding import BROKEN, NOT_WELCOME, TOO_MANY_PIXELS, Made, Refusal

LONGEST = 2048
"""Pixels of the longer side that comes out."""
MOST_PIXELS = 50_000_000
"""A phone's largest pictures, decoded in half of the worker's memory."""

DRAWN = 256
"""A picture of so few colours was drawn: it is kept exactly, since blurred lines would show."""
QUALITY = 90

_VALUES = (ArithmeticError, LookupError, SyntaxError, TypeError, ValueError, struct.error)
UNREADABLE = (*_VALUES, EOFError, OSError, RuntimeError)
"""What Pillow's readers end in where a file is not what it says."""

TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)
OPAQUE = (255, 255)
PROFILED = {"RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB", "L": "RGB"}
"""The modes that a colour profile can speak of, and what they are afterwards."""


def rebuild_picture(content: bytes, kind: str) -> Made:
    """Paint a picture on a new canvas. A Refusal where it is broken, moves, or has too many pixels."""
    try:
        canvas = _painted(_opened(content, kind))
        painted = io.BytesIO()
        # One type for all: it alone has transparency, exact lines and small photos. PNG makes a photo ten times as
        # large, and JPEG has no transparency. The canvas has no tags, so that there are none to be written.
        canvas.save(painted, "WEBP", quality=QUALITY, lossless=canvas.getcolors(DRAWN) is not None)
    except TOO_MANY:
        raise Refusal(TOO_MANY_PIXELS) from None
    except UNREADABLE:
        raise Refusal(BROKEN) from None
    return Made("picture", "image/webp", canvas.size, painted.getvalue())


def _opened(content: bytes, kind: str) -> Image.Image:
    """Read the head of a file; nothing is decoded before its pixels are counted."""
    image = Image.open(io.BytesIO(content), formats=[kind])
    if image.width * image.height > MOST_PIXELS:
        raise Refusal(TOO_MANY_PIXELS)
    # A phone's JPEG may hold a second picture, for depth or light. It does not move, and is left behind.
    if kind != "JPEG" and getattr(image, "is_animated", False):
        raise Refusal(NOT_WELCOME)
    return image


def _painted(image: Image.Image) -> Image.Image:
    if image.mode not in PROFILED:
        image = _with_plain_colours(image)
    image.thumbnail((LONGEST, LONGEST))
    image = _in_common_colours(_upright(image)).convert("RGBA")
    canvas = Image.new("RGBA", image.size)
    canvas.alpha_composite(image)  # what is behind full transparency is not shown, and stays behind
    return canvas.convert("RGB") if canvas.getchannel("A").getextrema() == OPAQUE else canvas


def _with_plain_colours(image: Image.Image) -> Image.Image:
    """Pillow cuts sixteen bits off at 255 instead of scaling them; a palette hides that some of it is transparent."""
    if image.mode.startswith("I"):
        return image.point(lambda light: light * (1 / 256)).convert("L")
    return image.convert("RGBA")


def _upright(image: Image.Image) -> Image.Image:
    with suppress(*UNREADABLE):  # a tag that cannot be read turns nothing
        return ImageOps.exif_transpose(image)
    return image


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Turn the colours of a profile into those that every screen takes for granted: the profile is a tag and goes."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in PROFILED:
        return image
    with suppress(*UNREADABLE, ImageCms.PyCMSError):
        target = ImageCms.createProfile("sRGB")
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, target, outputMode=PROFILED[image.mode])
        return turned or image
    return image
