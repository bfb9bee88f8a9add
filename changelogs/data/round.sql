-- Whole cents only.
UPDATE price SET amount = ROUND(amount, 2);
