"""Commands of a page, the keys that call them, and the sheet that shows and changes them."""
