SELECT id, note FROM guest
WHERE note <> '${greeting}'
