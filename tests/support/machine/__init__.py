"""Stand-ins for the machine: clocks, terminals, printers, mail servers, sample files."""
