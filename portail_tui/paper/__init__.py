"""What is printed: letters and sheets of A4, described as values and made into PDF."""
