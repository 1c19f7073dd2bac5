"""What a run looks like: drawings in the terminal, a page to hand over, a run replayed before one's eyes.

Everything here is made of an outcome, its measures and its event log; nothing is simulated, stored or asked.
"""
