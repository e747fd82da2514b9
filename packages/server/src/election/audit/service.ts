/** The trail of an election: who did what, as far as the reader's area goes. */
import { fail, ok, type Result } from '@mingce/domain/result'
import { addDays } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type ElectionFailure, getElection } from '../lifecycle/index.ts'
import type { AuditFilter, AuditPage } from '../schema.ts'
import { findTrail } from './store.ts'

const PAGE = 50

const CURSOR = /^(\d{1,16})-(\d{1,16})$/
const readCursor = (cursor: string | undefined): { at: Date; id: number } | null => {
  const parts = CURSOR.exec(cursor ?? '')
  return parts ? { at: new Date(Number(parts[1])), id: Number(parts[2]) } : null
}

/** Midnight of a day in China. */
const midnightOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`)

/** A page of the trail, newest first. Timestamps are kept to the millisecond by everything that writes here, so the cursor is exact. */
export const findAudit = async (
  ctx: Context,
  electionId: string,
  filter: AuditFilter,
  size = PAGE,
): Promise<Result<AuditPage, Failure<ElectionFailure>>> => {
  const election = await getElection(ctx, electionId, 'audit')
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode)
  if (area === null) return fail({ code: 'election.unknown' })
  const scope = {
    area,
    electionId,
    whole: area === election.value.areaCode,
    reader: ctx.actor.name,
    action: filter.action || null,
    actor: filter.actor || null,
    from: filter.from ? midnightOf(filter.from) : null,
    until: filter.to ? midnightOf(addDays(filter.to, 1)) : null,
    before: readCursor(filter.cursor),
  }
  const found = await findTrail(ctx.database, scope, size + 1)
  const items = found.slice(0, size)
  const last = items.at(-1)
  return ok({ items, next: found.length > size && last ? `${last.at.getTime()}-${last.id}` : null })
}
