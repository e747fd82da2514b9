-- How many deputies a congress has (EL 12), who decided it on which figure, and how they are divided (EL 15). Small reference tables.

CREATE TABLE seat_decision (
  election_id       text NOT NULL,
  level             text NOT NULL,
  area_code         text NOT NULL,    -- whose congress it is: 6 digits, or 9
  population        integer NOT NULL,
  population_source text NOT NULL,    -- hukou: registered; resident: counted where they live (local)
  population_on     date,             -- the figure's day
  extra             smallint NOT NULL, -- what a province grants on top, in thousandths: 50 is 5 %
  fewer             integer,          -- decided where there are so few people that it may be below the base
  total             integer NOT NULL, -- as computed, or `fewer`
  document          text NOT NULL,    -- the decision: body and number
  minorities        jsonb NOT NULL,   -- peoples that live concentrated, with how many they are (EL 19)
  lots              text[] NOT NULL,  -- codes in the order that a lot gave, where claims were exactly equal
  set_by            text NOT NULL,
  role              text NOT NULL,
  at                timestamptz NOT NULL,
  PRIMARY KEY (election_id, level, area_code)
);

CREATE TABLE seat_allotment (
  election_id text NOT NULL,
  level       text NOT NULL,
  area_code   text NOT NULL,
  code        text NOT NULL,          -- of an area, or a unit's short name
  ordinal     integer NOT NULL,
  name        text NOT NULL,
  population  integer NOT NULL,
  seats       integer NOT NULL,
  PRIMARY KEY (election_id, level, area_code, code)
);
