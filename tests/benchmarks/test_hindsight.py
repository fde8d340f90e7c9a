"""What `benchmarks/hindsight.py` prints for two made-up economies.

AAA grows by close to 6 % a year from 2003 to 2008. So there are four targets of each rate: due in 3
years from 2003, 2004 and 2005, judged once each, and due in 5 years from 2003, judged in 2005, 2006
and 2007; six verdicts. Two years of 6 % are more than five of 2 %: reached. At 5 % they are on
track and met, at 8 % they are behind (6 / 8 is 0.75) and missed. The straight line needs four
figures, and in 2005 there are three.

BBB is at 100, 110 and 100 again, and leaps to 135 in 2006. No growth in 2005 is off track, and yet
all three targets were met. Drift gave them 39, 27 and 20 %: with its one degree of freedom that is
1/2 - atan(z) / pi, z being 3 ln(1.02), 3 ln(1.05) and 3 ln(1.08) over ln(1.1) sqrt(3). The prior
fitted on AAA, which never leaps, gave them 0 %.
"""

from __future__ import annotations

import subprocess
import sys

from conftest import DATA, ROOT

FOLDER = DATA / "hindsight"


def test_two_economies() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks/hindsight.py", FOLDER / "exports.csv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout == (FOLDER / "printed.md").read_text(encoding="utf-8")
