"""What people state and record: no rules, no files, no terminal."""
