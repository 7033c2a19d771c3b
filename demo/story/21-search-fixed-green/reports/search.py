"""Search for parcels, as the counter and the customer's page use it."""
import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)
DATABASE = "parcels.db"


@app.get("/parcels/search")
def search():
    customer = request.args["customer"]
    reference = request.args.get("reference", "")
    with sqlite3.connect(DATABASE) as connection:
        return jsonify(find_parcels(connection, customer, reference))


def find_parcels(connection: sqlite3.Connection, customer: str, reference: str):
    query = "SELECT number, reference FROM parcels WHERE customer = ? AND instr(reference, ?) > 0"
    return connection.execute(query, (customer, reference)).fetchall()


def latest_parcels(connection: sqlite3.Connection, limit: int):
    query = f"SELECT number, reference FROM parcels ORDER BY number DESC LIMIT {limit}"
    return connection.execute(query).fetchall()
