-- What one registration writes, as plain inserts of random people: the most that this server can do of them. No check, no HTTP, no keys.
\set county 110105
BEGIN;
WITH person AS (SELECT gen_random_uuid() AS key),
made AS (
  INSERT INTO registration (county_code, election_id, person_key, name, name_order, sex, birth_date, community_code, county_district, voter_group,
    basis, evidence, channel, status, facts, digest, created_at)
  SELECT '110105', 'pgbench', key, '张三', '07111 07', 'M', '1990-01-01', '110105021021', '110105021021', '东郊社区', 'residence', 3, 'web',
    'registered', 0, gen_random_uuid(), now() FROM person
  RETURNING person_key, id
)
INSERT INTO claim (person_key, round, county_code, registration_id) SELECT person_key, 'pgbench', '110105', id FROM made;
INSERT INTO request (id, actor, action, answer, at) VALUES (gen_random_uuid(), gen_random_uuid()::text, 'register pgbench',
  '{"value": {"outcome": "registered","findings": [],"registration": {"electionId": "pgbench","electionName": "pgbench","pollingDay": "2026-12-28","countyCode": "110105","registrationId": 1,"status": "registered","community": {"code": "110105021021","name": "东郊社区居民委员会"},"districts": {"county": {"code": "110105021021","name": "东郊社区居民委员会"},"township": null},"voterGroup": "东郊社区居民委员会","stations": [],"listed": null,"channel": "web","at": "2026-11-23T00:00:00.000Z","findings": [],"steps": [{"step": "check-list","until": "2026-12-08","article": "EL 28","title": {"zh": "选民名单最迟这一天公布，请核对","en": "The voter list is out by this day: check your entry"}}]}}}', now());
INSERT INTO audit (county_code, at, actor, role, action, subject, details, request_id) VALUES ('110105', now(), '张三', 'voter',
  'registration.received', 'registration/1', '{"channel": "web","outcome": "registered","findings": [],"election": "pgbench"}', gen_random_uuid());
INSERT INTO outbox (county_code, topic, area_code, template, parameters, person_key, reference, dedupe_key, next_at, created_at, state)
  VALUES ('110105', 'pgbench', '110105021021', 'accepted', '{"election": "pgbench","pollingDay": "2026-12-28","place": "东郊社区居民委员会"}',
  gen_random_uuid(), 1, gen_random_uuid()::text, now() + interval '1 day', now(), 'queued');
COMMIT;
