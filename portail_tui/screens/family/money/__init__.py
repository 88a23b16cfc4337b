"""The wallet, prices, invoices."""
