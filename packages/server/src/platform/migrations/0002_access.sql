-- People who work with the system, and their sessions. The first four tables are better-auth's own (its field names in snake case); what
-- someone may do where is ours, in `staff`. None of it is sharded: an installation has some thousand staff.

CREATE TABLE access_user (
  id             text PRIMARY KEY,
  name           text NOT NULL,
  username       text NOT NULL UNIQUE,   -- lower case
  email          text NOT NULL UNIQUE,   -- the library wants one; nobody is written to: <username>@staff.invalid
  email_verified boolean NOT NULL DEFAULT false,
  image          text,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL
);

CREATE TABLE access_session (
  id         text PRIMARY KEY,
  user_id    text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  token      text NOT NULL UNIQUE,       -- of no use without the signature that only the cookie has
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX access_session_user ON access_session (user_id);

CREATE TABLE access_account (
  id                       text PRIMARY KEY,
  user_id                  text NOT NULL REFERENCES access_user (id) ON DELETE CASCADE,
  account_id               text NOT NULL,
  provider_id              text NOT NULL, -- credential: by password
  password                 text,          -- scrypt, salted
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

CREATE TABLE staff (
  user_id     text PRIMARY KEY REFERENCES access_user (id) ON DELETE CASCADE,
  role        text NOT NULL,             -- city, district, township, station, auditor
  area_code   text NOT NULL,             -- works in this area
  disabled_at timestamptz,               -- may not sign in since
  created_at  timestamptz NOT NULL
);

-- Wrong passwords in a row, of any name that was typed, so that a lock does not tell which names exist. Keyed digest: a password typed into
-- the wrong field is not kept.
CREATE TABLE sign_in_failure (
  username_digest uuid PRIMARY KEY,
  failures        integer NOT NULL,
  last_at         timestamptz NOT NULL,
  locked_until    timestamptz
);
