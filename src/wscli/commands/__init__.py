"""Reception: one module per noun or verb; each command parses, calls one thing and prints.

A command module imports only what parsing needs; the work is imported in the body, because every
start of the program pays for the top of the module whose command runs. Nothing here decides what the
words mean (`wscli.model`) or what an error looks like (`wscli.messages`).
"""
