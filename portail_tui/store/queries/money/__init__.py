"""SQL about the ledger, invoices, repricing."""
