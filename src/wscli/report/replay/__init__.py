"""A run once more, before one's eyes: on the whole screen with keys, or as lines while time goes by.

The state and the clock are plain logic; the screen is lines for a width and a height; only `live` touches a
terminal.
"""
