/**
 * What an entry of the log says: a salted commitment to one event of the audit log, and for a few events a public statement. Without the salt
 * the commitment cannot be compared with a guess, so an event can be erased with its salt while every proof over its entry stays valid.
 */

/** An event as the audit log has it. Names and reasons in it are seen by those who hold the opening only. */
export interface LogEvent {
  /** County or district of 6 digits; '' if no county is concerned. */
  readonly countyCode: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  readonly actor: string
  readonly role: string
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
  readonly requestId: string | null
}

const EVENT_FORMAT = 'mingce-event/1'

/** JSON of RFC 8785 (JCS): no blanks, names sorted by UTF-16 code units. What JSON cannot say is an error. */
const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no infinite numbers')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** The text that is committed to. */
export const eventText = (event: LogEvent): string =>
  canonicalJson([
    EVENT_FORMAT,
    event.countyCode,
    event.at,
    event.actor,
    event.role,
    event.action,
    event.subject,
    event.details,
    event.requestId,
  ])

/** The public statement about a published list: its root, which posters print. */
export const rollStatement = (roll: { readonly electionId: string; readonly version: number; readonly root: string }): string =>
  canonicalJson(['mingce-roll/1', roll.electionId, roll.version, roll.root])

const BEGUN_FORMAT = 'mingce-log/1'

/** A log that ended: the log that goes on begins with its first `size` entries. */
export interface EndedLog {
  readonly origin: string
  readonly size: number
  /** In base64. */
  readonly root: string
  readonly reason: string
}

/** The public statement that a log was begun anew, and why. */
export const begunStatement = ({ origin, size, root, reason }: EndedLog): string =>
  canonicalJson([BEGUN_FORMAT, origin, size, root, reason])

/** Reads a statement that a log was begun anew; undefined where it says something else. */
export const readBegunStatement = (statement: string): EndedLog | undefined => {
  if (!statement.startsWith(`["${BEGUN_FORMAT}",`)) return undefined
  const [, origin, size, root, reason] = JSON.parse(statement) as unknown[]
  return typeof origin === 'string' && typeof size === 'number' && typeof root === 'string' && typeof reason === 'string'
    ? { origin, size, root, reason }
    : undefined
}

/** The first byte of an entry. */
const ENTRY_VERSION = 1
const COMMITMENT_BYTES = 32
export const SALT_BYTES = 32

/** An entry: version ‖ commitment ‖ statement in UTF-8, empty for most. `statement`: its bytes. */
export const entryBytes = (commitment: Uint8Array, statement: Uint8Array): Uint8Array => {
  const entry = new Uint8Array(1 + COMMITMENT_BYTES + statement.length)
  entry[0] = ENTRY_VERSION
  entry.set(commitment, 1)
  entry.set(statement, 1 + COMMITMENT_BYTES)
  return entry
}

/** The parts of an entry; undefined where it is none. */
export const readEntry = (entry: Uint8Array): { readonly commitment: Uint8Array; readonly statement: Uint8Array } | undefined =>
  entry[0] === ENTRY_VERSION && entry.length > COMMITMENT_BYTES
    ? { commitment: entry.subarray(1, 1 + COMMITMENT_BYTES), statement: entry.subarray(1 + COMMITMENT_BYTES) }
    : undefined
