-- Rule sets of offices, areas added by offices, and sentences of people without the vote.

-- Rule sets that offices bring (河北省实施细则 …), in versions. The program's own are in its code; a version counts from its confirmation on.
CREATE TABLE rule_set (
  id              text NOT NULL,
  version         integer NOT NULL,
  area_code       text NOT NULL,         -- whose it is: who may set up elections here may bring the next version; '' is the whole country
  body            jsonb NOT NULL,        -- as the file has it
  note            text NOT NULL,         -- what changed, in words
  proposed_by     text NOT NULL,
  proposed_by_id  text NOT NULL,         -- the account: another one confirms
  proposed_at     timestamptz NOT NULL,
  confirmed_by    text,                  -- null: waits
  confirmed_by_id text,
  confirmed_at    timestamptz,
  PRIMARY KEY (id, version),
  CONSTRAINT rule_set_two_people CHECK (confirmed_by_id <> proposed_by_id)
);

-- The rules as they held when the list was published: they stay, whatever sets become later.
ALTER TABLE election ADD COLUMN frozen_rules jsonb;

-- Of a deprivation that was added to a main sentence: it holds while that is served too (CL 58). Null: none is said.
ALTER TABLE disqualification ADD COLUMN sentence_from date;
ALTER TABLE disqualification ADD COLUMN sentence_to date;
ALTER TABLE disqualification_entry ADD COLUMN sentence_from date;
ALTER TABLE disqualification_entry ADD COLUMN sentence_to date;

-- Seats of the army in a county's congress, taken off before the rest is divided (EL 6).
ALTER TABLE seat_decision ADD COLUMN army integer NOT NULL DEFAULT 0;

-- Areas that an office added to the table of the country, in versions: `area` is filled anew with the country's next table, and these stay.
CREATE TABLE area_addition (
  code     text COLLATE "C" NOT NULL,
  version  integer NOT NULL,             -- of the additions as a whole, from 1; the newest of a code holds
  name     text NOT NULL,
  source   text NOT NULL,                -- document that made the area, or another source
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (code, version)
);
