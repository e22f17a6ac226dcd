"""What every table that is taken away as a file must know of spreadsheets."""

BOM = "\ufeff"  # without it Excel reads Vietnamese letters of a CSV file as those of another code page

# What spreadsheets read as the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """An apostrophe in front: spreadsheets then take it as text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
