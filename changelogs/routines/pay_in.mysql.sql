CREATE PROCEDURE pay_in(IN account_id INT, IN amount INT)
BEGIN
  UPDATE account SET balance = balance + amount WHERE id = account_id;
END
