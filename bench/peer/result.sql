-- What was found, to be compared: one JSON object. Not timed.
WITH judged AS (
  SELECT f.facts | coalesce(p.mask, 0) AS facts,
    CASE WHEN f.facts & 511 <> 0 THEN 'refused' WHEN coalesce(p.mask, 0) & 134217728 <> 0 THEN 'unchanged'
      WHEN (f.facts | coalesce(p.mask, 0)) & 5242368 <> 0 THEN 'review' ELSE 'accepted' END AS outcome
  FROM found f LEFT JOIN repeated p ON p.id = f.id
)
SELECT json_build_object(
  'population', (SELECT count(*) FROM population),
  'population refused', (SELECT count(*) FROM population_refused),
  'disqualifications', (SELECT count(*) FROM disqualification),
  'rows', (SELECT count(*) FROM judged),
  'accepted', (SELECT count(*) FROM judged WHERE outcome = 'accepted'),
  'review', (SELECT count(*) FROM judged WHERE outcome = 'review'),
  'refused', (SELECT count(*) FROM judged WHERE outcome = 'refused'),
  'unchanged', (SELECT count(*) FROM judged WHERE outcome = 'unchanged'),
  'registered', (SELECT sum(registered) FROM standing),
  'in review', (SELECT sum(review) FROM standing),
  'eligible', (SELECT sum(eligible) FROM standing),
  'not yet registered', (SELECT sum(missing) FROM standing),
  'roll entries', (SELECT count(*) FROM roll_entry),
  'open findings', (SELECT count(*) FROM finding),
  'findings', (SELECT json_object_agg(code, rows) FROM (
    SELECT c.code, count(*) AS rows FROM judged j JOIN finding_code c ON j.facts & c.bit <> 0
    WHERE CASE j.outcome WHEN 'refused' THEN c.severity IN ('refused', 'note') WHEN 'unchanged' THEN false WHEN 'review' THEN c.severity <> 'refused' ELSE c.severity = 'note' END
    GROUP BY c.code) x),
  'lists', (SELECT md5(string_agg(place || ' ' || people, chr(10) ORDER BY place)) FROM (
    SELECT (district || ' ' || voter_group) COLLATE "C" AS place, count(*) AS people FROM roll_entry GROUP BY 1) l),
  'standing', (SELECT md5(string_agg(code || ' ' || eligible || ' ' || registered || ' ' || missing, chr(10) ORDER BY code COLLATE "C")) FROM standing));
