-- Who elects the deputies of a township: a fact about a person or a unit, kept with its source (EL 3, P83 §6 and §7, BJ 28).

-- What holds for the people of a community unless a person or a unit says otherwise. A community without a row has no township congress.
CREATE TABLE township_electorate (
  election_id    text NOT NULL,
  community_code text NOT NULL,
  elects         text NOT NULL,          -- all, none, by-person
  source         text NOT NULL,          -- code: suggested by the area code, to be confirmed; committee: its list
  document       text,                   -- of the committee
  set_by         text,                   -- null: by code
  at             timestamptz NOT NULL,
  PRIMARY KEY (election_id, community_code)
);

-- Units whose staff register at the unit, and whether they elect the deputies of the township in which the unit is.
CREATE TABLE electing_unit (
  election_id    text NOT NULL,
  name           text NOT NULL,          -- as rosters write it
  community_code text,                   -- where it is; null: the staff registered at the unit, wherever
  statute        text NOT NULL,          -- own: under the county (区属); higher: central, provincial or of the city
  agreement      text,                   -- of a higher unit and the committee: votes, stays-out; null: none
  document       text,                   -- of the statute or the agreement
  elects         text,                   -- yes, no, undecided: what follows by the rule set; null: as anyone else in the community
  district_code  text,                   -- township-level district of its staff; null: that of the community
  set_by         text NOT NULL,
  at             timestamptz NOT NULL,
  PRIMARY KEY (election_id, name)
);

-- What an officer decided about one person.
CREATE TABLE township_answer (
  person_key    uuid NOT NULL,
  election_id   text NOT NULL,
  elects        boolean NOT NULL,
  district_code text,                    -- of the township level; null: that of the community
  ground        text NOT NULL,           -- hukou, collective, unit, other-township
  document      text NOT NULL,
  set_by        text NOT NULL,
  role          text NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (person_key, election_id)
);

-- What a file or the person says of it.
ALTER TABLE intake ADD COLUMN elects_township boolean;
ALTER TABLE population ADD COLUMN elects_township boolean;
ALTER TABLE registration ADD COLUMN elects_township boolean;
-- What follows. vote: yes, no, undecided; null: the election has no township level. ground: officer, unit, register, stated, community, earlier
-- (kept when the person moved within the township), disputed (sources contradict each other).
ALTER TABLE registration ADD COLUMN township_vote text;
ALTER TABLE registration ADD COLUMN township_ground text;

-- Elections that are under way keep what the area codes said, marked as to be confirmed.
INSERT INTO township_electorate (election_id, community_code, elects, source, at)
SELECT e.id, c.code,
  CASE WHEN substr(c.code, 10, 1) IN ('2', '3') OR NOT EXISTS (SELECT FROM jsonb_array_elements_text(e.words) w(word) WHERE strpos(s.name, w.word) > 0)
    THEN 'all' ELSE 'none' END, 'code', e.created_at
FROM (
  SELECT o.*, coalesce(o.frozen_rules -> 'dualAreaNames',
    (SELECT CASE WHEN jsonb_typeof(b.body -> 'values' -> 'dualAreaNames' -> 'value') = 'array' THEN b.body -> 'values' -> 'dualAreaNames' -> 'value' END
     FROM rule_set b WHERE b.id = o.rule_set AND b.confirmed_at IS NOT NULL ORDER BY b.version DESC LIMIT 1),
    CASE WHEN o.rule_set = 'beijing' THEN '["地区"]'::jsonb ELSE '[]'::jsonb END) AS words
  FROM election o WHERE 'township' = ANY(o.levels) AND o.state <> 'closed'
) e
JOIN area c ON c.level = 5 AND starts_with(c.code, e.area_code)
JOIN area s ON s.code = left(c.code, 9)
WHERE substr(c.code, 7, 1) <> '0' OR EXISTS (SELECT FROM jsonb_array_elements_text(e.words) w(word) WHERE strpos(s.name, w.word) > 0);

UPDATE registration r SET township_vote = CASE WHEN r.township_district IS NULL THEN 'no' ELSE 'yes' END, township_ground = 'community'
FROM election e WHERE e.id = r.election_id AND 'township' = ANY(e.levels) AND e.state <> 'closed';

-- The work queue of an office: few of many.
CREATE INDEX registration_electorate ON registration (election_id, county_code, id)
  WHERE township_vote = 'undecided' OR township_ground = 'disputed' OR (township_vote = 'yes' AND township_district IS NULL);
