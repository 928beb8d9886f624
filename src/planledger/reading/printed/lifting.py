from planledger.reading.lifting import Lifted
def lift_printed(pages, **k):
    return Lifted("\n".join(l.text for p in pages for l in p.lines))
