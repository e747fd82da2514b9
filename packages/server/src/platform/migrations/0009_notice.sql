-- Baseline, part 9: reminders to people, and how voters want to be reached. The messages themselves are in `outbox`.

-- One row for each time that an office sent a reminder.
CREATE TABLE notice_campaign (
  county_code text NOT NULL,
  id          uuid NOT NULL,
  election_id text NOT NULL,
  template    text NOT NULL,
  parameters  jsonb NOT NULL,
  area_code   text NOT NULL,             -- sent to people in this area
  audience    text NOT NULL,             -- in this state: not-yet-registered, review, pending, registered
  people      bigint NOT NULL,           -- how many they are
  queued      bigint NOT NULL,           -- for how many a message was queued
  repeated    bigint NOT NULL,           -- how many had the same reminder that day
  by_user     text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (county_code, id)
);
CREATE INDEX notice_campaign_election ON notice_campaign (county_code, election_id, at);

-- How a voter wants to be reached, as the voter stated it.
CREATE TABLE voter_contact (
  person_key uuid PRIMARY KEY,
  sealed     bytea NOT NULL,             -- phone and e-mail
  language   text NOT NULL,              -- zh, en
  updated_at timestamptz NOT NULL
);
