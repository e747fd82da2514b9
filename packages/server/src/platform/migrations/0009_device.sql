-- Phones of station and door workers: each holds a work list for one shift and a queue of registrations. None of it is sharded.

CREATE TABLE device (
  id                uuid PRIMARY KEY,
  user_id           text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  area_code         text NOT NULL,          -- its work list holds this area
  name              text NOT NULL,          -- by which the office knows it: whose, or where it lies
  credential_digest uuid NOT NULL,          -- keyed digest of what the device shows beside its worker's session
  sealed_key        bytea NOT NULL,         -- private half of the key to which the device seals its queue; opens with the installation's key
  enrolled_at       timestamptz NOT NULL,
  shift_ends_at     timestamptz NOT NULL,   -- no work list after this
  cut_off_at        timestamptz,            -- lost: neither list nor queue since
  cut_off_by        text,
  last_seen_at      timestamptz
);
CREATE INDEX device_area ON device (area_code, enrolled_at);
