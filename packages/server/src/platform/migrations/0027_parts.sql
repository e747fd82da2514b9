-- Communities divided among electoral districts by their parts: 村民小组, 居民小组, 楼院 (EL 25).

-- The parts of a community, as the office lists them for an election. `part` is the name in one spelling: 第一村民小组 and 一组 are 1组.
CREATE TABLE community_part (
  election_id       text NOT NULL,
  community_code    text NOT NULL,
  part              text NOT NULL,
  name              text NOT NULL,       -- as the office writes it
  ordinal           integer NOT NULL,
  population        integer NOT NULL,
  population_source text NOT NULL,       -- register, rosters, typed, none
  set_by            text NOT NULL,
  at                timestamptz NOT NULL,
  PRIMARY KEY (election_id, community_code, part)
);

-- '': the whole community. A community of a level has one row with '', or one for each of its parts.
ALTER TABLE district_community ADD COLUMN part text NOT NULL DEFAULT '';
ALTER TABLE district_community DROP CONSTRAINT district_community_pkey, ADD PRIMARY KEY (election_id, level, community_code, part);

-- The part that a person is of, in the same spelling, whether or not the community is divided. Null: nothing is known of it.
ALTER TABLE intake ADD COLUMN part text;
ALTER TABLE population ADD COLUMN part text;
ALTER TABLE registration ADD COLUMN part text;
