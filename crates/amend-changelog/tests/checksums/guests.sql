-- who is here
INSERT INTO guest (id, note)
  VALUES (1, '${greeting}  there');
