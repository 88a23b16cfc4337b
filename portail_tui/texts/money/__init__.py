"""Words about prices, the wallet and invoices."""
