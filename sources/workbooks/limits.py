"""How much of a file is read at most, and the sentences that refuse one.

Limits are far above any return and far below what a small machine holds.
"""

MAX_BYTES = 200_000_000
MAX_TABLE_BYTES = 20_000_000
MAX_OLD_BYTES = 10_000_000
MAX_ENTRIES = 2_000
MAX_RATIO, RATIO_COUNTS_FROM = 200, 10_000_000
MAX_SHEETS = 100
# Cells that hold anything, over the whole file; and how far out they may stand.
MAX_CELLS = 500_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
# Ten for every cell; strings and styles need far fewer.
MAX_ELEMENTS = 5_000_000
MAX_DEPTH = 200
# Merged areas are kept as they stand and looked at one by one.
MAX_MERGED = 50_000
# Three times what a spreadsheet cell can hold.
MAX_TEXT = 100_000
# All formulas of a file together, shared ones as they read in every cell.
MAX_FORMULAS = 20_000_000
# Excel takes no longer number formats and no longer names of sheets than this.
MAX_SHORT_TEXT = 255
# Columns are described in stretches; there are 16,384 of them at most.
MAX_COLUMN_STRETCHES = 20_000
# How much of a part may stand between two signs that end something. The parser goes over an
# unfinished piece again and again.
MAX_UNFINISHED = 4_000_000

SAVE_AGAIN = "open it in Excel, save it again as an Excel Workbook (.xlsx) and send that"
NOT_A_WORKBOOK = f"This file is not an Excel workbook: {SAVE_AGAIN}."
DAMAGED = f"This workbook is damaged or incomplete: {SAVE_AGAIN}."
LOCKED = "This workbook is locked with a password: save it without a password and send that."
NO_SHEETS = f"This workbook has no sheet that can be read: {SAVE_AGAIN}."
TOO_LARGE = (
    "This workbook is far larger than a return: "
    "fill in the form as it was sent, without further data in it, and send that."
)
