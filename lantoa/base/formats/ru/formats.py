"""Russian: what is short for "year" stays beside it at the end of a line, as Django's own does not."""

DATE_FORMAT = "j E Y\xa0г."
DATETIME_FORMAT = "j E Y\xa0г. G:i"
YEAR_MONTH_FORMAT = "F Y\xa0г."
