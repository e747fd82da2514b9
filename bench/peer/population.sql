-- The base: who lives here, by number. Rows without a usable number, name or status are refused; of several rows of one person the first stays.
ANALYZE population_file;

-- Some hundred places stand in a million rows: each is looked up once.
CREATE UNLOGGED TABLE population_place AS
SELECT w.community AS written, coalesce(c.code, m.code) AS code
FROM (SELECT DISTINCT community FROM population_file WHERE community <> '') w
LEFT JOIN community c ON c.code = w.community
LEFT JOIN community_name m ON m.written = regexp_replace(normalize(w.community, NFKC), '\s+', '', 'g');
ANALYZE population_place;

CREATE UNLOGGED TABLE population_refused (id bigint, code text);
CREATE TABLE population AS
SELECT id, n AS number, name, sex, birth_date, hukou_area, community_code, status, status_on, fault
FROM (
  SELECT r.id, r.n, CASE WHEN r.plain THEN r.name ELSE mend_name(r.name) END AS name,
    CASE WHEN get_byte(r.b, 16) & 1 = 1 THEN 'M' ELSE 'F' END AS sex, c.day AS birth_date, nullif(btrim(r.hukou_area), '') AS hukou_area,
    w.code AS community_code,
    CASE WHEN r.status IN ('正常', '') OR r.status IS NULL THEN 'present' WHEN r.status = '死亡' THEN 'deceased' WHEN r.status = '迁出' THEN 'moved-out'
      WHEN lower(btrim(r.status)) IN ('在册', '常住', '有效', 'present', 'normal', '户籍', '在世', '1', '正常') THEN 'present'
      WHEN lower(btrim(r.status)) IN ('死亡', '已死亡', '去世', '已故', '死亡注销', '亡故', 'deceased', 'dead') THEN 'deceased'
      WHEN lower(btrim(r.status)) IN ('迁出', '已迁出', '迁移', '户口迁出', '迁出注销', '转出', 'moved-out', 'moved', 'movedout') THEN 'moved-out' END AS status,
    CASE WHEN r.status_on <> '' THEN read_day(r.status_on) END AS status_on,
    CASE WHEN r.b IS NULL THEN CASE WHEN coalesce(r.n, '') = '' THEN 'identity.missing' WHEN r.n ~ '^[+-]?\d+(\.\d+)?E\+?\d+$' THEN 'identity.precision-lost' ELSE 'identity.format' END
      WHEN c.day IS NULL THEN 'identity.date'
      WHEN check_character(r.b) <> right(r.n, 1) THEN 'identity.checksum' END AS fault
  FROM (
    SELECT q.*, CASE WHEN (q.clean OR q.n ~ '^[0-9]{17}[0-9X]$')
        AND left(q.n, 2) = ANY ('{11,12,13,14,15,21,22,23,31,32,33,34,35,36,37,41,42,43,44,45,46,50,51,52,53,54,61,62,63,64,65,71,81,82}'::text[])
      THEN decode(q.n, 'escape') END AS b
    FROM (
      SELECT f.*, f.clean_number AS clean, CASE WHEN f.clean_number THEN f.number ELSE eighteen(mend_number(f.number)) END AS n
      FROM (SELECT *, number ~ '^[0-9]{17}[0-9X]$' AS clean_number, name ~ '^[\u3400-\u4dbf\u4e00-\u9fff]{2,4}$' AS plain FROM population_file OFFSET 0) f
      OFFSET 0
    ) q OFFSET 0
  ) r
  LEFT JOIN calendar c ON c.figure = substr(r.n, 7, 8)
  LEFT JOIN population_place w ON w.written = r.community
) s;

INSERT INTO population_refused SELECT id, coalesce(fault, CASE WHEN name = '' THEN 'name.missing' ELSE 'row.incomplete' END)
FROM population WHERE fault IS NOT NULL OR name = '' OR status IS NULL;
DELETE FROM population WHERE fault IS NOT NULL OR name = '' OR status IS NULL;
INSERT INTO population_refused
SELECT p.id, 'duplicate.same-file' FROM population p
JOIN (SELECT number, min(id) AS first FROM population GROUP BY number HAVING count(*) > 1) twice ON twice.number = p.number AND p.id > twice.first;
DELETE FROM population p USING population_refused r WHERE r.id = p.id AND r.code = 'duplicate.same-file';
ANALYZE population;

-- People without the vote on election day: a complete entry with its decision; a later entry of the same document corrects it.
CREATE TABLE disqualification AS
SELECT DISTINCT ON (number, ground, document_no) id, number, name, ground, authority, document_no, from_date, to_date
FROM (
  SELECT r.id, r.n AS number, mend_name(r.name) AS name, btrim(r.authority) AS authority, btrim(r.document_no) AS document_no,
    CASE WHEN lower(btrim(r.ground)) IN ('剥夺政治权利', '剥夺', '剥权', '被剥夺政治权利', '剥夺政治权利终身', 'deprived') THEN 'deprived'
      WHEN lower(btrim(r.ground)) IN ('停止行使选举权利', '停止行使', '停权', '停止行使选举权', '停止选举权利', '暂停行使选举权利', 'suspended') THEN 'suspended' END AS ground,
    read_day(r.from_date) AS from_date, r.open, CASE WHEN NOT r.open THEN read_day(r.to_date) END AS to_date
  FROM (
    SELECT *, eighteen(mend_number(number)) AS n,
      lower(btrim(coalesce(to_date, ''))) IN ('', '终身', '长期', '永久', '无期', '无', '-', '—', '/', '至今', 'open', 'life') AS open
    FROM disqualification_file
  ) r
  JOIN calendar c ON c.figure = substr(r.n, 7, 8)
  WHERE r.n ~ '^[0-9]{17}[0-9X]$' AND check_character(decode(left(r.n, 17), 'escape')) = right(r.n, 1)
) e
WHERE name <> '' AND authority <> '' AND document_no <> '' AND ground IS NOT NULL AND from_date IS NOT NULL AND (open OR to_date >= from_date)
  AND (ground <> 'suspended' OR authority ~* '检察院|法院|procurat|court')
ORDER BY number, ground, document_no, id DESC;
ANALYZE disqualification;
