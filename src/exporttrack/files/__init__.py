"""Reading and keeping: text in, model out, every fault with its place."""
