"""What a command has done: one call each, from raw input to the store and back.

    edits       create, update, rename, delete: judged, and written in one transaction
    conflicts   what stands in the way of an edit, and how to get past it
    applying    documents laid over what is stored, in one transaction
    listing     what list, show and export give
    validation  documents and what is stored, read and judged

Between the front of the house, which parses and prints, and the rooms that know one thing each.
"""
