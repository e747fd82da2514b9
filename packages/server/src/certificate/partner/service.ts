/**
 * The installations that certificates are exchanged with, and this one's own keys. What a rotated key signed stays valid; nothing that a
 * withdrawn key signed is accepted.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { isDate } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Database, Sql } from '../../platform/database/index.ts'
import { findLogNumber, logSigner, witnessSigner } from '../../platform/log/index.ts'
import { formatVerifierKey, readVerifierKey } from '../../platform/tlog/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { readPublicKey } from '../../population/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import { type Algorithm, isSigned, makeKey, type NewKey, signLine } from './service.signature.ts'
import {
  type AgreedRound,
  endKeys,
  findAgreedRounds,
  findKeys,
  findPartner,
  findPartners,
  findRestore,
  isAnyKeyOfOthers,
  type KeyRow,
  lockSigningKey,
  type Partner,
  putKey,
  putPartner,
  putRound,
  setReconciled,
  withdrawKey,
} from './store.ts'

export interface Services {
  readonly database: Database
  readonly keys: Keyring
  readonly clock: { now(): Date }
}
type Ctx = Services & Pick<Context, 'actor'>

/** This installation's id among partners: public, bound to its first master secret, and the same when the person keys change. */
export const ownId = (keys: Keyring): string => `mc-${keys.identity}`

const sealName = (keyId: string): string => `partner_key/${keyId}`

/** What a known key signs of a new one of the same installation. */
const endorsementLine = (
  installation: string,
  key: { readonly keyId: string; readonly publicKey: string; readonly from: string },
) => JSON.stringify(['MK1', installation, key.keyId, key.publicKey, key.from])

/** `endorser`: the key before it signs the new one, so that partners can take it without asking anybody. */
const saveOwn = async (tx: Sql, keys: Keyring, made: NewKey, from: string, endorser: SigningKey | null): Promise<void> => {
  const { privateKey, ...key } = made
  const endorsement = endorser && signLine(endorsementLine(ownId(keys), { ...key, from }), endorser)
  await putKey(tx, {
    ...key,
    endorsedBy: endorser?.keyId ?? null,
    endorsement,
    installation: ownId(keys),
    from,
    until: null,
    withdrawnOn: null,
    sealed: keys.seal(Buffer.from(privateKey), sealName(made.keyId)),
  })
}

const canSign = (key: KeyRow, today: string): boolean =>
  key.sealed !== null && key.withdrawnOn === null && key.until === null && key.from <= today

export interface SigningKey {
  readonly keyId: string
  readonly algorithm: Algorithm
  readonly privateKey: string
}

/** The key that this installation signs with today. The first key is made when it is first needed. */
export const signingKey = async (services: Services): Promise<SigningKey> => {
  const { database, keys, clock } = services
  const today = chinaDate(clock.now())
  const find = async (sql: Sql) => (await findKeys(sql, ownId(keys))).find(key => canSign(key, today))
  let key = await find(database)
  if (!key)
    key = await database.transaction(async tx => {
      // Of two processes that need the first key, the second waits and finds the key of the first.
      await lockSigningKey(tx)
      const existing = await find(tx)
      if (existing) return existing
      await saveOwn(tx, keys, makeKey('ed25519'), today, null)
      return find(tx)
    })
  if (!key?.sealed) throw new Error('this installation has no signing key')
  return {
    keyId: key.keyId,
    algorithm: key.algorithm,
    privateKey: Buffer.from(keys.open(key.sealed, sealName(key.keyId))).toString(),
  }
}

/** What a partner gets from this installation: its name, address and public keys. */
export interface PartnerCard {
  readonly installation: string
  readonly name: string
  readonly url: string | null
  /** Keys of its audit log and of its witness, as vkeys. Null: it has none. */
  readonly log: string | null
  readonly witness: string | null
  readonly keys: readonly {
    readonly keyId: string
    readonly algorithm: Algorithm
    readonly publicKey: string
    readonly from: string
    readonly until: string | null
    readonly withdrawnOn: string | null
    readonly endorsedBy: string | null
    readonly endorsement: string | null
  }[]
}

