"""Values that every topic uses: money, text, clocks, refusals."""
