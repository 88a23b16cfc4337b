"""Documents asked for, and sending one."""
