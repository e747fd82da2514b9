-- Baseline, part 2: staff, voters and devices that sign in. An installation has some thousand staff; none of these tables is distributed.

-- Accounts of staff. The tables access_user, access_session, access_account, access_verification and access_two_factor belong to better-auth
-- and have its fields in snake case; columns of our own are marked.
CREATE TABLE access_user (
  id                 text PRIMARY KEY,
  name               text NOT NULL,
  username           text NOT NULL UNIQUE, -- lower case
  email              text NOT NULL UNIQUE, -- required by the library, never used: <username>@staff.invalid
  email_verified     boolean NOT NULL DEFAULT false,
  image              text,
  two_factor_enabled boolean NOT NULL DEFAULT false, -- the person has at least one second factor: the library asks for it
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL
);

CREATE TABLE access_session (
  id            text PRIMARY KEY,
  user_id       text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  token         text NOT NULL UNIQUE,      -- useless without the signature, which only the cookie has
  expires_at    timestamptz NOT NULL,
  ip_address    text,
  user_agent    text,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  signed_in_at  timestamptz,               -- ours
  last_seen_at  timestamptz,               -- ours: the session ends when nothing is done for too long
  second_factor text                       -- ours: totp, backup-code, passkey; null: by password alone
);
CREATE INDEX access_session_user ON access_session (user_id);

CREATE TABLE access_account (
  id                       text PRIMARY KEY,
  user_id                  text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  account_id               text NOT NULL,
  provider_id              text NOT NULL,  -- credential: by password
  password                 text,           -- scrypt, salted
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  created_at               timestamptz NOT NULL,
  updated_at               timestamptz NOT NULL
);
CREATE INDEX access_account_user ON access_account (user_id);

CREATE TABLE access_verification (
  id         text PRIMARY KEY,
  identifier text NOT NULL,
  value      text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX access_verification_identifier ON access_verification (identifier);

-- At most one row for each person. Secret and codes are encrypted (XChaCha20-Poly1305) under a key of the installation.
CREATE TABLE access_two_factor (
  id                        text PRIMARY KEY,
  user_id                   text NOT NULL UNIQUE REFERENCES access_user (id) ON DELETE CASCADE,
  secret                    text NOT NULL,
  backup_codes              text NOT NULL,
  verified                  boolean NOT NULL DEFAULT false, -- the first code from the app was right
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until              timestamptz
);

-- Keyed digests of codes and challenges that were used, kept until they expire, so that none is used twice.
CREATE TABLE access_used_proof (
  digest  uuid PRIMARY KEY,
  ends_at timestamptz NOT NULL
);
CREATE INDEX access_used_proof_ends ON access_used_proof (ends_at);

-- Passkeys (WebAuthn) of staff.
CREATE TABLE access_passkey (
  id            text PRIMARY KEY,          -- id of the credential, base64url
  user_id       text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  name          text NOT NULL,             -- given by the person
  relying_party text NOT NULL,             -- host name that the passkey was made for
  public_key    bytea NOT NULL,
  counter       bigint NOT NULL,
  transports    text NOT NULL,             -- separated by commas: internal, hybrid, usb …
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz
);
CREATE INDEX access_passkey_user ON access_passkey (user_id);

-- What someone may do, and in which area.
CREATE TABLE staff (
  user_id       text PRIMARY KEY REFERENCES access_user (id) ON DELETE CASCADE,
  role          text NOT NULL,             -- city, district, township, station, auditor
  area_code     text NOT NULL,
  disabled_at   timestamptz,               -- may not sign in since then
  initial_until timestamptz,               -- an initial password, to be changed at the first sign-in, works until then; null: the person's own
  created_at    timestamptz NOT NULL
);

-- Consecutive wrong passwords for each name that was entered, existing or not, so that a lock does not reveal which names exist. The name is a
-- keyed digest, because people enter passwords into the wrong field.
CREATE TABLE sign_in_failure (
  username_digest uuid PRIMARY KEY,
  failures        integer NOT NULL,
  last_at         timestamptz NOT NULL,
  locked_until    timestamptz
);

-- Phones of station and field workers: each holds a work list for one shift and a queue of registrations.
CREATE TABLE device (
  id                uuid PRIMARY KEY,
  user_id           text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  area_code         text NOT NULL,         -- its work list is of this area
  name              text NOT NULL,         -- given by the office
  credential_digest uuid NOT NULL,         -- keyed digest of the secret that the device sends beside the session of its worker
  sealed_key        bytea NOT NULL,        -- private key for the device's queue, sealed with the installation's key
  enrolled_at       timestamptz NOT NULL,
  shift_ends_at     timestamptz NOT NULL,  -- no work list after this
  cut_off_at        timestamptz,           -- revoked: neither work list nor queue since then
  cut_off_by        text,
  last_seen_at      timestamptz
);
CREATE INDEX device_area ON device (area_code, enrolled_at);

-- Real-name logins of voters that were begun. A row is used once; it is deleted at its use or after ten minutes.
CREATE TABLE voter_login (
  state_digest   uuid PRIMARY KEY,         -- keyed digest of the `state` that the issuer sends back
  login          text NOT NULL,            -- id of the login in the settings: an answer of another issuer is refused
  browser_digest uuid NOT NULL,            -- keyed digest of a cookie of the browser that began: another browser cannot finish the login
  sealed         bytea NOT NULL,           -- nonce, code verifier, and the page to open afterwards
  expires_at     timestamptz NOT NULL
);
CREATE INDEX voter_login_expires ON voter_login (expires_at);

CREATE TABLE voter_session (
  token_digest   uuid PRIMARY KEY,         -- keyed digest; the token itself is only in the cookie
  person_key     uuid NOT NULL,
  name           text NOT NULL,            -- from the login, in the spelling of the roll
  login          text NOT NULL,            -- id of the login in the settings
  subject_digest uuid NOT NULL,            -- keyed digest of the account at the issuer
  created_at     timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL,     -- updated at most every five minutes; half an hour without a request ends the session
  expires_at     timestamptz NOT NULL,     -- the session ends then in any case
  ended_at       timestamptz               -- signed out
);
CREATE INDEX voter_session_expires ON voter_session (expires_at);
