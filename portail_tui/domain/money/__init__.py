"""The ledger, the wallet, invoices, and prices as families read them."""
