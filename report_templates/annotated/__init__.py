"""A copy of somebody's own workbook with failing cells marked: bytes and findings in, bytes out."""
