"""JSON Schema of every JSON output: each key, what it holds, and when it is null.

A module for each, with a function `schema`, by the name that `exporttrack schema` takes. The tests
hold them against the outputs, in both directions.
"""
