"""Hindi and English on PDF pages: fonts that travel with the package, text shaped by HarfBuzz and searchable."""

from .faces import Face, metrics, register, web_font
from .lines import wrap
from .text import Align, draw, fitted, width

__all__ = ["Align", "Face", "draw", "fitted", "metrics", "register", "web_font", "width", "wrap"]
