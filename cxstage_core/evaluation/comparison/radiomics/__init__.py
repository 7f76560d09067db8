"""Radiomics: measured features of the outlined tumour and a regularised logistic regression on them."""
