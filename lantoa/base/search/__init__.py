"""Search that finds words typed without accents, in every script of the portal, alike on both databases.

It takes plain documents and knows no pages: `actions.put` and `actions.remove` keep the index, `queries.search` asks
it. `analysis` says what a text is found by, `backend` brings the same folding to Wagtail's own search.
"""
