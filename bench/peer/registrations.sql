-- The rosters: each row against itself, the base, the people without the vote, and all rows before it.
ANALYZE registration_file;

-- Bits: 0 missing 1 format 2 checksum 3 date 4 precision-lost 5 name.missing 6 age 7 deprived 8 suspended (refused: 511)
--       9 birth 10 sex 11 unprintable 12 duplicate 13 other-district 14 absent 15 name 16 deceased 17 moved-out 18 unproven 19 district 22 several numbers (review: 5242368)
--       20 upgraded 21 retired 23 lives elsewhere (notes); 27 unchanged, 28 brings a registration up to date
CREATE UNLOGGED TABLE place AS
SELECT w.community AS written, coalesce(c.code, m.code) AS code
FROM (SELECT DISTINCT community FROM registration_file WHERE btrim(community) <> '') w
LEFT JOIN community c ON c.code = w.community
LEFT JOIN community_name m ON m.written = regexp_replace(normalize(w.community, NFKC), '\s+', '', 'g');
ANALYZE place;

CREATE UNLOGGED TABLE found AS
SELECT s.id, s.file, s.number, s.name, s.sex, s.birth_date, s.given_group, s.unit, s.basis, s.evidence, s.lives_here_since, s.contract_from, s.place, s.district,
  s.facts | CASE WHEN s.facts & 31 <> 0 THEN 0 ELSE
    CASE WHEN s.deprived THEN 128 ELSE 0 END | CASE WHEN s.suspended THEN 256 ELSE 0 END
    | CASE WHEN s.district IS NULL OR s.unknown_place THEN 524288 ELSE 0 END
    | CASE WHEN s.absent THEN 16384 ELSE
        CASE WHEN s.register_name <> s.name AND s.facts & 2048 = 0 THEN 32768 ELSE 0 END
        | CASE WHEN s.status = 'deceased' THEN 65536 WHEN s.status = 'moved-out' THEN 131072 ELSE 0 END
        | CASE WHEN NOT starts_with(s.hukou_area, :'home') AND NOT (s.evidence & 24 <> 0
            -- Certificate and residence permit, and a year of residence, or a contract and a year of work, on election day.
            OR s.evidence & 3 = 3 AND (coalesce(s.lives_here_since <= :'polling_day'::date - interval '12 months', false)
              OR coalesce(s.contract_from <= :'polling_day'::date - interval '12 months', s.evidence & 4 <> 0))) THEN 262144 ELSE 0 END
        | CASE WHEN s.written_place <> s.register_place AND s.given_district IS NULL AND s.status = 'present' THEN 8388608 ELSE 0 END
      END
  END AS facts
