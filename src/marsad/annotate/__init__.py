"""Reports to documents: sentences, mentions, times, quantities, quotations."""
