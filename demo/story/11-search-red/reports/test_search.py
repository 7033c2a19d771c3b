import sqlite3

from search import find_parcels, latest_parcels


def shop():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE parcels (number, customer, reference)")
    connection.executemany(
        "INSERT INTO parcels VALUES (?, ?, ?)",
        [(1, "ada", "books"), (2, "ada", "lamp"), (3, "ben", "books")],
    )
    return connection


def test_part_of_a_reference_is_enough():
    assert find_parcels(shop(), "ada", "boo") == [(1, "books")]


def test_the_latest_come_first():
    assert latest_parcels(shop(), 1) == [(3, "books")]
