"""A bundle of papers as one PDF: 120 sheets in chunks beside WeasyPrint's own time for the same papers in one go.

It says what a chunk of more or fewer papers costs; test_audit_bundle.py measures a whole dossier with its database.
Each run is a process of its own, for its own peak of memory. CPU time: what else the machine does is not ours.
"""

import json
import resource
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from qms.paper import build, html, pdf
from qms.paper.bundle import CHUNK, Piece, make_pdf
from qms.paper.tree import FormCode, Letterhead, Paper, SignatureBlock, Title

SHEETS = 120
ROWS = 10
MEGABYTE = 1024  # ru_maxrss counts kB
ROOT = Path(__file__).resolve().parents[2]


def sheet(number):
    """A typical form: labelled lines, a table of ten wrapped rows, two signatures, the form's code in the foot."""
    rows = [
        [
            row,
            f"{4 + row % 7}.{row % 4 + 1}",
            f"Xem hồ sơ số {number * 17 + row} ngày 0{row % 9 + 1}/10/2024, cán bộ thụ lý nêu đúng trình tự; "
            "có phiếu kiểm soát quá trình giải quyết hồ sơ",
            "Phù hợp" if row % 5 else "Không phù hợp",
        ]
        for row in range(1, ROWS + 1)
    ]
    heads = ["TT", "Yêu cầu của tiêu chuẩn", "Nội dung ghi chép, bằng chứng khách quan", "Kết quả"]
    return Paper(
        Title("Phiếu ghi chép đánh giá", f"Đơn vị thứ {number}"),
        (
            build.line("Đơn vị được đánh giá", f"Phòng số {number}"),
            build.line("Ngày đánh giá", "12/10/2024"),
            build.table(heads, rows, weights=[0.5, 1, 4, 1.2], aligns="cclc"),
            build.line("Ý kiến của đơn vị"),
        ),
        letterhead=Letterhead("Ủy ban nhân dân huyện Kim Thành", show_number=False, place="Kim Thành"),
        signatures=(
            SignatureBlock(("ĐẠI DIỆN ĐƠN VỊ",), "Người ký"),
            SignatureBlock(("ĐÁNH GIÁ VIÊN",), "Người ký"),
        ),
        form_code=FormCode("BM-05.03", "Lần 01"),
        draft=True,
    )


def run(chunk):
    """Seconds of CPU, peak MB and size of the file; chunk 0 is WeasyPrint alone, all papers in one go."""
    pdf.render(sheet(0))  # imports and fonts cost both the same
    start = time.process_time()
    if chunk:
        pieces = [
            Piece(f"Phiếu {n}", f"phieu-{n}", partial(sheet, n), lambda format: None) for n in range(SHEETS)
        ]
        content = make_pdf(pieces, title="Hồ sơ", told=lambda done: None, chunk=chunk)
    else:
        content = pdf.from_html(html.render([sheet(n) for n in range(SHEETS)]))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return {"seconds": seconds, "peak": peak, "size": len(content)}


def measured(chunk):
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.test_bundle", str(chunk)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_bundle(told):
    alone, ours = measured(0), measured(CHUNK)
    told(
        f"{SHEETS} sheets: WeasyPrint alone {alone['seconds']:.1f} s, peak {alone['peak']:.0f} MB, "
        f"{alone['size'] / 1e6:.1f} MB; in chunks of {CHUNK} {ours['seconds']:.1f} s "
        f"= {ours['seconds'] / alone['seconds']:.2f} ×, peak {ours['peak']:.0f} MB, {ours['size'] / 1e6:.1f} MB"
    )
    assert ours["seconds"] <= 1.25 * alone["seconds"]
    assert ours["peak"] <= 400


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
