"""What the counter asks about parcels."""
import sqlite3


def open_parcels(connection: sqlite3.Connection, customer: str):
    query = "SELECT number FROM parcels WHERE customer = ? AND state = 'open'"
    return connection.execute(query, (customer,)).fetchall()