const publicHalf = ({
  keyId,
  algorithm,
  publicKey,
  from,
  until,
  withdrawnOn,
  endorsedBy,
  endorsement,
}: KeyRow): PartnerCard['keys'][number] => ({
  keyId,
  algorithm,
  publicKey,
  from,
  until,
  withdrawnOn,
  endorsedBy,
  endorsement,
})

export const showOwnKeys = async (services: Services, about: { name?: string; url?: string } = {}): Promise<PartnerCard> => {
  await signingKey(services)
  const installation = ownId(services.keys)
  return {
    installation,
    name: about.name ?? installation,
    url: about.url ?? null,
    log: formatVerifierKey(logSigner(services.keys, await findLogNumber(services.database)).verifier),
    witness: formatVerifierKey(witnessSigner(services.keys).verifier),
    keys: (await findKeys(services.database, installation)).map(publicHalf),
  }
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** Whether an address is HTTPS; plain HTTP is allowed only on the same machine, for trials and tests. */
const isSafe = (url: string): boolean => {
  try {
    const { protocol, hostname } = new URL(url)
    return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))
  } catch {
    return false
  }
}

const isDay = (value: unknown): value is string => typeof value === 'string' && isDate(value)
const isDayOrNull = (value: unknown): value is string | null => value === null || isDay(value)

/** A vkey of a partner, null where it has none; undefined: it is not a key, or not of this partner. */
const readNamedKey = (value: unknown, name: RegExp): string | null | undefined => {
  if (value === undefined || value === null) return null
  return typeof value === 'string' && name.test(readVerifierKey(value)?.name ?? '') ? value : undefined
}
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string'

/** One key of a card; null where a field is not what it must be. Its id and algorithm are computed from the key. */
const readCardKey = (key: PartnerCard['keys'][number] | null): PartnerCard['keys'][number] | null => {
  const known = readPublicKey(String(key?.publicKey ?? ''))
  if (!key || !known.ok || !isDay(key.from) || !isDayOrNull(key.until) || !isDayOrNull(key.withdrawnOn)) return null
  const { endorsedBy = null, endorsement = null } = key
  if (!isTextOrNull(endorsedBy) || !isTextOrNull(endorsement)) return null
  return { ...known.value, from: key.from, until: key.until, withdrawnOn: key.withdrawnOn, endorsedBy, endorsement }
}

/** JSON of a card, none of whose fields has been looked at. */
const parseCard = (text: string): Partial<PartnerCard> | null => {
  try {
    return JSON.parse(text) as Partial<PartnerCard> | null
  } catch {
    return null
  }
}

/** Reads the output of a partner's `mingce partner key show --json`. Key ids and algorithms are computed from the keys, not taken from the file. */
export const readPartnerCard = (text: string): Result<PartnerCard, CertificateRefusal> => {
  const bad = fail({ code: 'partner.unreadable' } as const)
  const card = parseCard(text) ?? {}
  const { installation, name, url = null, keys } = card
  if (typeof installation !== 'string' || !/^[\w-]{1,60}$/.test(installation) || !Array.isArray(keys)) return bad
  if (url !== null && typeof url !== 'string') return bad
  const log = readNamedKey(card.log, new RegExp(`^${installation}/log(?:-[1-9]\\d{0,3})?$`))
  const witness = readNamedKey(card.witness, new RegExp(`^${installation}/witness$`))
  if (log === undefined || witness === undefined) return bad
  const read: PartnerCard['keys'][number][] = []
  for (const key of keys as (PartnerCard['keys'][number] | null)[]) {
    const known = readCardKey(key)
    if (!known) return bad
    read.push(known)
  }
  return ok({ installation, name: typeof name === 'string' && name !== '' ? name : installation, url, log, witness, keys: read })
}

