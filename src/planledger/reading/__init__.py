r"""Files to documents: decoding, repair, structure (读入).

What the cleaned text (``Document.text``) looks like:

- Simplified characters. Digits, letters and signs half-width (``12.5%``, ``5G``, ``~``), decimal point ``.``, no
  thousands separators. ``‰`` stays.
- Punctuation Chinese: ``，；：（）！`` and ``。``, quotes ``“”‘’``. Between two digits a colon is ``:`` (``12:30``,
  ratios). A ``?`` that stays half-width is a mark of lost text.
- One line a block, one ``\n`` between two; no line starts or ends with a space; no tab but between the cells of a
  table row.
- No spaces beside digits, quotes or punctuation. A single space that is left parts things: names in a list, items of
  a digest.
- Bullets, Markdown emphasis, footnote numbers and scraped readings are gone. Dashes (``—``, ``——``, ``--``, ``-``,
  ``~``) are as printed.
- No character is invented: fused values (``5.7%6.8%``) stay fused.
"""

from planledger.reading.documents import read_document
from planledger.reading.limits import Limits
from planledger.reading.overriding import Overrides, OverrideTable, merge_overrides, read_overrides

__all__ = ["Limits", "OverrideTable", "Overrides", "merge_overrides", "read_document", "read_overrides"]
