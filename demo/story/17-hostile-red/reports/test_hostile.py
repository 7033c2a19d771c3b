from search import find_parcels
from test_search import shop


def test_a_quote_in_a_reference_finds_nothing():
    assert find_parcels(shop(), "ada", "' OR '1'='1") == []
