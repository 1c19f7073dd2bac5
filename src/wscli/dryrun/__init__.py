"""A dry run from end to end: what is asked for, what is read, what is simulated, what is said of it.

    request   the options of a run, judged together
    inputs    configuration and files → what the simulator takes
    execute   the run itself, with its logs
    findings  what stands out in it, in words
    logs      the event log and the case log as files
    summary   the summary as programs read it (interface §7)
    comparing two runs, saved or fresh, against each other
    sides     each of these as a side of a comparison
    console   the summary as people read it

Commands parse and print; the simulator knows no files; this room is what lies between.
"""
