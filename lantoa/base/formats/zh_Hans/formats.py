"""What Django lacks: its Chinese parts digits by four and with nothing between them."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
