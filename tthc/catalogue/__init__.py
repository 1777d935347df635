"""Reading and comparing lists of TTHC."""
