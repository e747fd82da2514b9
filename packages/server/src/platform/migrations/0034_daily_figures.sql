-- Figures of each day by community, for their trend: written again and again until the day is over, and kept as they were then.
CREATE TABLE people_count_day (
  election_id    text NOT NULL,
  community_code text NOT NULL,
  day            date NOT NULL,          -- in China
  eligible       bigint NOT NULL,
  registered     bigint NOT NULL,
  missing        bigint NOT NULL,        -- eligible, and not yet registered
  PRIMARY KEY (election_id, day, community_code)
);
