"""Commands about the town's file: check, apply, export, ask prices and deadlines."""
