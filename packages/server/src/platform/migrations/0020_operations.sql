-- Logs that ended and were begun anew under another name, after a restore for example. The tree goes on: the first so many entries are those of
-- the log that ended.
CREATE TABLE log_former (
  number  integer PRIMARY KEY,           -- of the log that ended, from 1
  origin  text NOT NULL,
  size    bigint NOT NULL,
  root    bytea NOT NULL,
  note    text NOT NULL,                 -- its last checkpoint, signed with its own key
  reason  text NOT NULL,                 -- public
  by_user text NOT NULL,
  at      timestamptz NOT NULL
);

-- Changes that one officer has prepared and a second one is to confirm, where the level above does so by a one-time code.
CREATE TABLE second_change (
  digest      text PRIMARY KEY,          -- of the exact change, as it is read out: 12 characters
  kind        text NOT NULL,
  county_code text NOT NULL,
  area_code   text NOT NULL,             -- of the office that prepared it
  summary     jsonb NOT NULL,            -- in two languages, without numbers, phones and addresses
  first_id    text NOT NULL,             -- account of the first officer
  first_name  text NOT NULL,
  asked_at    timestamptz NOT NULL,
  code        uuid,                      -- keyed digest of change and code; null: none was given, or it was used
  giver_id    text,
  giver_name  text,
  code_until  timestamptz,
  tries       smallint NOT NULL DEFAULT 0
);
