"""Survey forms as data: built-in forms, the matrix of counts, its sheet."""
