"""The doctor: examines anybody's NumPy network, and says what is wrong with it. Notebook 12 ends with it.

`examine` runs notebook 12's checklist (`examination`), on the reader's functions as they are: `patient` calls them,
`binding` finds out what belongs to which argument, `calling` keeps everything of the reader's as it is. `architecture`
finds out how forward works by trying the usual ways, right and wrong; `gradients` does the same backwards. A mistake
is named only if it explains every example tried and no other listed one does.
"""

from nnhelpers.doctor.adapter import Adapter
from nnhelpers.doctor.examination import examine
from nnhelpers.doctor.report import Finding, Report

__all__ = ["Adapter", "Finding", "Report", "examine"]
