"""The command line. ``tablewright --help`` lists the commands."""
