"""How fast files that are no text are read, and how much memory it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from making import docx_of, known_text, pdf_of, scan_of
from material import Material

_PAGE = 600
_ALONE = """
import resource, sys, time
from pathlib import Path
from planledger.reading import read_document
read_document(sys.argv[2].encode(), name="warm")
start = time.process_time()
document = read_document(Path(sys.argv[1]))
print(time.process_time() - start, len(document.pages), len(document.source),
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def file_speed_lines(material: Material) -> list[str]:
    """Pages a second and peak memory by kind of file."""
    lines = ["| files | pages | seconds | pages a second | most memory, MB |", "|---|---:|---:|---:|---:|"]
    corpus = material.shared / "documents/corpus"
    known = max(map(known_text, material.five), key=lambda known: len(known.text))
    short = known_text(material.five[1], characters=2500)
    made = {
        "a made PDF, one column": ("pdf", pdf_of(known, columns=1, dressed=True)),
        "a made PDF, two columns": ("pdf", pdf_of(known, columns=2, dressed=True)),
        "a made Word file": ("docx", docx_of(known)),
        "a made scan (text recognition)": ("pdf", scan_of(pdf_of(short, columns=1, dressed=True), seed=3)),
    }
    folder = Path("build")
    folder.mkdir(exist_ok=True)
    for name, (suffix, data) in made.items():
        path = folder / f"speed.{suffix}"
        path.write_bytes(data)
        lines.append(_line(name, [path]))
        path.unlink()
    lines.append(_line("corpus DOCX", sorted(corpus.glob("*.docx"))))
    lines.append(_line("corpus PDF with text, tables included", _with_text(sorted(corpus.glob("*.pdf")))))
    lines.append(_line("corpus picture", sorted(corpus.glob("*.jpg"))))
    return lines


def _with_text(paths: list[Path]) -> list[Path]:
    """Those whose first page has a text layer that means something."""
    import pypdfium2

    from planledger.reading.pdf.pages import opened, read_page

    found = []
    for path in paths:
        try:
            document = pypdfium2.PdfDocument(path.read_bytes())
            with opened(document, 0) as handle:
                found += [path] if read_page(handle, 1).legible else []
        except pypdfium2.PdfiumError:
            continue
    return found


def _line(name: str, paths: list[Path]) -> str:
    seconds = pages = most = 0.0
    for path in paths:
        done = subprocess.run(
            [sys.executable, "-c", _ALONE, str(path), "生产总值增长5%。"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            continue
        taken, number, characters, memory = map(float, done.stdout.split())
        seconds += taken
        pages += number or characters / _PAGE
        most = max(most, memory)
    return f"| {name} ({len(paths)}) | {pages:,.0f} | {seconds:.1f} | {pages / max(seconds, 1e-9):.1f} | {most:.0f} |"
