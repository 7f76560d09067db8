"""Image formats that are read without a library: their headers, their pixels, and where they lie."""
