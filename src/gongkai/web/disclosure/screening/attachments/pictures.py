"""Pictures: GPS and persons in their metadata. What they show is not read."""

from __future__ import annotations

import io

from PIL import ExifTags, Image

from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import Refused, rules

_FORMATS = ("PNG", "JPEG", "GIF")
_EXIF = {ExifTags.Base.Artist: "author", ExifTags.Base.Copyright: "company", ExifTags.Base.XPAuthor: "author",
         ExifTags.Base.ImageDescription: "comments", ExifTags.Base.XPComment: "comments", ExifTags.Base.Software: "software"}
_POSITION = (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
_PNG = {"Author": "author", "Comment": "comments", "Description": "comments", "Software": "software", "Copyright": "company"}
_LONGEST = 500


def read(data: bytes, reading: Reading) -> None:
    """Read a picture's metadata; its pixels are never unpacked.

    Raises:
        Refused: no picture after all, or one of far too many pixels.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except Exception:  # Pillow raises what it likes on a damaged picture
        raise Refused("damaged") from None
    with picture:
        if picture.width * picture.height > rules().pixels:
            raise Refused("pixels")
        found: dict[str, str | None] = {}
        try:
            exif = picture.getexif()
            position = exif.get_ifd(ExifTags.IFD.GPSInfo)
        except Exception:  # a damaged block of metadata is none
            exif, position = Image.Exif(), {}
        for tag, key in _EXIF.items():
            if text := _text(exif.get(tag)):
                found.setdefault(key, text)
        for word, key in _PNG.items():
            if text := _text(picture.info.get(word)):
                found.setdefault(key, text)
        if text := _text(picture.info.get("comment")):
            found.setdefault("comments", text)
    if any(position.get(tag) for tag in _POSITION):
        reading.say("file.location")
    reading.metadata(found)
    reading.unread = True


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", "ignore")
    return value.strip("\0 ")[:_LONGEST] if isinstance(value, str) else ""
