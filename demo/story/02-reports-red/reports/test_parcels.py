import sqlite3

from parcels import open_parcels


def test_only_open_parcels_of_the_customer():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE parcels (number, customer, state)")
    connection.executemany(
        "INSERT INTO parcels VALUES (?, ?, ?)",
        [(1, "ada", "open"), (2, "ada", "delivered"), (3, "ben", "open")],
    )
    assert open_parcels(connection, "ada") == [(1,)]