/** Partners and keys belong to the installation, so their audit rows have no county. */
const auditOf = (action: AuditEntry['action'], subject: string, details: Readonly<Record<string, unknown>>): AuditEntry => ({
  countyCode: '',
  action,
  subject,
  details,
})

/** New keys of a card that no known key of the same installation has signed, directly or through another new one. */
const unendorsed = (card: PartnerCard, known: readonly KeyRow[]): PartnerCard['keys'] => {
  const withdrawn = new Set(card.keys.filter(key => key.withdrawnOn !== null).map(key => key.keyId))
  const trusted: Pick<KeyRow, 'keyId' | 'algorithm' | 'publicKey'>[] = known.filter(
    key => key.withdrawnOn === null && !withdrawn.has(key.keyId),
  )
  let left = card.keys.filter(key => !known.some(({ keyId }) => keyId === key.keyId))
  for (;;) {
    const next = left.filter(key => {
      const endorser = trusted.find(({ keyId }) => keyId === key.endorsedBy)
      return !endorser || !isSigned(endorsementLine(card.installation, key), key.endorsement ?? '', endorser)
    })
    if (next.length === left.length) return left
    trusted.push(...left.filter(key => !next.includes(key)))
    left = next
  }
}

/** Two people, each named once. */
const areTwo = (names: readonly string[]): boolean =>
  new Set(names.map(name => name.trim()).filter(name => name !== '')).size >= 2

/**
 * Adds a partner, or its new keys. A new key of a partner that is known needs the signature of one of its keys, or two people who `confirmedBy`
 * another way that it is the partner's. A key that was withdrawn stays withdrawn.
 */
export const addPartner = async (
  ctx: Ctx,
  card: PartnerCard,
  confirmedBy: readonly string[] = [],
): Promise<Result<PartnerCard, CertificateRefusal>> => {
  if (card.installation === ownId(ctx.keys)) return fail({ code: 'partner.self' })
  if (card.url !== null && !isSafe(card.url)) return fail({ code: 'partner.url' })
  const action = `add partner ${card.installation}`
  return write(ctx, { action }, async (tx, at): Promise<Result<Written<PartnerCard>, CertificateRefusal>> => {
    const ids = card.keys.map(key => key.keyId)
    if (new Set(ids).size !== ids.length || (await isAnyKeyOfOthers(tx, card.installation, ids)))
      return fail({ code: 'partner.key-shared' } as const)
    const known = await findKeys(tx, card.installation)
    const unknown = known.length === 0 ? [] : unendorsed(card, known)
    if (unknown.length > 0 && !areTwo(confirmedBy)) return fail({ code: 'partner.key-unconfirmed' } as const)
    const { name, url, log, witness } = card
    await putPartner(tx, { id: card.installation, name, url, log, witness }, ctx.actor.name, at)
    for (const key of card.keys) await putKey(tx, { ...key, installation: card.installation, sealed: null })
    const details = { keys: ids, url: card.url, ...(unknown.length > 0 ? { confirmedBy: [...confirmedBy] } : {}) }
    return ok({ answer: card, audit: auditOf('partner.added', card.installation, details) })
  })
}

export const listPartners = async (
  services: Services,
): Promise<(Partner & { keys: PartnerCard['keys']; rounds: readonly Pick<AgreedRound, 'theirs' | 'ours'>[] })[]> => {
  const keys = await findKeys(services.database)
  const rounds = await findAgreedRounds(services.database)
  return (await findPartners(services.database)).map(partner => ({
    ...partner,
    keys: keys.filter(key => key.installation === partner.id).map(publicHalf),
    rounds: rounds.filter(({ partnerId }) => partnerId === partner.id).map(({ theirs, ours }) => ({ theirs, ours })),
  }))
}

