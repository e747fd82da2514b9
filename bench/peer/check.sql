-- Where the roll stands, and who may vote and is on no roll, by community.
CREATE TABLE standing AS
WITH base AS (
  SELECT coalesce(p.community_code, :'area') AS code, count(*) AS eligible, count(*) FILTER (WHERE g.number IS NULL) AS missing
  FROM population p LEFT JOIN (SELECT number FROM registration WHERE holds) g ON g.number = p.number
  WHERE p.status = 'present' AND p.birth_date <= :'polling_day'::date - interval '18 years'
    AND NOT EXISTS (SELECT FROM disqualification d WHERE d.number = p.number AND d.from_date <= :'polling_day'::date AND (d.to_date IS NULL OR d.to_date >= :'polling_day'::date))
  GROUP BY 1
), roll AS (
  SELECT coalesce(community_code, :'area') AS code, count(*) FILTER (WHERE status = 'registered') AS registered, count(*) FILTER (WHERE status = 'review') AS review
  FROM registration GROUP BY 1
)
SELECT code, coalesce(eligible, 0) AS eligible, coalesce(registered, 0) AS registered, coalesce(review, 0) AS review, coalesce(missing, 0) AS missing
FROM base FULL JOIN roll USING (code);
