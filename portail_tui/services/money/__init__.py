"""Wallet, charges, prices, invoices, quotients, refunds."""
