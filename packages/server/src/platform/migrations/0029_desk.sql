-- The work of a desk: cases assigned to officers, and refused rows mended in place.

-- Who sees to a case, as an office assigned it: an officer, never by anything about the person. In whose queue: a case that two offices see may
-- have an officer in each. Removed when the election is closed.
CREATE TABLE case_assignment (
  person_key      uuid NOT NULL,
  county_code     text NOT NULL,
  registration_id bigint NOT NULL,
  election_id     text NOT NULL,
  officer_id      text NOT NULL,
  officer         text NOT NULL,          -- name at that time
  assigned_by     text NOT NULL,
  at              timestamptz NOT NULL,
  PRIMARY KEY (person_key, county_code, registration_id, election_id)
);
CREATE INDEX case_assignment_officer ON case_assignment (election_id, officer_id);

-- A refused row that an officer mended: it was sent again, corrected, as a row of an import of its own.
ALTER TABLE refused_row ADD COLUMN mended_by text;
ALTER TABLE refused_row ADD COLUMN mended_by_id text;
ALTER TABLE refused_row ADD COLUMN mended_at timestamptz;
ALTER TABLE refused_row ADD COLUMN mended_import bigint;
CREATE INDEX refused_row_digest ON refused_row (election_id, digest);
-- The refused row that an import mends; null: the import is of a file.
ALTER TABLE import ADD COLUMN mends uuid;
