/**
 * What the database knows of the clock. A heartbeat judges the clock by the newest record and remembers a doubt; while there is one, nothing
 * is destroyed or published, and all else goes on. The doubt ends when the clock is right again or an administrator confirms it.
 */
import type { AuditAction } from '@mingce/domain/audit'
import type { Text } from '@mingce/domain/result'
import { recordAudit } from '../audit/index.ts'
import type { Database, Sql } from '../database/index.ts'
import type { Clock } from './clock.ts'
import { type ClockDoubt, clockLimitsFrom, judgeClock } from './judgement.ts'
import { type ClockMark, findMark, findNewestAudit, lockMark, saveMark } from './store.ts'

/** What an administrator sees of the clock. */
export interface ClockState {
  readonly doubt: ClockDoubt | null
  /** What the clock says. */
  readonly now: Date
  /** The newest record that the clock is judged by. */
  readonly last: Date
}

const minutes = (date: Date): string => new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const SAYS: Readonly<Record<ClockDoubt, Text>> = {
  ahead: { zh: '比最近一次记录晚得太多', en: 'is too far ahead of the newest record' },
  behind: { zh: '比最近一次记录还早', en: 'is behind the newest record' },
}

/** The clock as a sentence, for administrators. Times are of Beijing. */
export const describeDoubt = ({ doubt, now, last }: ClockState): Text =>
  doubt === null
    ? { zh: `时钟 ${minutes(now)} 可信`, en: `The clock, ${minutes(now)} Beijing time, is trusted` }
    : {
        zh: `服务器时钟（北京时间 ${minutes(now)}）${SAYS[doubt].zh}（${minutes(last)}）。核对之前不清除、不公布`,
        en: `The server's clock (${minutes(now)} Beijing time) ${SAYS[doubt].en} (${minutes(last)}). Nothing is purged or published until it is confirmed`,
      }

/** Something would be destroyed or published by a clock that may be wrong. An operational fault: platform/faults has the words. */
class ClockInDoubt extends Error {
  readonly code = 'clock.in-doubt'
  constructor(doubt: ClockDoubt) {
    super(`the clock is ${doubt} of the newest record`)
  }
}

const later = (one: Date, other: Date | null): Date => (other !== null && other > one ? other : one)

/** The newest record: of the mark, and of the audit rows since, where a trusted clock wrote them. */
const newestRecord = async (sql: Sql, mark: ClockMark): Promise<Date> =>
  mark.doubt === null ? later(mark.lastAt, await findNewestAudit(sql, later(mark.lastAt, mark.ignoredUntil))) : mark.lastAt

/** The state of the clock at `now`. Before the first heartbeat nothing speaks against it. */
export const readClock = async (sql: Sql, now: Date): Promise<ClockState> => {
  const mark = await findMark(sql)
  if (!mark) return { doubt: null, now, last: now }
  const last = await newestRecord(sql, mark)
  return { doubt: mark.doubt ?? judgeClock(now, last, clockLimitsFrom(process.env)), now, last }
}

/** @throws ClockInDoubt */
export const expectTrustedClock = async (sql: Sql, now: Date): Promise<void> => {
  const { doubt } = await readClock(sql, now)
  if (doubt !== null) throw new ClockInDoubt(doubt)
}

const EPOCH = new Date(0)

const trusted = (mark: ClockMark, last: Date, ignoredUntil: Date | null): ClockMark => ({
  lastAt: last,
  beats: mark.beats + 1,
  doubt: null,
  doubtAt: null,
  ignoredUntil,
})

/**
 * Judges the clock and records that this program runs; at every start, and each minute while the server runs. A doubt that begins is
 * recorded in the audit log, and so is one that ends because the clock was set right.
 */
export const recordHeartbeat = (database: Database, clock: Clock): Promise<ClockState> =>
  database.transaction(async tx => {
    const now = clock.now()
    const known = await lockMark(tx)
    const mark = known ?? {
      lastAt: (await findNewestAudit(tx, EPOCH)) ?? now,
      beats: 0,
      doubt: null,
      doubtAt: null,
      ignoredUntil: null,
    }
    const last = await newestRecord(tx, mark)
    const doubt = judgeClock(now, last, clockLimitsFrom(process.env))
    if (doubt === null && mark.doubt === null) await saveMark(tx, trusted(mark, later(last, now), mark.ignoredUntil))
    else if (doubt === null) {
      // What was written under the wrong clock must not make the right one look wrong.
      const ignoredUntil = later(last, await findNewestAudit(tx, last))
      await saveMark(tx, trusted(mark, later(last, now), ignoredUntil))
      await recordClock(tx, 'clock.corrected', { doubt: null, now, last }, SYSTEM)
    } else if (doubt !== mark.doubt) {
      await saveMark(tx, { ...mark, lastAt: last, doubt, doubtAt: now })
      await recordClock(tx, 'clock.doubted', { doubt, now, last }, SYSTEM)
    }
    return { doubt, now, last }
  })

const SYSTEM = { name: 'mingce', role: 'system' } as const

const recordClock = (
  tx: Sql,
  action: AuditAction,
  { doubt, now, last }: ClockState,
  by: { readonly name: string; readonly role: string },
): Promise<void> =>
  recordAudit(tx, {
    countyCode: '',
    at: now,
    actor: by.name,
    role: by.role,
    action,
    subject: 'clock',
    details: { doubt, clock: now.toISOString(), lastRecord: last.toISOString() },
  })

/** An administrator says that the clock is right. From now on it is judged by this moment. Returns what was in doubt. */
export const confirmClock = (
  database: Database,
  clock: Clock,
  by: { readonly name: string; readonly role: string },
): Promise<ClockState> =>
  database.transaction(async tx => {
    const now = clock.now()
    const mark = await lockMark(tx)
    const last = mark ? await newestRecord(tx, mark) : now
    const doubt = mark?.doubt ?? (mark ? judgeClock(now, last, clockLimitsFrom(process.env)) : null)
    const ignoredUntil = later(later(now, mark?.ignoredUntil ?? null), await findNewestAudit(tx, now))
    await saveMark(
      tx,
      trusted(mark ?? { lastAt: now, beats: 0, doubt: null, doubtAt: null, ignoredUntil: null }, now, ignoredUntil),
    )
    await recordClock(tx, 'clock.confirmed', { doubt, now, last }, by)
    return { doubt, now, last }
  })

/** How often a running server judges its clock. */
const HEARTBEAT_MS = 60_000

/** Judges the clock from now on. `onJudged` gets each judgement. */
export const openHeartbeat = (
  database: Database,
  clock: Clock,
  onJudged: (state: ClockState) => Promise<void>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } => {
  let beating: Promise<void> | undefined
  const beat = (): void => {
    beating ??= recordHeartbeat(database, clock)
      .then(onJudged)
      .catch(onError)
      .finally(() => {
        beating = undefined
      })
  }
  beat()
  const timer = setInterval(beat, HEARTBEAT_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      await beating
    },
  }
}
