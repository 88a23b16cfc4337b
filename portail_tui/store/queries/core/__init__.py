"""SQL that every topic needs: locks, operations, audit lines, outbox."""
