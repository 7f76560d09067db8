"""Operations on many patients at once."""
