"""A person is found in texts however the name is spaced, cased or inflected, and not where somebody else is meant."""

import pytest

from reporting.privacy.terms import Terms

TERMS = ("Åse Bæk", "aase@bæk.example", "12 34 56 78")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spørg Åse Bæk.", "Spørg X."),
        ("ÅSE\n BÆK ringede", "X ringede"),
        ("Åse Bæks liste", "Xs liste"),
        ("Skriv til Aase@Bæk.example, tak", "Skriv til X, tak"),
        ("tlf. 12345678 eller +45 12 34 56 78", "tlf. X eller X"),
        ("Åse Bækgaard", "Åse Bækgaard"),
        ("Gåse Bæk", "Gåse Bæk"),
        ("Bæk, Åse", "Bæk, Åse"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("hashed", [False, True], ids=["words", "hashes"])
def test_found_and_replaced(text, expected, hashed):
    terms = Terms(TERMS)
    if hashed:
        terms = Terms(hashes=terms.hashes)
    assert terms.replaced(text, "X") == expected
    assert terms.are_in(text) == (text != expected)


def test_lists_and_dictionaries_are_read_through():
    assert Terms(TERMS).replaced({"a": ["Åse Bæk", 7, None]}, "X") == {"a": ["X", 7, None]}


def test_a_single_letter_names_nobody():
    assert Terms(["A", " "]).hashes == []
