-- Lists that officers take out of the system as files: what was asked for, why, who confirmed it where it names many people. The file itself is
-- kept nowhere: it is written when it is taken.
CREATE TABLE list_export (
  id               uuid PRIMARY KEY,
  election_id      text NOT NULL,
  county_code      text NOT NULL,
  area_code        text NOT NULL,       -- of the officer who asked
  list             text NOT NULL,
  request          jsonb NOT NULL,      -- filter, columns, format, language
  reason           text,
  people           integer NOT NULL,    -- that it named when it was asked for
  needs_second     boolean NOT NULL,
  asked_by_id      text NOT NULL,
  asked_by         text NOT NULL,
  asked_at         timestamptz NOT NULL,
  confirmed_by_id  text,
  confirmed_by     text,
  confirmed_at     timestamptz
);
CREATE INDEX list_export_asked ON list_export (asked_by_id, asked_at);
CREATE INDEX list_export_election ON list_export (election_id, asked_at);
