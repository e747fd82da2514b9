-- Second factors of staff, sessions that end when nobody works in them, and initial passwords. None of it is sharded: an installation has
-- some thousand staff.

-- How a person signed in, and when they last did something; both by this server's clock.
ALTER TABLE access_session ADD COLUMN signed_in_at timestamptz;
ALTER TABLE access_session ADD COLUMN last_seen_at timestamptz;
ALTER TABLE access_session ADD COLUMN second_factor text; -- totp, backup-code, passkey; null: by password alone

-- The library asks for the second step when this is set: the person has at least one factor.
ALTER TABLE access_user ADD COLUMN two_factor_enabled boolean NOT NULL DEFAULT false;

-- An initial password, given by an officer, opens the account until then and must be changed at once; null: the person's own password.
ALTER TABLE staff ADD COLUMN initial_until timestamptz;

-- The library's own: at most one row a person. Secret and codes are encrypted (XChaCha20-Poly1305) under a key of the installation.
CREATE TABLE access_two_factor (
  id                        text PRIMARY KEY,
  user_id                   text NOT NULL UNIQUE REFERENCES access_user (id) ON DELETE CASCADE,
  secret                    text NOT NULL,
  backup_codes              text NOT NULL,
  verified                  boolean NOT NULL DEFAULT false, -- a first code from the app was right
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until              timestamptz
);

-- Codes and challenges that were used, until they end by themselves, so that nobody uses one again. Keyed digests.
CREATE TABLE access_used_proof (
  digest  uuid PRIMARY KEY,
  ends_at timestamptz NOT NULL
);
CREATE INDEX access_used_proof_ends ON access_used_proof (ends_at);

-- Passkeys (WebAuthn): the public half only.
CREATE TABLE access_passkey (
  id           text PRIMARY KEY,           -- the credential's own id, base64url
  user_id      text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  name         text NOT NULL,              -- as the person calls it
  relying_party text NOT NULL,            -- host name it was made for
  public_key   bytea NOT NULL,
  counter      bigint NOT NULL,
  transports   text NOT NULL,              -- comma separated: internal, hybrid, usb …
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX access_passkey_user ON access_passkey (user_id);
