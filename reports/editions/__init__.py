"""Published editions: what is frozen, signed, checked, published and corrected; the same bytes
at each download.
"""
