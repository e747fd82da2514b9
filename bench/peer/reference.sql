-- What both sides have before the clock starts: areas, codes, the calendar, and functions for the rows that need mending.
-- Takes the psql variables polling_day (yyyy-mm-dd) and the files \copied below by the caller: community, county.

-- Findings as bits of one number; severity as in docs/findings. Kept narrow, as one would by hand.
CREATE TABLE finding_code (code text PRIMARY KEY, bit integer NOT NULL, severity text NOT NULL);

CREATE TABLE community (code text PRIMARY KEY, name text NOT NULL);
-- Every way a clerk may write a community, where it can mean only one.
CREATE TABLE community_name (written text PRIMARY KEY, code text NOT NULL);
-- Without a district table each community is its own district.
CREATE TABLE district (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE district_community (community_code text PRIMARY KEY, district_code text NOT NULL);
CREATE TABLE county (code text PRIMARY KEY);

CREATE TABLE calendar AS
  SELECT to_char(day, 'YYYYMMDD') AS figure, to_char(day, 'YYYY-MM-DD') AS iso, day::date AS day
  FROM generate_series(date '1850-01-01', :'polling_day'::date, interval '1 day') AS day;
ALTER TABLE calendar ADD PRIMARY KEY (figure);

CREATE COLLATION stroke (provider = icu, locale = 'zh-u-co-stroke', deterministic = true);

-- The check character of the first 17 digits (GB 11643); the argument is the number as bytes.
CREATE FUNCTION check_character(b bytea) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT substr('10X98765432', (get_byte(b, 0) * 7 + get_byte(b, 1) * 9 + get_byte(b, 2) * 10 + get_byte(b, 3) * 5 + get_byte(b, 4) * 8
    + get_byte(b, 5) * 4 + get_byte(b, 6) * 2 + get_byte(b, 7) + get_byte(b, 8) * 6 + get_byte(b, 9) * 3 + get_byte(b, 10) * 7
    + get_byte(b, 11) * 9 + get_byte(b, 12) * 10 + get_byte(b, 13) * 5 + get_byte(b, 14) * 8 + get_byte(b, 15) * 4 + get_byte(b, 16) * 2
    - 4800) % 11 + 1, 1)
$$;

-- Numbers as clerks send them: full-width forms, spaces, apostrophes, ="…", a small x.
CREATE FUNCTION mend_number(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(upper(translate(regexp_replace(coalesce(raw, ''),
      '[\u0001-\u0020\u0027\u0060\u00a0\u00b4\u3000\ufeff\uff07\uff40\u2000-\u200f\u2018-\u201b\u2028-\u202f\u205f-\u2064\u2032]', '', 'g'),
    '０１２３４５６７８９Ｘｘ．＋－＝＂Ｅｅ', '0123456789Xx.+-="Ee')), '^="(.*)"$', '\1')
$$;

-- A mended number with 15 places becomes 18.
CREATE FUNCTION eighteen(mended text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE first17 text;
BEGIN
  IF mended !~ '^[0-9]{15}$' THEN RETURN mended; END IF;
  first17 := left(mended, 6) || '19' || substr(mended, 7);
  RETURN first17 || check_character(decode(first17, 'escape'));
END $$;

-- Names that are not two to four common characters: one kind of space, one dot, no marks, NFC.
CREATE FUNCTION mend_name(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(normalize(translate(btrim(regexp_replace(regexp_replace(coalesce(raw, ''),
      '[\u200b-\u200f\u2060-\u2064\ufeff]', '', 'g'), '[\s\u00a0\u3000]+', ' ', 'g')), '•・‧･⋅∙', '······'), NFC),
    '([\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]) ?[.．] ?(?=[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff])', '\1·', 'g'),
    '([\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]) | (?=[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff])', '\1', 'g'),
    ' ?· ?', '·', 'g')
$$;

CREATE FUNCTION unprintable(name text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT name ~ '[\u0001-\u001f\u003f\u007f-\u009f\uff1f\ufffd\u25a1\u3013\ue000-\uf8ff\U000f0000-\U0010ffff]'
$$;

-- Days in the ways clerks write them; null where it is none.
CREATE FUNCTION read_day(raw text) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  t text := btrim(translate(regexp_replace(coalesce(raw, ''), '[''‘’\ufeff\u200b-\u200f]', '', 'g'), '０１２３４５６７８９－／．　', '0123456789-/. '));
  p text[];
BEGIN
  IF t ~ '^[0-9]{5}(\.[0-9]+)?$' THEN RETURN date '1899-12-30' + floor(t::numeric)::integer; END IF;
  p := coalesce(
    regexp_match(t, '^([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?[日号]?([T ]*[0-9]{1,2}[:时点].*)?$'),
    regexp_match(t, '^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6})?$'));
  IF p IS NULL THEN RETURN NULL; END IF;
  RETURN make_date(p[1]::integer, p[2]::integer, p[3]::integer);
EXCEPTION WHEN datetime_field_overflow THEN RETURN NULL;
END $$;

-- Does what a birth column says disagree with the day in the number? A year, or a year and month, that agrees is no contradiction.
CREATE FUNCTION birth_differs(raw text, born date) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  said date := read_day(raw);
  p text[];
BEGIN
  IF said IS NOT NULL THEN RETURN said <> born; END IF;
  IF btrim(coalesce(raw, '')) = '' THEN RETURN false; END IF;
  p := regexp_match(btrim(raw), '^([0-9]{4})[-/.年]?([0-9]{1,2})?月?$');
  RETURN p IS NULL OR p[1]::integer <> extract(year FROM born) OR (p[2] IS NOT NULL AND p[2]::integer <> extract(month FROM born));
END $$;

CREATE FUNCTION yes(cell text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN cell IN ('否', '', '无') OR cell IS NULL THEN false WHEN cell IN ('是', '有') THEN true
    ELSE lower(btrim(cell)) NOT IN ('', '否', '无', '没有', '未', '未参加', '不是', '没', '0', 'n', 'no', 'none', 'false', '×', 'x', '✗', '✘', '-', '—', '–', '/', '\', '０') END
$$;

-- A day as files mostly have it, else in the other ways; null where nothing is stated.
CREATE FUNCTION stated_day(raw text) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN raw IS NULL OR raw = '' THEN NULL WHEN raw ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' THEN raw::date ELSE read_day(raw) END
$$;

-- Staging: the files as they are, as text. Lost with a crash, and nobody minds.
CREATE UNLOGGED TABLE population_file (
  id bigint GENERATED ALWAYS AS IDENTITY, name text, number text, sex text, birth text, people text, hukou_area text, hukou_address text,
  address text, community text, phone text, status text, status_on text);
CREATE UNLOGGED TABLE disqualification_file (
  id bigint GENERATED ALWAYS AS IDENTITY, name text, number text, ground text, authority text, document_no text, from_date text, to_date text);
CREATE UNLOGGED TABLE registration_file (
  id bigint GENERATED ALWAYS AS IDENTITY, file integer, name text, number text, sex text, birth text, community text, district text,
  voter_group text, unit text, address text, phone text, basis text, certificate text, residence_permit text, contract text,
  took_part text, university_student text, lives_here_since text, contract_from text);
