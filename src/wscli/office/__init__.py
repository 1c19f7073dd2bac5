"""What a command has done: one call each, from raw input to the store and back.

    edits       create, update, rename, delete of named objects
    items       the rules of a rule set, the branches of a flow
    settings    the two parts that are one object each
    writing     judges what any of them wants, and writes the difference in one transaction
    conflicts   what stands in the way of an edit, and how to get past it
    shorthand   what options say in one word where a document states a mapping
    applying    documents laid over what is stored, in one transaction
    pruning     what --prune deletes, what stands in its way, and what looks like a rename
    listing     what list, show and export give
    validation  documents and what is stored, read and judged
    starter     the files that init writes
    health      what doctor says

Between the front of the house, which parses and prints, and the rooms that know one thing each.
"""