FROM (
  SELECT r.id, r.file, r.n AS number, r.name, c.day AS birth_date, CASE WHEN get_byte(r.b, 16) & 1 = 1 THEN 'M' WHEN r.b IS NOT NULL THEN 'F' END AS sex,
    nullif(btrim(r.voter_group), '') AS given_group, nullif(btrim(r.unit), '') AS unit,
    CASE r.basis WHEN '户籍' THEN 'hukou' WHEN '居住' THEN 'residence' WHEN '工作' THEN 'work' WHEN '就读' THEN 'study' END AS basis, r.evidence, r.lives_here_since, r.contract_from,
    -- A row that names a place nobody knows is not moved to another in silence.
    CASE WHEN w.written IS NOT NULL AND w.code IS NULL AND v.code IS NULL THEN NULL ELSE coalesce(w.code, p.community_code) END AS place, coalesce(v.code, dc.district_code) AS district,
    w.written IS NOT NULL AND w.code IS NULL AND v.code IS NULL AS unknown_place,
    w.code AS written_place, p.community_code AS register_place, v.code AS given_district,
    p.number IS NULL AS absent, p.name AS register_name, p.status, p.hukou_area, q.deprived, q.suspended,
    CASE WHEN r.b IS NULL THEN CASE WHEN coalesce(r.n, '') = '' THEN 1 WHEN r.n ~ '^[+-]?\d+(\.\d+)?E\+?\d+$' THEN 16 ELSE 2 END
      WHEN c.day IS NULL THEN 8
      WHEN check_character(r.b) <> right(r.n, 1) THEN 4
      ELSE CASE WHEN c.day > :'polling_day'::date - interval '18 years' THEN 64 ELSE 0 END
        | CASE WHEN r.birth = c.iso OR r.birth = '' OR r.birth IS NULL THEN 0 WHEN birth_differs(r.birth, c.day) THEN 512 ELSE 0 END
        | CASE WHEN lower(btrim(r.sex)) IN ('男', '男性', '1', '１', '01', 'm', 'male') AND get_byte(r.b, 16) & 1 = 0
            OR lower(btrim(r.sex)) IN ('女', '女性', '2', '２', '02', 'f', 'female') AND get_byte(r.b, 16) & 1 = 1 THEN 1024 ELSE 0 END
        | CASE WHEN NOT r.clean AND mend_number(r.number) ~ '^[0-9]{15}$' THEN 1048576 ELSE 0 END
        | CASE WHEN o.code IS NULL THEN 2097152 ELSE 0 END
      END
    | CASE WHEN r.plain THEN 0 WHEN r.name = '' THEN 32 WHEN unprintable(r.name) THEN 2048 ELSE 0 END AS facts
  FROM (
    SELECT q.*, CASE WHEN (q.clean OR q.n ~ '^[0-9]{17}[0-9X]$')
        AND left(q.n, 2) = ANY ('{11,12,13,14,15,21,22,23,31,32,33,34,35,36,37,41,42,43,44,45,46,50,51,52,53,54,61,62,63,64,65,71,81,82}'::text[])
      THEN decode(q.n, 'escape') END AS b
    FROM (
      SELECT f.id, f.file, f.number, f.clean, f.plain, f.sex, f.birth, f.community, f.district, f.voter_group, f.unit, f.basis,
        CASE WHEN f.plain THEN f.name ELSE mend_name(f.name) END AS name,
        CASE WHEN f.clean THEN f.number ELSE eighteen(mend_number(f.number)) END AS n,
        CASE WHEN yes(f.certificate) THEN 1 ELSE 0 END | CASE WHEN yes(f.residence_permit) THEN 2 ELSE 0 END | CASE WHEN yes(f.contract) THEN 4 ELSE 0 END
          | CASE WHEN yes(f.took_part) THEN 8 ELSE 0 END | CASE WHEN yes(f.university_student) THEN 16 ELSE 0 END AS evidence,
        stated_day(f.lives_here_since) AS lives_here_since, stated_day(f.contract_from) AS contract_from
      FROM (SELECT *, number ~ '^[0-9]{17}[0-9X]$' AS clean, name ~ '^[\u3400-\u4dbf\u4e00-\u9fff]{2,4}$' AS plain FROM registration_file OFFSET 0) f
      OFFSET 0
    ) q OFFSET 0
  ) r
  LEFT JOIN calendar c ON c.figure = substr(r.n, 7, 8)
  LEFT JOIN county o ON o.code = left(r.n, 6)
  LEFT JOIN place w ON w.written = r.community
  LEFT JOIN population p ON p.number = r.n
  LEFT JOIN district v ON r.district <> '' AND v.code = r.district
  LEFT JOIN district_community dc ON dc.community_code = CASE WHEN w.written IS NOT NULL AND w.code IS NULL AND v.code IS NULL THEN NULL ELSE coalesce(w.code, p.community_code) END
  LEFT JOIN (
    SELECT number, bool_or(ground = 'deprived') AS deprived, bool_or(ground = 'suspended') AS suspended FROM disqualification
    WHERE from_date <= :'polling_day'::date AND (to_date IS NULL OR to_date >= :'polling_day'::date) GROUP BY number
  ) q ON q.number = r.n
) s;
ANALYZE found;

-- One number for each name and birth date: where the rosters, which come together, have several, none is looked up before a person decides.
WITH several AS (
  SELECT name, birth_date FROM found WHERE facts & 31 = 0 GROUP BY name, birth_date HAVING min(number) <> max(number)
)
UPDATE found f SET facts = f.facts & 3149408 | 4194304, place = w.code, district = coalesce(v.code, dc.district_code)
FROM several s, registration_file r
  LEFT JOIN place w ON w.written = r.community
  LEFT JOIN district v ON r.district <> '' AND v.code = r.district
  LEFT JOIN district_community dc ON dc.community_code = w.code
