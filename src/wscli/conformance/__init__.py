"""Conformance: what these semantics have to reproduce, one file for each vector, and its reader.

A vector is a small contact centre, a few cases, and what a document says comes of them; where no document
decides, the source is our rulebook. The files are data, so that another implementation of the rules can be
held to them too.

    id             V from the product's documentation, T whole traces, R rules of our own
    title          what it shows, in a sentence
    publisher      whose document it is from
    document       its title and date
    note           what the reading adds to what the document says
    configuration  a configuration document (interface §4)
    cases, events  the case file and the events file as CSV (interface §6)
    options        `from` and `until` of the run, where it has them
    expect
      rows_of      which rows of the event log are compared: all, or those of the events listed
      event_log    these rows: exactly them, in this order; columns that are left out are not compared
      case_log     rows of the case log; cases and columns that are left out are not compared
    not_modelled   why a vector is not part of these semantics; it then has nothing to run

Both logs are written as `wscli simulate --event-log FILE.csv --case-log FILE.csv` writes them.
"""
