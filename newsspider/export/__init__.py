"""Articles out of the store for other programs: exports of a selection, and a feed of what is new."""
