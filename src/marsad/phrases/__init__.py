"""The words of analyses in English, Arabic and French: sentences, counted nouns, terms.

``sentences.csv`` holds sentences with named gaps, ``nouns.csv`` the plural forms of what is counted (the
categories of Unicode CLDR), ``terms.csv`` fixed wordings of the statistics by their English text, and
``page.csv`` the words of the page. A language is a column.
"""

from marsad.phrases.language import LANGUAGES, Phrases, phrases

__all__ = ["LANGUAGES", "Phrases", "phrases"]
