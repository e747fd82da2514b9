/** A registration whose ID number an officer has confirmed: what was withheld of it is looked up. */
import { col, named, type Sql } from '../../../platform/database/index.ts'
import { type Ref, type RegistrationKey, WITHHELD } from '../../check/index.ts'
import { keepCounts } from '../../counts/index.ts'

/** From now on the registration is compared like any other. */
export const unmarkNumber = (tx: Sql, { personKey, countyCode, registrationId }: RegistrationKey): Promise<number> =>
  tx.run(`UPDATE registration SET facts = facts & ~${WITHHELD}::bigint WHERE person_key = $1 AND county_code = $2 AND id = $3`, [
    personKey,
    countyCode,
    registrationId,
  ])

/** Opens the case of two registrations, seen by both offices. */
export const openContest = (
  tx: Sql,
  key: RegistrationKey,
  holder: Ref,
  bits: { readonly same: number; readonly other: number },
  at: Date,
) =>
  keepCounts(tx, [key.personKey], () =>
    tx.query(
      ...named(
        `WITH two AS (
         SELECT g.county_code, g.id, g.person_key, g.election_id, g.import_id, g.row_no, h.county_code AS other_county, h.id AS other_id,
           h.election_id = g.election_id AND (h.county_district, h.township_district) IS NOT DISTINCT FROM (g.county_district, g.township_district) AS same,
           jsonb_build_object('community', h.community_code, 'channel', h.channel) AS evidence
         FROM registration g JOIN registration h ON h.person_key = g.person_key AND h.county_code = :otherCounty AND h.id = :otherId
         WHERE g.person_key = :personKey AND g.county_code = :countyCode AND g.id = :registrationId
       ), marked AS (
         UPDATE registration r SET facts = r.facts | CASE WHEN two.same THEN :sameBit::bigint ELSE :otherBit::bigint END FROM two
         WHERE r.person_key = two.person_key AND r.county_code = two.county_code AND r.id = two.id
       )
       INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, other_county, other_registration_id, evidence, state, opened_at, import_id, row_no)
       SELECT two.county_code, two.id, CASE WHEN two.same THEN 'claim.same-district' ELSE 'claim.other-district' END, md5(two.evidence::text), two.election_id,
         two.person_key, two.other_county, two.other_id, two.evidence, 'open', :at, two.import_id, two.row_no FROM two
       RETURNING code`,
        {
          personKey: key.personKey,
          countyCode: key.countyCode,
          registrationId: key.registrationId,
          otherCounty: holder.countyCode,
          otherId: holder.registrationId,
          sameBit: bits.same,
          otherBit: bits.other,
          at,
        },
      ),
      { code: col.text },
    ),
  )

/** Findings of a registration that are open. */
export const countOpenFindings = async (tx: Sql, { personKey, countyCode, registrationId }: RegistrationKey): Promise<number> =>
  (
    await tx.query(
      `SELECT count(*) AS open FROM finding WHERE person_key = $1 AND county_code = $2 AND registration_id = $3 AND state = 'open'`,
      [personKey, countyCode, registrationId],
      { open: col.integer },
    )
  )[0]?.open ?? 0
