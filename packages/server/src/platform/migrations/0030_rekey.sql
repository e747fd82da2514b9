-- A change of all person keys while the service runs (docs/adr/0015, `mingce key rotate --people`). One row for each change.
CREATE TABLE rekey (
  version     integer PRIMARY KEY,       -- of the keys that it leads to, from 2
  next_check  text NOT NULL,             -- check value of the next key file
  next_sealed text,                      -- the next master secret, sealed under the next key file; null: it is in `installation` by now
  state       text NOT NULL,             -- filling, changed (the new keys are in use), cleaned (nothing of the old ones is in the tables)
  started_at  timestamptz NOT NULL,
  started_by  text NOT NULL,
  changed_at  timestamptz,
  held_ms     integer,                   -- for how long nothing else could be read or written at the change
  cleaned_at  timestamptz
);
