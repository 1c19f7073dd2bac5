"""Behind the front door: the lazy command tree, global options, help pages, errors into exit codes.

All that touches Typer's own machinery lives here, so that a command module is plain functions with Typer
annotations. Nothing here knows any command by name.
"""
