/** Reading the trail of an election's area. Writing it is platform/audit's, inside the transactions of what is recorded. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const TRAIL_ENTRY = {
  id: col.integer,
  at: col.instant,
  actor: col.text,
  role: col.text,
  action: col.text,
  subject: col.text,
  details: col.json<Record<string, unknown>>(),
  countyCode: col.text,
}

export type TrailEntry = RowOf<typeof TRAIL_ENTRY>

export interface TrailScope {
  /** Area code of 2 to 12 digits: what the reader sees. */
  readonly area: string
  readonly electionId: string
  /** The reader's area holds the whole election. */
  readonly whole: boolean
  /** The reader: one's own doings are seen in any case. */
  readonly reader: string
  readonly action: string | null
  /** The start of an account's name. */
  readonly actor: string | null
  /** From the first moment on, before the second. */
  readonly from: Date | null
  readonly until: Date | null
  readonly before: { readonly at: Date; readonly id: number } | null
}

/**
 * Entries about an election, newest first. Who works in a part of it sees what was done to the election itself, by themselves, or in their
 * own area where the row says it.
 */
export const findTrail = (sql: Sql, scope: TrailScope, limit: number): Promise<TrailEntry[]> =>
  sql.query(
    ...named(
      `SELECT id, at, actor, role, action, subject, details, county_code AS "countyCode" FROM audit
     WHERE starts_with(county_code, left(:area, 6))
       AND (subject = :electionId OR starts_with(subject, :electionId || '/') OR details->>'election' = :electionId)
       AND (:whole OR actor = :reader OR subject = :electionId OR starts_with(details->>'area', :area) OR starts_with(details->>'community', :area))
       AND (:action::text IS NULL OR action = :action)
       AND (:actor::text IS NULL OR starts_with(actor, :actor))
       AND at >= coalesce(:from::timestamptz, '-infinity') AND at < coalesce(:until::timestamptz, 'infinity')
       AND (:at::timestamptz IS NULL OR (at, id) < (:at::timestamptz, :id::bigint))
     ORDER BY at DESC, id DESC LIMIT :limit`,
      {
        area: scope.area,
        reader: scope.reader,
        electionId: scope.electionId,
        action: scope.action,
        actor: scope.actor,
        from: scope.from,
        until: scope.until,
        at: scope.before?.at ?? null,
        id: scope.before?.id ?? null,
        limit,
        whole: scope.whole,
      },
    ),
    TRAIL_ENTRY,
  )
