"""Operations that are not lists of records."""