WHERE f.name = s.name AND f.birth_date = s.birth_date AND f.facts & 31 = 0 AND r.id = f.id;

-- People with more than one row: of each file the first counts; the first of all files holds the person.
CREATE UNLOGGED TABLE repeated AS
SELECT o.id, CASE
    WHEN o.equal_before OR o.nth_equal > 1 THEN 134217728
    WHEN o.nth > 1 THEN 4096
    WHEN o.id = o.holder THEN 0
    WHEN o.district IS NOT DISTINCT FROM o.holder_district THEN
      CASE WHEN o.name = o.holder_name AND (o.given_group IS NULL OR o.given_group IS NOT DISTINCT FROM o.holder_group) AND o.facts & 5242368 = o.holder_facts & 5242368
        THEN 134217728 ELSE 268435456 END
    WHEN o.facts & 4194304 <> 0 THEN 0
    ELSE 8192 END AS mask
FROM (
  SELECT f.*, row_number() OVER of_file AS nth, row_number() OVER (PARTITION BY f.number, f.file, x.particulars ORDER BY f.id) AS nth_equal,
    row_number() OVER (PARTITION BY f.number, x.particulars ORDER BY f.id) > 1 AS equal_before,
    first_value(f.id) OVER of_person AS holder, first_value(f.district) OVER of_person AS holder_district, first_value(f.name) OVER of_person AS holder_name,
    first_value(f.given_group) OVER of_person AS holder_group, first_value(f.facts) OVER of_person AS holder_facts
  FROM found f
  JOIN (SELECT number FROM found WHERE facts & 511 = 0 GROUP BY number HAVING count(*) > 1) twice ON twice.number = f.number
  JOIN (SELECT id, md5(ROW(name, sex, birth, community, district, voter_group, unit, address, phone, basis, certificate, residence_permit, contract, took_part, university_student, lives_here_since, contract_from)::text) AS particulars
    FROM registration_file) x ON x.id = f.id
  WHERE f.facts & 511 = 0
  WINDOW of_file AS (PARTITION BY f.number, f.file ORDER BY f.id), of_person AS (PARTITION BY f.number ORDER BY f.facts & 4194304, f.id)
) o;
ANALYZE repeated;

CREATE TABLE registration AS
SELECT f.id, f.number, f.name, f.sex, f.birth_date, f.place AS community_code, f.district, coalesce(f.given_group, c.name, '') AS voter_group, f.unit, f.basis,
  f.evidence, f.lives_here_since, f.contract_from, f.facts | coalesce(p.mask, 0) AS facts,
  CASE WHEN (f.facts | coalesce(p.mask, 0)) & 5242368 = 0 THEN 'registered' ELSE 'review' END AS status,
  coalesce(p.mask, 0) & 12288 = 0 AND f.facts & 4194304 = 0 AS holds
FROM found f LEFT JOIN repeated p ON p.id = f.id LEFT JOIN community c ON c.code = f.place
WHERE f.facts & 511 = 0 AND coalesce(p.mask, 0) & 402653184 = 0;

CREATE TABLE finding AS
SELECT g.id AS registration_id, c.code,
  CASE c.code WHEN 'population.name' THEN p.name WHEN 'population.deceased' THEN p.status_on::text WHEN 'population.moved-out' THEN p.status_on::text
    WHEN 'place.unproven' THEN p.hukou_area END AS evidence, 'open' AS state
FROM registration g JOIN finding_code c ON g.facts & c.bit <> 0 LEFT JOIN population p ON p.number = g.number
WHERE g.facts & 5242368 <> 0 AND c.severity = 'review';

CREATE TABLE refused_row AS
SELECT f.id, f.file, f.name, f.place, f.unit, array_agg(c.code) AS codes
FROM found f JOIN finding_code c ON f.facts & c.bit <> 0 AND c.severity = 'refused'
WHERE f.facts & 511 <> 0 GROUP BY f.id, f.file, f.name, f.place, f.unit;
ANALYZE registration;
