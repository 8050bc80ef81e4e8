"""What a catalogue holds: records, queries, changes and rules, in plain Python."""
