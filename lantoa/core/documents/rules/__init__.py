"""What a document says and how its sheet is laid out, without a database."""
