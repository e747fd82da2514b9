-- What the root of a version vouches for, as it was on the day of publication: a later change of the election's name or of a district's
-- must not make an old root wrong. Reference tables, like election and district.

ALTER TABLE roll_version ADD COLUMN election_name text NOT NULL;
ALTER TABLE roll_version ADD COLUMN polling_day date NOT NULL;

CREATE TABLE roll_district (
  election_id text NOT NULL,
  version     integer NOT NULL,
  ordinal     integer NOT NULL,       -- place in the tree over the districts, from 1
  level       text NOT NULL,
  code        text NOT NULL,
  name        text NOT NULL,
  entries     integer NOT NULL,
  root        text NOT NULL,          -- SM3, hex
  PRIMARY KEY (election_id, version, ordinal)
);
