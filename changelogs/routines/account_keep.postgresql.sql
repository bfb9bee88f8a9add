CREATE FUNCTION account_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.balance := GREATEST(NEW.balance, 0);
  RETURN NEW;
END;
$$
