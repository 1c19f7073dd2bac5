"""What the words mean: workstreams, people, routing. No input, no output, no clock."""
