"""The charts of a page, one module each: what it shows, in one sentence too, and how it is drawn."""
