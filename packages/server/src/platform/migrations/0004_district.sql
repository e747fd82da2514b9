-- Baseline, part 4: electoral districts, numbers of deputies, and plans of districts. Small tables that others are joined with.

CREATE TABLE district (
  election_id text NOT NULL,
  level       text NOT NULL,             -- county, township
  code        text NOT NULL,
  name        text NOT NULL,
  seats       smallint,
  PRIMARY KEY (election_id, level, code)
);

-- To which district of each level a community belongs.
CREATE TABLE district_community (
  election_id    text NOT NULL,
  level          text NOT NULL,
  community_code text NOT NULL,
  district_code  text NOT NULL,
  PRIMARY KEY (election_id, level, community_code)
);

-- How many deputies a congress has (EL 12): the decision, and the figures that it is based on.
CREATE TABLE seat_decision (
  election_id       text NOT NULL,
  level             text NOT NULL,
  area_code         text NOT NULL,       -- area of the congress: 6 or 9 digits
  population        integer NOT NULL,
  population_source text NOT NULL,       -- hukou: registered; resident: counted where they live (local)
  population_on     date,                -- day of the figure
  extra             smallint NOT NULL,   -- granted by the province on top, in thousandths: 50 is 5 %
  fewer             integer,             -- number decided below the base, where the population is very small
  total             integer NOT NULL,    -- as computed, or `fewer`
  document          text NOT NULL,       -- body and number of the decision
  minorities        jsonb NOT NULL,      -- peoples that live concentrated, with their numbers (EL 19)
  lots              text[] NOT NULL,     -- codes in the order drawn by lot, where remainders were equal
  set_by            text NOT NULL,
  role              text NOT NULL,
  at                timestamptz NOT NULL,
  PRIMARY KEY (election_id, level, area_code)
);

-- How the deputies of a congress are divided among areas and units (EL 15).
CREATE TABLE seat_allotment (
  election_id text NOT NULL,
  level       text NOT NULL,
  area_code   text NOT NULL,
  code        text NOT NULL,             -- of an area, or the short name of a unit
  ordinal     integer NOT NULL,
  name        text NOT NULL,
  population  integer NOT NULL,
  seats       integer NOT NULL,
  PRIMARY KEY (election_id, level, area_code, code)
);

-- Plans of electoral districts: drawn and compared. One plan of each level is frozen; `district` then says what it says.
CREATE TABLE district_plan (
  election_id       text NOT NULL,
  id                integer NOT NULL,    -- from 1 within the election
  level             text NOT NULL,
  name              text NOT NULL,
  state             text NOT NULL,       -- draft, frozen, replaced
  seats             smallint,            -- of the congress in this area; null: not stated yet
  based_on          integer,             -- id of the plan that it was copied from
  method            text NOT NULL,       -- hand, proposed
  seed              integer,             -- of a proposal: the same seed gives the same plan
  sketch            boolean NOT NULL,    -- neighbours or shapes were estimated from points (示意图)
  population_source text NOT NULL,       -- file, register, none
  made_by           text NOT NULL,
  made_at           timestamptz NOT NULL,
  frozen_by         text,
  frozen_at         timestamptz,
  override_reason   text,                -- of freezing the plan after the list was published
  PRIMARY KEY (election_id, id)
);

CREATE TABLE district_plan_district (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  number      smallint NOT NULL,
  name        text NOT NULL,
  seats       smallint NOT NULL,
  PRIMARY KEY (election_id, plan_id, number)
);

-- The units that a plan puts into districts.
CREATE TABLE district_plan_unit (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  code        text NOT NULL COLLATE "C", -- a community, a whole street or township, or an institution
  name        text NOT NULL,
  population  integer NOT NULL,
  district    smallint,                  -- number of the district; null: not in one yet
  existing    text,                      -- district of the unit when the plan was made
  longitude   double precision,
  latitude    double precision,
  shape       jsonb,                     -- GeoJSON geometry
  PRIMARY KEY (election_id, plan_id, code)
);

-- Which units are neighbours.
CREATE TABLE district_plan_border (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  unit        text NOT NULL COLLATE "C",
  neighbour   text NOT NULL COLLATE "C",
  PRIMARY KEY (election_id, plan_id, unit, neighbour)
);

-- Changes of a plan in order. Undoing reverts the last one and deletes its row.
CREATE TABLE district_plan_step (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  number      integer NOT NULL,
  kind        text NOT NULL,             -- move, district, add, remove, propose
  summary     jsonb NOT NULL,            -- shown to people
  before      jsonb NOT NULL,            -- the districts before, and the district of each unit that was changed
  by_user     text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (election_id, plan_id, number)
);
