-- What the clock is judged by, and what is due to be purged.

-- One row, 'clock', from the first start on.
CREATE TABLE clock_mark (
  name          text PRIMARY KEY,
  last_at       timestamptz NOT NULL,    -- newest time recorded while the clock was trusted
  beats         bigint NOT NULL,         -- how often a trusted heartbeat was recorded: uptime, independent of the time of day
  doubt         text,                    -- ahead, behind; null: the clock is trusted
  doubt_at      timestamptz,             -- what the clock said when the doubt began
  ignored_until timestamptz              -- audit rows up to here may have been written by a wrong clock
);
-- Rows are added in the order of time, so the smallest index finds those since a moment; it costs a registration next to nothing.
CREATE INDEX audit_time ON audit USING brin (at);

-- Data whose end date has passed. It is purged after a delay, and not before it was seen to be due again.
CREATE TABLE purge_due (
  kind      text NOT NULL,               -- named by its module: population-extract
  subject   text NOT NULL,               -- what is purged, as its module names it
  area_code text NOT NULL,
  since     timestamptz NOT NULL,        -- when it was first seen to be due
  sightings integer NOT NULL,
  last_beat bigint NOT NULL,             -- clock_mark.beats at the latest sighting that counted
  last_day  date NOT NULL,               -- day of that sighting, in China
  PRIMARY KEY (kind, subject)
);
