/** Audit rows of elections. */
import type { AuditEntry } from '../../platform/write/index.ts'
import { type Election, homeCounty } from './store.ts'

/** The audit row of something done to an election as a whole. */
export const electionAudit = (
  election: Pick<Election, 'id' | 'areaCode'>,
  action: AuditEntry['action'],
  details: AuditEntry['details'],
): AuditEntry => ({ countyCode: homeCounty(election), action, subject: election.id, details })
