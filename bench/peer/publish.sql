-- The voter list: by district and voter group, by strokes, numbered; the year of birth beside those who would read the same.
CREATE TABLE roll_entry AS
SELECT row_number() OVER (ORDER BY place, name COLLATE stroke, sex, birth_date, id) AS position, district, voter_group,
  row_number() OVER (PARTITION BY place ORDER BY name COLLATE stroke, sex, birth_date, id) AS number, name, sex,
  CASE WHEN count(*) OVER (PARTITION BY place, name COLLATE stroke, sex) > 1 THEN extract(year FROM birth_date)::integer || '年生' END AS mark, id AS registration_id
FROM registration JOIN (
  SELECT district, voter_group, row_number() OVER (ORDER BY district, coalesce(substring(voter_group FROM '\d+')::integer, 0), voter_group) AS place
  FROM (SELECT DISTINCT district, voter_group FROM registration WHERE status = 'registered' AND district IS NOT NULL) places
) places USING (district, voter_group)
WHERE status = 'registered';
