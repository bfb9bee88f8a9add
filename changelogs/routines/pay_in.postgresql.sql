CREATE PROCEDURE pay_in(account_id integer, amount integer)
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account SET balance = balance + amount WHERE id = account_id;
END;
$$
