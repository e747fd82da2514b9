/** People from elsewhere by province of their household register, as counts only. */
import type { ProvinceCounts } from '@mingce/domain/certificate'
import { EVIDENCE } from '@mingce/domain/election'
import { col, type Sql } from '../../platform/database/index.ts'

/**
 * Of how many people of an area a certificate is asked, by province: given (issued), refused by the place of origin or by the office here, and
 * silent, of whom nothing has come yet. The caller merges small numbers before anybody sees them (domain `mergeProvinces`).
 */
export const countByProvince = (sql: Sql, electionId: string, area: string, homePrefix: string): Promise<ProvinceCounts[]> =>
  sql.query(
    `SELECT s.province, count(*) FILTER (WHERE s.fate = 'issued') AS issued, count(*) FILTER (WHERE s.fate = 'refused') AS refused,
       count(*) FILTER (WHERE s.fate = 'silent') AS silent
     FROM (
       SELECT left(coalesce(p.hukou_area, t.from_code, ''), 2) AS province,
         CASE WHEN r.status = 'refused' OR t.state IN ('returned', 'given-back', 'giving-back') THEN 'refused'
           WHEN r.evidence & $4 <> 0 AND t.state IS DISTINCT FROM 'held' THEN 'issued' ELSE 'silent' END AS fate
       FROM registration r
       JOIN election e ON e.id = r.election_id
       LEFT JOIN population_extract x ON x.election_id = r.election_id AND x.state = 'current'
       LEFT JOIN population p ON p.person_key = r.person_key AND p.extract_id = x.id
       LEFT JOIN LATERAL (SELECT a.from_code, a.state FROM certificate_acceptance a WHERE a.person_key = r.person_key
         AND a.county_code = r.county_code AND a.registration_id = r.id ORDER BY a.taken_at DESC LIMIT 1) t ON true
       WHERE r.election_id = $1 AND starts_with(coalesce(r.community_code, e.area_code), $2)
         AND r.status IN ('registered', 'review', 'pending', 'refused')
         AND NOT starts_with(coalesce(p.hukou_area, t.from_code, ''), $3)
         AND (r.evidence & $4 <> 0 OR EXISTS (SELECT FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code
           AND f.registration_id = r.id AND f.code = 'place.unproven' AND f.state IN ('open', 'refused')))
     ) s GROUP BY s.province ORDER BY s.province`,
    [electionId, area, homePrefix, EVIDENCE.certificate],
    { province: col.text, issued: col.integer, refused: col.integer, silent: col.integer },
  )
