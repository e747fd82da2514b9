/** Who asked, who was given, who came: certificates and migrants in figures, and whom the rules ask for one. */
import { mergeProvinces } from '@mingce/domain/certificate'
import { EVIDENCE, evidenceIn } from '@mingce/domain/election'
import { ok, type Result } from '@mingce/domain/result'
import { PROVINCES } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { offsetOf } from '../../platform/http/index.ts'
import { countMigrants } from '../../registration/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import { countAcceptances, countByProvince, countStates, findAcceptances, findSilent, toAcceptanceItem } from '../ledger/index.ts'
import { findPartners } from '../partner/index.ts'
import type { AcceptancePage, AcceptanceQuery, CertificateFigures } from '../schema.ts'

type Answer<T> = Promise<Result<T, CertificateRefusal>>
const PAGE = 50
const NO_ACCEPTANCES = { review: 0, held: 0, final: 0, returned: 0, 'giving-back': 0, 'given-back': 0 }

/** Certificates that were taken in this election, within the actor's area, newest first. */
export const listAcceptances = async (ctx: Context, electionId: string, query: AcceptanceQuery): Answer<AcceptancePage> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const offset = offsetOf(query.cursor)
  const rows = await findAcceptances(ctx.database, electionId, area, query.state ?? null, offset, PAGE + 1)
  return ok({
    items: rows.slice(0, PAGE).map(toAcceptanceItem),
    next: rows.length > PAGE ? String(offset + PAGE) : null,
  })
}

/** Figures of an election within the actor's area; partners that have not answered are the installation's. */
export const findCertificateFigures = async (ctx: Context, electionId: string): Answer<CertificateFigures> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const { rules } = election
  const area = visibleArea(ctx.actor, election.areaCode) ?? ''
  const none = { requested: 0, refused: 0, issued: 0, revoked: 0, expired: 0, released: 0, restored: 0 }
  const states = { ...none, ...(await countStates(ctx.database, electionId, area)) }
  const names = new Map((await findPartners(ctx.database)).map(({ id, name }) => [id, name]))
  const home = election.areaCode.slice(0, rules.homeDigits)
  const provinces = mergeProvinces(await countByProvince(ctx.database, electionId, area, home))
  const enough = [...new Set([...rules.proofs, ...rules.bases.flatMap(basis => basis.proofs)])]
  return ok({
    asked: Object.values(states).reduce((sum, n) => sum + n, 0),
    ...states,
    accepted: { ...NO_ACCEPTANCES, ...(await countAcceptances(ctx.database, electionId, area)) },
    migrants: await countMigrants(ctx, election, area),
    provinces: {
      rows: provinces.rows.map(({ province, ...row }) => ({
        province: province === null ? null : { code: province, name: PROVINCES[province] ?? province },
        ...row,
      })),
      merged: provinces.merged,
    },
    rules: {
      set: rules.id,
      needed: enough.some(sum => (sum & EVIDENCE.certificate) !== 0),
      enough: enough.map(sum => ({ evidence: evidenceIn(sum), needsCertificate: (sum & EVIDENCE.certificate) !== 0 })),
    },
    silent: (await findSilent(ctx.database)).map(({ partnerId, ...rest }) => ({
      installation: partnerId,
      name: names.get(partnerId) ?? partnerId,
      ...rest,
    })),
  })
}
