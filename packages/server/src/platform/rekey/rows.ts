/** The values of rows under the next keys. */
import { type Keyring, rekeyDigests, rekeyPeople, rekeySealed } from '../crypto/index.ts'
import { fillContext, type Held, type HeldColumn, type HeldTable } from './columns.ts'

/** The columns of a row as text, bytes as hex with \x. */
export type HeldRow = Readonly<Record<string, string | null>>

export interface Keys {
  readonly from: Keyring
  readonly to: Keyring
}

type Rekey = (keys: Keys, values: readonly string[]) => string[]

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const ACTOR = new RegExp(`^voter (${UUID})$`)
/** Of a registration's news: its number, or the digest where it has none; then the digest. */
const OF_REGISTRATION = new RegExp(`^registration/(${UUID}|\\d+)/(${UUID})/`)
/** Of a reminder: the addressee. */
const OF_PERSON = new RegExp(`/(${UUID})$`)
const IS_UUID = new RegExp(`^${UUID}$`)

const personIn: Rekey = ({ from, to }, values) => rekeyPeople(from, to, values)

const peopleIn: Rekey = (keys, values) => {
  const lists = values.map(value => value.slice(1, -1).split(',').filter(Boolean))
  const all = personIn(keys, lists.flat())
  let at = 0
  return lists.map(list => `{${list.map(() => all[at++]).join(',')}}`)
}

const actorIn: Rekey = (keys, values) => {
  const voters = values.flatMap(value => ACTOR.exec(value)?.[1] ?? [])
  const all = personIn(keys, voters)
  let at = 0
  return values.map(value => (ACTOR.test(value) ? `voter ${all[at++]}` : value))
}

const digestIn = ({ from, to }: Keys, text: string): string => (IS_UUID.test(text) ? rekeyDigests(from, to, [text]).join() : text)

/** A campaign's key ends with the addressee; other texts that end with a uuid name a random one. */
const dedupeOf = (keys: Keys, row: HeldRow, text: string): string => {
  const [head = '', first = '', second = ''] = OF_REGISTRATION.exec(text) ?? []
  if (head !== '') return `registration/${digestIn(keys, first)}/${digestIn(keys, second)}/${text.slice(head.length)}`
  const person = OF_PERSON.exec(text)?.[1]
  if (person === undefined || person !== row.person_key) return text
  return text.slice(0, -person.length) + personIn(keys, [person]).join()
}

const ONE_BY_ONE: Readonly<Record<Exclude<Held, 'sealed' | 'dedupe'>, Rekey>> = {
  person: personIn,
  digest: ({ from, to }, values) => rekeyDigests(from, to, values),
  people: peopleIn,
  actor: actorIn,
}

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.slice(2), 'hex')
const hexOf = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`

/**
 * The new values by column, in the order of the rows.
 * @throws SealError when something does not open: it was changed, or its context is not as in CONTEXTS
 */
export const rekeyRows = (keys: Keys, { columns }: HeldTable, rows: readonly HeldRow[]): Map<string, (string | null)[]> => {
  const next = new Map<string, (string | null)[]>()
  const put = (
    column: HeldColumn,
    rekey: (values: readonly string[], of: readonly HeldRow[], at: readonly number[]) => string[],
  ) => {
    const places = rows.flatMap((row, at) => (row[column.name] == null ? [] : [at]))
    const some = places.map(at => rows[at] as HeldRow)
    const made = rekey(
      some.map(row => row[column.name] ?? ''),
      some,
      places,
    )
    const all = new Array<string | null>(rows.length).fill(null)
    for (const [index, at] of places.entries()) all[at] = made[index] ?? null
    next.set(column.name, all)
  }
  // Sealed columns last: what they are sealed for may name another one.
  for (const column of columns) if (column.held !== 'sealed') put(column, rekeyPlain(keys, column.held))
  for (const column of columns)
    if (column.held === 'sealed')
      put(column, (values, of, places) =>
        values.map((value, index) => {
          const row = of[index] ?? {}
          const contexts = {
            from: fillContext(column.context ?? '', name => row[name] ?? ''),
            to: fillContext(column.context ?? '', name => next.get(name)?.[places[index] ?? -1] ?? row[name] ?? ''),
          }
          return hexOf(rekeySealed(keys.from, keys.to, bytesOf(value), contexts))
        }),
      )
  return next
}

const rekeyPlain = (keys: Keys, held: Exclude<Held, 'sealed'>) => (values: readonly string[], of: readonly HeldRow[]) =>
  held === 'dedupe' ? values.map((value, at) => dedupeOf(keys, of[at] ?? {}, value)) : ONE_BY_ONE[held](keys, values)

/** For what the digits that are left of a rounded number are sealed, as base64 under `kept` of a document. */
const KEPT_DIGITS = 'refused_row/kept'

/** A document with its sealed digits under the next keys. */
export const rekeyDocument = (keys: Keys, document: unknown): unknown => {
  if (Array.isArray(document)) return document.map(inner => rekeyDocument(keys, inner))
  if (document === null || typeof document !== 'object') return document
  return Object.fromEntries(
    Object.entries(document).map(([name, inner]) => [
      name,
      name === 'kept' && typeof inner === 'string' ? rekeyDigits(keys, inner) : rekeyDocument(keys, inner),
    ]),
  )
}

const rekeyDigits = ({ from, to }: Keys, sealed: string): string =>
  Buffer.from(rekeySealed(from, to, Buffer.from(sealed, 'base64'), { from: KEPT_DIGITS, to: KEPT_DIGITS })).toString('base64')
