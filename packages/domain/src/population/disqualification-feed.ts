/**
 * The feed of the disqualification register (停剥权人员库): what an authority signs, what an entry must say, and in which order messages count.
 * docs/registers/disqualification-feed.md is the format for those who send it.
 */
import { fail, ok, type Result, type Text } from '../result/index.ts'
import { isDate, normalizePersonName, type ResidentIdContext, readResidentId } from '../standards/index.ts'
import { type Decider, type DecisionSaid, decisionRefusals, FOR_LIFE, type Ground, saysLife } from './decision.ts'
import { type FeedRefusal, refusedInOrder } from './disqualification-refusals.ts'

export const AUTHORITY_KINDS = ['court', 'procuratorate', 'public-security', 'justice'] as const
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number]

export const AUTHORITY_TITLES: Readonly<Record<AuthorityKind, Text>> = {
  court: { zh: '法院', en: 'Court' },
  procuratorate: { zh: '检察院', en: 'Procuratorate' },
  'public-security': { zh: '公安机关', en: 'Public security' },
  justice: { zh: '司法行政机关', en: 'Justice administration' },
}

/** What is signed: which message this is, and the digest of its bytes. */
export interface FeedStatement {
  /** Id of the authority. */
  readonly authority: string
  /** From 1, without gaps. */
  readonly sequence: number
  /** Seconds since 1970 (RFC 7519 NumericDate). */
  readonly issuedAt: number
  readonly digest: { readonly algorithm: 'sm3' | 'sha-256'; readonly hex: string }
  /** Lines of the message. */
  readonly entries: number
}

