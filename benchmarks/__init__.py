"""One file a figure; `make bench` prints them."""
