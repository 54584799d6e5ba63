"""An exercise from outside: a file or a text, read, recognised, made to fit; or what it is instead."""
