"""Pages and boxes → a new PDF under whose boxes there is nothing.

    page = remade(pages, 0, boxes, labels)           # pixels painted over, packed; the letters that stay
    data = assembled([page, …])                      # the file, written from nothing

remaking.py makes one page: staying.py says which letters stay, packing.py turns pixels into small pictures, labels.py names
the grounds. assembling.py writes the file, textlayer.py its invisible text in the font of glyphless.py.
"""

from gongkai.web.applications.redaction.making.assembling import assembled
from gongkai.web.applications.redaction.making.remaking import remade

__all__ = ["assembled", "remade"]
