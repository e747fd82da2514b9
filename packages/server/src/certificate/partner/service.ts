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
import { logSigner, witnessSigner } from '../../platform/log/index.ts'
import { formatVerifierKey, readVerifierKey } from '../../platform/tlog/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import { readPublicKey } from '../../population/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import { type Algorithm, makeKey, type NewKey } from './service.signature.ts'
import {
  endKeys,
  findKeys,
  findPartners,
  type KeyRow,
  lockSigningKey,
  type Partner,
  putKey,
  putPartner,
  withdrawKey,
} from './store.ts'

export interface Services {
  readonly database: Database
  readonly keys: Keyring
  readonly clock: { now(): Date }
}
type Ctx = Services & Pick<Context, 'actor'>

/** This installation's id among partners: public, and bound to its master key. */
export const ownId = (keys: Keyring): string => `mc-${keys.checkValue}`

const sealName = (keyId: string): string => `partner_key/${keyId}`

const saveOwn = async (tx: Sql, keys: Keyring, made: NewKey, from: string): Promise<void> => {
  const { privateKey, ...key } = made
  await putKey(tx, {
    ...key,
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
      await saveOwn(tx, keys, makeKey('ed25519'), today)
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
  }[]
}

const publicHalf = ({ keyId, algorithm, publicKey, from, until, withdrawnOn }: KeyRow): PartnerCard['keys'][number] => ({
  keyId,
  algorithm,
  publicKey,
  from,
  until,
  withdrawnOn,
})

export const showOwnKeys = async (services: Services, about: { name?: string; url?: string } = {}): Promise<PartnerCard> => {
  await signingKey(services)
  const installation = ownId(services.keys)
  return {
    installation,
    name: about.name ?? installation,
    url: about.url ?? null,
    log: formatVerifierKey(logSigner(services.keys).verifier),
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
const readNamedKey = (value: unknown, name: string): string | null | undefined => {
  if (value === undefined || value === null) return null
  return typeof value === 'string' && readVerifierKey(value)?.name === name ? value : undefined
}

/** Reads the output of a partner's `mingce partner key show --json`. Key ids and algorithms are computed from the keys, not taken from the file. */
export const readPartnerCard = (text: string): Result<PartnerCard, CertificateRefusal> => {
  const bad = fail({ code: 'partner.unreadable' } as const)
  let card: Partial<PartnerCard>
  try {
    card = JSON.parse(text) as Partial<PartnerCard>
  } catch {
    return bad
  }
  const { installation, name, url = null, keys } = card ?? {}
  if (typeof installation !== 'string' || !/^[\w-]{1,60}$/.test(installation) || !Array.isArray(keys)) return bad
  if (url !== null && typeof url !== 'string') return bad
  const log = readNamedKey(card.log, `${installation}/log`)
  const witness = readNamedKey(card.witness, `${installation}/witness`)
  if (log === undefined || witness === undefined) return bad
  const read: PartnerCard['keys'][number][] = []
  for (const key of keys as PartnerCard['keys']) {
    const known = readPublicKey(String(key?.publicKey ?? ''))
    if (!known.ok || !isDay(key.from) || !isDayOrNull(key.until) || !isDayOrNull(key.withdrawnOn)) return bad
    read.push({ ...known.value, from: key.from, until: key.until, withdrawnOn: key.withdrawnOn })
  }
  return ok({ installation, name: typeof name === 'string' && name !== '' ? name : installation, url, log, witness, keys: read })
}

/** Partners and keys belong to the installation, so their audit rows have no county. */
const auditOf = (action: string, subject: string, details: Readonly<Record<string, unknown>>): AuditEntry => ({
  countyCode: '',
  action,
  subject,
  details,
})

/** Adds a partner, or its new keys. A key that was withdrawn stays withdrawn. */
export const addPartner = async (ctx: Ctx, card: PartnerCard): Promise<Result<PartnerCard, CertificateRefusal>> => {
  if (card.installation === ownId(ctx.keys)) return fail({ code: 'partner.self' })
  if (card.url !== null && !isSafe(card.url)) return fail({ code: 'partner.url' })
  return write(ctx, { action: `add partner ${card.installation}` }, async (tx, at) => {
    const { name, url, log, witness } = card
    await putPartner(tx, { id: card.installation, name, url, log, witness }, ctx.actor.name, at)
    for (const key of card.keys) await putKey(tx, { ...key, installation: card.installation, sealed: null })
    const details = { keys: card.keys.map(key => key.keyId), url: card.url }
    return ok({ answer: card, audit: auditOf('partner.added', card.installation, details) })
  })
}

export const listPartners = async (services: Services): Promise<(Partner & { keys: PartnerCard['keys'] })[]> => {
  const keys = await findKeys(services.database)
  return (await findPartners(services.database)).map(partner => ({
    ...partner,
    keys: keys.filter(key => key.installation === partner.id).map(publicHalf),
  }))
}

/** Makes a new own key, used from today on. The previous key signs nothing more, and what it signed stays valid. */
export const rotateOwnKey = async (
  ctx: Ctx,
  algorithm: Algorithm = 'ed25519',
): Promise<Result<{ keyId: string }, CertificateRefusal>> => {
  const today = chinaDate(ctx.clock.now())
  const made = makeKey(algorithm)
  return write(ctx, { action: 'rotate own key' }, async tx => {
    await saveOwn(tx, ctx.keys, made, today)
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
