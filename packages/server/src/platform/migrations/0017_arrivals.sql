-- Voters who arrive by certificate and may go back, partners after a restore, people who share an ID number, and corrections by an officer.

-- The registration that a released voter left, which is theirs again when the destination gives them back.
ALTER TABLE certificate ADD COLUMN left_county text;
ALTER TABLE certificate ADD COLUMN left_registration_id bigint;

-- States of an acceptance are now also: review (an officer decides before the place of origin is asked), giving-back (refused here after the
-- place of origin had released the voter; it is asked to take them back), given-back. Reasons of a return are also: polling, refused.
ALTER TABLE certificate_acceptance ADD COLUMN presented text; -- the certificate as shown, until the round is purged
DROP INDEX certificate_once;
CREATE UNIQUE INDEX certificate_once ON certificate_acceptance (person_key, certificate_id) WHERE state NOT IN ('returned', 'given-back');
CREATE INDEX certificate_acceptance_registration ON certificate_acceptance (person_key, county_code, registration_id);

-- registration.bound is also: arriving (accepted here, an officer decides before the place of origin is asked; on no list).

-- When a partner has said, since the last restore of this installation, what it took from here and released to here.
-- `reconciled_for` is the value of `installation` restored-at that it answered for; a restore writes another one.
ALTER TABLE partner ADD COLUMN reconciled_for text;
ALTER TABLE partner ADD COLUMN reconciled_at timestamptz;
ALTER TABLE partner ADD COLUMN reconciled_by text;
-- When the partner itself was restored, as it says: messages that it made before are not answered.
ALTER TABLE partner ADD COLUMN restored_at timestamptz;

-- A new key of a partner counts with the signature of one of its known keys, or when two people confirm it. No two share a key.
ALTER TABLE partner_key ADD COLUMN endorsed_by text;
ALTER TABLE partner_key ADD COLUMN endorsement text;
CREATE UNIQUE INDEX partner_key_once ON partner_key (key_id);
CREATE UNIQUE INDEX authority_key_once ON authority_key (key_id);

-- Names of the round that two installations agreed to be the same renewal.
CREATE TABLE partner_round (
  partner_id text NOT NULL,
  theirs     text NOT NULL,
  ours       text NOT NULL,
  agreed_at  timestamptz NOT NULL,
  agreed_by  text NOT NULL,
  PRIMARY KEY (partner_id, theirs)
);

-- Further people whom the population register has under a number that another person of the extract has too (重号).
CREATE TABLE population_namesake (
  extract_id     bigint NOT NULL,
  person_key     uuid NOT NULL,          -- of the number that both have
  row_no         bigint NOT NULL,
  name           text NOT NULL,
  sex            text,
  birth_date     date NOT NULL,
  hukou_area     text,
  community_code text,
  status         text NOT NULL,
  contact_block  bigint,
  contact_index  smallint,
  PRIMARY KEY (person_key, extract_id, name)
);

-- Outcomes of a visit are: found, out (nobody at home), abroad, moved, unknown (nobody there knows the person), closed (without the reason).