/** Makes a new own key, used from today on. The previous key signs nothing more, and what it signed stays valid. */
export const rotateOwnKey = async (
  ctx: Ctx,
  algorithm: Algorithm = 'ed25519',
): Promise<Result<{ keyId: string }, CertificateRefusal>> => {
  const today = chinaDate(ctx.clock.now())
  const made = makeKey(algorithm)
  const before = await signingKey(ctx)
  return write(ctx, { action: 'rotate own key' }, async tx => {
    if (await isAnyKeyOfOthers(tx, ownId(ctx.keys), [made.keyId])) return fail({ code: 'partner.key-shared' } as const)
    await saveOwn(tx, ctx.keys, made, today, before)
    await endKeys(tx, ownId(ctx.keys), made.keyId, today)
    const details = { key: made.keyId, algorithm }
    return ok({ answer: { keyId: made.keyId }, audit: auditOf('partner.key-rotated', ownId(ctx.keys), details) })
  })
}

/** Withdraws a lost key: from now on nothing it signed is accepted. Without `partner`: an own key. */
export const withdrawPartnerKey = async (
  ctx: Ctx,
  { partner, keyId }: { readonly partner?: string | undefined; readonly keyId: string },
): Promise<Result<{ keyId: string }, CertificateRefusal>> => {
  const installation = partner ?? ownId(ctx.keys)
  return write(ctx, { action: `withdraw key ${installation}/${keyId}` }, async (tx, at) => {
    const withdrawn = await withdrawKey(tx, installation, keyId, chinaDate(at))
    if (withdrawn === 0) return fail({ code: 'partner.key-unknown' } as const)
    return ok({ answer: { keyId }, audit: auditOf('partner.key-withdrawn', installation, { key: keyId }) })
  })
}

/** Two installations that name the same renewal differently agree it: certificates of `theirs` are taken for our `ours`. Done on both sides. */
export const agreeRound = async (
  ctx: Ctx,
  { partner, theirs, ours }: { readonly partner: string; readonly theirs: string; readonly ours: string },
): Promise<Result<Agreed, CertificateRefusal>> =>
  write(
    ctx,
    { action: `agree round ${partner}/${theirs}` },
    async (tx, at): Promise<Result<Written<Agreed>, CertificateRefusal>> => {
      if (!(await findPartner(tx, partner))) return fail({ code: 'partner.unknown' } as const)
      if (!isRound(theirs) || !isRound(ours)) return fail({ code: 'partner.round' } as const)
      await putRound(tx, { partnerId: partner, theirs, ours, agreedAt: at, agreedBy: ctx.actor.name })
      return ok({ answer: { theirs, ours }, audit: auditOf('partner.round-agreed', partner, { theirs, ours }) })
    },
  )

interface Agreed {
  readonly theirs: string
  readonly ours: string
}

const isRound = (round: string): boolean => /^\d{4}[\w-]{0,20}$/.test(round)

/**
 * Two people answer for a partner that cannot be asked after a restore (it has no address, or is gone): they have compared both ledgers.
 */
export const confirmReconciled = async (
  ctx: Ctx,
  {
    partner,
    confirmedBy,
    reason,
  }: { readonly partner: string; readonly confirmedBy: readonly string[]; readonly reason: string },
): Promise<Result<{ partner: string }, CertificateRefusal>> =>
  write(
    ctx,
    { action: `confirm reconciled ${partner}` },
    async (tx, at): Promise<Result<Written<{ partner: string }>, CertificateRefusal>> => {
      const restore = await findRestore(tx)
      if (restore === null || !(await findPartner(tx, partner))) return fail({ code: 'partner.unknown' } as const)
      if (!areTwo(confirmedBy) || reason.trim() === '') return fail({ code: 'partner.two-people' } as const)
      await setReconciled(tx, partner, restore, confirmedBy.join(', '), at)
      return ok({
        answer: { partner },
        audit: auditOf('partner.reconciled', partner, { confirmedBy: [...confirmedBy], reason, restore }),
      })
    },
  )
