-- Plans of electoral districts: drawn, compared, and one of each level frozen as the legal one, which then is what `district` says.
-- Reference tables like election and district: a few plans of some thousand units.

CREATE TABLE district_plan (
  election_id text NOT NULL,
  id          integer NOT NULL,      -- from 1 within the election
  level       text NOT NULL,
  name        text NOT NULL,
  state       text NOT NULL,         -- draft, frozen, replaced
  seats       smallint,              -- what the congress has here; null: not said yet
  based_on    integer,               -- the plan it was copied from
  method      text NOT NULL,         -- hand, proposed
  seed        integer,               -- of a proposal: the same seed gives the same plan
  sketch      boolean NOT NULL,      -- neighbours or shapes were guessed from points (示意图)
  population_source text NOT NULL,   -- file, register, none
  made_by     text NOT NULL,
  made_at     timestamptz NOT NULL,
  frozen_by   text,
  frozen_at   timestamptz,
  override_reason text,              -- why it was frozen after the list was out
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

CREATE TABLE district_plan_unit (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  code        text NOT NULL COLLATE "C", -- a community, a whole street or township, or a unit of its own
  name        text NOT NULL,
  population  integer NOT NULL,
  district    smallint,              -- null: in none yet
  existing    text,                  -- the district it stood in when the plan was made
  longitude   double precision,
  latitude    double precision,
  shape       jsonb,                 -- GeoJSON geometry
  PRIMARY KEY (election_id, plan_id, code)
);

CREATE TABLE district_plan_border (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  unit        text NOT NULL COLLATE "C",
  neighbour   text NOT NULL COLLATE "C",
  PRIMARY KEY (election_id, plan_id, unit, neighbour)
);

-- What was changed, in order, with how it was before: undoing takes the last one back.
CREATE TABLE district_plan_step (
  election_id text NOT NULL,
  plan_id     integer NOT NULL,
  number      integer NOT NULL,
  kind        text NOT NULL,         -- move, district, add, remove, propose
  summary     jsonb NOT NULL,        -- what a person reads of it
  before      jsonb NOT NULL,        -- districts and the districts of the units that changed
  by_user     text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (election_id, plan_id, number)
);
