"""Other tools' formats: what a run leaves, written so that they can open it.

One module per format. They are handed rows and columns and know neither the simulator nor the command line;
what a file is called and where it goes is decided in `dryrun`.
"""
