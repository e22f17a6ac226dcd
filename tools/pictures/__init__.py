"""The drawn pictures of the sample: scenes as programs that write SVG. `python -m tools.pictures` draws them anew."""