const DIGEST = /^(sm3|sha-256):([0-9a-f]{64})$/
const isCount = (value: unknown, least: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least

/** Reads a statement's JSON: {iss, seq, iat, digest, entries}. Fails where a part is missing or of another form; more parts are passed over. */
export const readFeedStatement = (json: unknown): Result<FeedStatement, 'malformed'> => {
  if (typeof json !== 'object' || json === null) return fail('malformed')
  const { iss, seq, iat, digest, entries } = json as Record<string, unknown>
  const found = typeof digest === 'string' ? DIGEST.exec(digest) : null
  if (typeof iss !== 'string' || iss === '' || !isCount(seq, 1) || !isCount(iat, 0) || !isCount(entries, 0) || !found)
    return fail('malformed')
  const algorithm = found[1] === 'sm3' ? 'sm3' : 'sha-256'
  return ok({ authority: iss, sequence: seq, issuedAt: iat, digest: { algorithm, hex: found[2] ?? '' }, entries })
}

/** A statement as it is signed, its parts in this order. */
export const writeFeedStatement = ({ authority, sequence, issuedAt, digest, entries }: FeedStatement): string =>
  JSON.stringify({ iss: authority, seq: sequence, iat: issuedAt, digest: `${digest.algorithm}:${digest.hex}`, entries })

/** One entry as an authority knows it. */
export interface FeedEntry {
  readonly name: string
  /** 18 places. */
  readonly number: string
  readonly ground: Ground
  readonly decidedBy: { readonly kind: Decider; readonly name: string }
  /** Number of the judgment or decision. */
  readonly document: string
  readonly from: string
  /** The last day; `life`: deprived for life; null: open, of a suspension. */
  readonly to: string | null
  /** First and last day of the main sentence that a deprivation was added to (CL 58). */
  readonly sentence: { readonly from: string; readonly to: string | null } | null
  /** Takes an earlier entry of the same person, ground and document back: it should never have been. */
  readonly withdrawn: boolean
}

/** An entry's line, its parts in this order. The bytes are what is signed; this is only how we write them. */
export const writeFeedEntry = (entry: FeedEntry): string => {
  const { name, number, ground, decidedBy, document, from, to, sentence, withdrawn } = entry
  const more = sentence === null ? {} : { sentence }
  return JSON.stringify({ name, number, ground, decidedBy, document, from, to, ...more, ...(withdrawn ? { withdrawn } : {}) })
}

export type EntryReading =
  | { readonly kind: 'entry'; readonly entry: FeedEntry }
  | { readonly kind: 'refused'; readonly codes: readonly FeedRefusal[] }

const FIELDS = new Set(['name', 'number', 'ground', 'decidedBy', 'document', 'from', 'to', 'sentence', 'withdrawn'])
const words = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

const parse = (line: string): Record<string, unknown> | null => {
  try {
    const json: unknown = JSON.parse(line)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const objectOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null

const dayOf = (value: unknown): string | undefined => {
  const text = words(value)
  return isDate(text) ? text : undefined
}

const endOf = (value: unknown): string | null | undefined => (value === null || value === undefined ? null : dayOf(value))

/** The decision behind an entry, as far as the line says it. */
const readDecision = (json: Record<string, unknown>): DecisionSaid => {
  const by = objectOf(json.decidedBy) ?? {}
  const sentence = objectOf(json.sentence)
  const unreadable = json.sentence !== undefined && json.sentence !== null && !sentence
  return {
    ground: json.ground === 'deprived' || json.ground === 'suspended' ? json.ground : null,
    decider: by.kind === 'court' || by.kind === 'procuratorate' ? by.kind : null,
    authority: words(by.name),
    documentNo: words(json.document),
    from: dayOf(json.from),
    to: saysLife(words(json.to)) ? FOR_LIFE : endOf(json.to),
    sentence: sentence
      ? { from: dayOf(sentence.from), to: endOf(sentence.to) }
      : unreadable
        ? { from: undefined, to: null }
        : null,
  }
}

/**
 * Reads one line. A ground needs the decision that the law asks for: deprivation a court's (CL 55–58), suspension a procuratorate's or a
 * court's (P83 §4). A line that says more than an entry is refused whole: what is not needed is not taken (PIPL 6, 19).
 */
export const readFeedEntry = (line: string, numbers: ResidentIdContext): EntryReading => {
  const json = parse(line)
  if (!json) return { kind: 'refused', codes: ['entry.json'] }
  const id = readResidentId(words(json.number), numbers)
  const name = normalizePersonName(words(json.name))
  const decision = readDecision(json)
  const { ground, decider, authority, documentNo, from, to, sentence } = decision
  const found = new Set<FeedRefusal>(decisionRefusals(decision))
  if (Object.keys(json).some(field => !FIELDS.has(field))) found.add('entry.more-than-needed')
  if (Object.keys(objectOf(json.sentence) ?? {}).some(field => field !== 'from' && field !== 'to'))
    found.add('entry.more-than-needed')
  if (id.kind !== 'ok') found.add(`identity.${id.kind}`)
  if (name === '') found.add('name.missing')
  if (found.size > 0 || id.kind !== 'ok' || ground === null || decider === null)
    return { kind: 'refused', codes: refusedInOrder(found) }
  return {
    kind: 'entry',
    entry: {
      name,
      number: id.number,
      ground,
      decidedBy: { kind: decider, name: authority ?? '' },
      document: documentNo ?? '',
      from: from ?? '',
      to: to ?? null,
      sentence: sentence ? { from: sentence.from ?? '', to: sentence.to ?? null } : null,
      withdrawn: json.withdrawn === true,
    },
  }
}

/**
 * Does a message count now? `next`: it follows the last. `again`: the one that was taken already, bytes and all; what was answered is answered.
 * `replayed`: another message under a number that was used. `early`: one before it is missing.
 */
export const placeInOrder = (
  last: number,
  message: { readonly sequence: number; readonly digest: string },
  taken: { readonly digest: string } | undefined,
): 'next' | 'again' | 'replayed' | 'early' => {
  if (message.sequence === last + 1) return 'next'
  if (message.sequence > last) return 'early'
  return taken?.digest === message.digest ? 'again' : 'replayed'
}

/** A message's clock may run ahead by so much. */
const CLOCK_SKEW_SECONDS = 300

/** May a key vouch for a message that was issued then and came now? Times in seconds since 1970; `to` is the first that no longer counts. */
export const keyHolds = (
  key: { readonly from: number; readonly to: number | null },
  issuedAt: number,
  now: number,
): 'holds' | 'not-yet' | 'ended' | 'from-the-future' => {
  if (issuedAt > now + CLOCK_SKEW_SECONDS) return 'from-the-future'
  if (key.to !== null && (now >= key.to || issuedAt >= key.to)) return 'ended'
  return issuedAt + CLOCK_SKEW_SECONDS < key.from || now + CLOCK_SKEW_SECONDS < key.from ? 'not-yet' : 'holds'
}
