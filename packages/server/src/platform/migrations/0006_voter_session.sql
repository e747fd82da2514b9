-- Voters who signed in by real-name login. Both tables are looked up by what a browser brings and by nothing else, so that is their shard
-- key: a lookup is one row on one shard, and nothing joins them. Whoever a session belongs to, the person's tables are asked by person_key.

-- A login that was begun and has not come back: single use, gone when it comes back or after ten minutes.
CREATE TABLE voter_login (
  state_digest   uuid PRIMARY KEY,     -- keyed digest of the `state` that the issuer hands back
  login          text NOT NULL,        -- id in the settings: an answer of another issuer is refused
  browser_digest uuid NOT NULL,        -- keyed digest of the cookie of the browser that began: nobody is signed in by another's link
  sealed         bytea NOT NULL,       -- nonce, code verifier, and where to go afterwards
  expires_at     timestamptz NOT NULL
);
CREATE INDEX voter_login_expires ON voter_login (expires_at);

CREATE TABLE voter_session (
  token_digest   uuid PRIMARY KEY,     -- keyed digest; the token is only in the cookie
  person_key     uuid NOT NULL,
  name           text NOT NULL,        -- as the login gave it, written as the rolls write names
  login          text NOT NULL,        -- which login vouched: its id in the settings
  subject_digest uuid NOT NULL,        -- keyed digest of the account at the issuer
  created_at     timestamptz NOT NULL,
  seen_at        timestamptz NOT NULL, -- noted every five minutes at most; half an hour without a request ends the session
  expires_at     timestamptz NOT NULL, -- the end, however busy
  ended_at       timestamptz           -- signed out
);
CREATE INDEX voter_session_expires ON voter_session (expires_at);
