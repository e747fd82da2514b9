/** The trail of what was done in an election, newest first. */
import { ok, type Result } from '@mingce/domain/result'
import type { Context } from '../access/context.ts'
import type { AuditFilter, AuditPage } from './api.ts'
import { findAuditOf } from './store.ts'
import { type CreateElectionError, getElection, type NoSuchElection } from './usecases.ts'

const PAGE = 100

/** Who did what in an election; the cursor is the last row's id. */
export const findAudit = async (
  ctx: Context,
  electionId: string,
  filter: AuditFilter,
): Promise<Result<AuditPage, NoSuchElection | Extract<CreateElectionError, { code: 'forbidden' }>>> => {
  const election = await getElection(ctx, electionId, 'audit')
  if (!election.ok) return election
  const rows = await findAuditOf(ctx.database, electionId, filter.action ?? null, Number(filter.cursor ?? 0) || null, PAGE + 1)
  const page = rows.slice(0, PAGE)
  return ok({ items: page as unknown as AuditPage['items'], next: rows.length > PAGE ? String(page.at(-1)?.id) : null })
}
