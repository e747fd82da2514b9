/** People from elsewhere by province of their household register, as counts only. */
import type { ProvinceCounts } from '@mingce/domain/certificate'
import { EVIDENCE } from '@mingce/domain/election'
import { col, type Sql } from '../../platform/database/index.ts'

/**
 * Of how many people of an area a certificate is asked, by province: given (issued), refused by the place of origin or by the office here, and
 * silent, of whom nothing has come yet. Starts from those who showed one or were asked. The caller merges small numbers before anybody sees them (domain `mergeProvinces`).
 */
export const countByProvince = (sql: Sql, electionId: string, area: string, homePrefix: string): Promise<ProvinceCounts[]> =>
  sql.query(
    `SELECT s.province, count(*) FILTER (WHERE s.fate = 'issued') AS issued, count(*) FILTER (WHERE s.fate = 'refused') AS refused,
       count(*) FILTER (WHERE s.fate = 'silent') AS silent
     FROM (
       SELECT left(coalesce(p.hukou_area, t.from_code, ''), 2) AS province,
         CASE WHEN r.status = 'refused' OR t.state IN ('returned', 'given-back', 'giving-back') THEN 'refused'
           WHEN r.evidence & ${EVIDENCE.certificate} <> 0 AND t.state IS DISTINCT FROM 'held' THEN 'issued' ELSE 'silent' END AS fate
       FROM (SELECT g.person_key, g.county_code, g.id, g.community_code, g.status, g.evidence FROM registration g
           WHERE g.election_id = $1 AND g.evidence & ${EVIDENCE.certificate} <> 0
         UNION ALL
         SELECT g.person_key, g.county_code, g.id, g.community_code, g.status, g.evidence
         FROM (SELECT DISTINCT f.person_key, f.county_code, f.registration_id FROM finding f
           WHERE f.election_id = $1 AND f.code = 'place.unproven' AND f.state IN ('open', 'refused')) a
         JOIN registration g ON g.person_key = a.person_key AND g.county_code = a.county_code AND g.id = a.registration_id
         WHERE g.election_id = $1 AND g.evidence & ${EVIDENCE.certificate} = 0) r
       JOIN election e ON e.id = $1
       LEFT JOIN population p ON p.person_key = r.person_key
         AND p.extract_id = ANY(ARRAY(SELECT id FROM population_extract WHERE election_id = $1 AND state = 'current'))
       LEFT JOIN LATERAL (SELECT a.from_code, a.state FROM certificate_acceptance a WHERE a.person_key = r.person_key
         AND a.county_code = r.county_code AND a.registration_id = r.id ORDER BY a.taken_at DESC LIMIT 1) t ON true
       WHERE starts_with(coalesce(r.community_code, e.area_code), $2)
         AND r.status IN ('registered', 'review', 'pending', 'refused')
         AND NOT starts_with(coalesce(p.hukou_area, t.from_code, ''), $3)
     ) s GROUP BY s.province ORDER BY s.province`,
    [electionId, area, homePrefix],
    { province: col.text, issued: col.integer, refused: col.integer, silent: col.integer },
  )
