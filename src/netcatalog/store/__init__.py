"""The SQLite catalogue file: tables, connections, migrations, searches and revisions."""
