-- Runs of the practice course, on demo installations: what was set to an officer, and what came of it. Nothing of real people: the plan holds
-- row numbers of the demo's own files.
CREATE TABLE practice_run (
  id          uuid PRIMARY KEY,
  election_id text NOT NULL,
  officer_id  text NOT NULL,
  nth         integer NOT NULL,          -- of the election
  started_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  plan        jsonb NOT NULL,
  answers     jsonb NOT NULL DEFAULT '{}',
  result      jsonb,                     -- graded when the run was ended
  UNIQUE (election_id, nth)
);
CREATE INDEX practice_run_of ON practice_run (election_id, officer_id, started_at);
