/**
 * The registry of installations that certificates are exchanged with, and this one's own keys. A key that is changed (rotated) still vouches
 * for what it signed; one that was lost (withdrawn) vouches for nothing.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { isDate } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Database, Sql } from '../../platform/database/index.ts'
import { readPublicKey } from '../../population/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import { type Algorithm, makeKey, type NewKey } from './service.signature.ts'
import { endKeys, findKeys, findPartners, type KeyRow, type Partner, putKey, putPartner, withdrawKey } from './store.ts'

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

const holds = (key: KeyRow, today: string): boolean =>
  key.sealed !== null && key.withdrawnOn === null && key.until === null && key.from <= today

export interface SigningKey {
  readonly keyId: string
  readonly algorithm: Algorithm
  readonly privateKey: string
}

/** The key that this installation signs with today; the first is made when it is first needed. */
export const signingKey = async (services: Services): Promise<SigningKey> => {
  const { database, keys, clock } = services
  const today = chinaDate(clock.now())
  const find = async (sql: Sql) => (await findKeys(sql, ownId(keys))).find(key => holds(key, today))
  let key = await find(database)
  if (!key)
    key = await database.transaction(async tx => {
      // Two processes at their first certificate: the second waits, and finds the first one's.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('mingce signing key'))`)
      const there = await find(tx)
      if (there) return there
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

/** What a partner is given of this installation: no secret in it. */
export interface PartnerCard {
  readonly installation: string
  readonly name: string
  readonly url: string | null
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
    keys: (await findKeys(services.database, installation)).map(publicHalf),
  }
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** HTTPS; plain HTTP only on the machine itself, as tests and trials do. */
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

/** Reads what a partner gave: `mingce partner key show --json`. Every key is read anew, and no word on it believed. */
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
  const read: PartnerCard['keys'][number][] = []
  for (const key of keys as PartnerCard['keys']) {
    const known = readPublicKey(String(key?.publicKey ?? ''))
    if (!known.ok || !isDay(key.from) || !isDayOrNull(key.until) || !isDayOrNull(key.withdrawnOn)) return bad
    read.push({ ...known.value, from: key.from, until: key.until, withdrawnOn: key.withdrawnOn })
  }
  return ok({ installation, name: typeof name === 'string' && name !== '' ? name : installation, url, keys: read })
}

const audited = (tx: Sql, ctx: Ctx, action: string, subject: string, details: Readonly<Record<string, unknown>>) =>
  recordAudit(tx, {
    countyCode: '',
    at: ctx.clock.now(),
    actor: ctx.actor.name,
    role: ctx.actor.role,
    action,
    subject,
    details,
  })

/** Takes a partner into the registry, or its new keys. A key that was withdrawn stays so. */
export const addPartner = async (ctx: Ctx, card: PartnerCard): Promise<Result<PartnerCard, CertificateRefusal>> => {
  if (card.installation === ownId(ctx.keys)) return fail({ code: 'partner.self' })
  if (card.url !== null && !isSafe(card.url)) return fail({ code: 'partner.url' })
  await ctx.database.transaction(async tx => {
    await putPartner(tx, { id: card.installation, name: card.name, url: card.url }, ctx.actor.name, ctx.clock.now())
    for (const key of card.keys) await putKey(tx, { ...key, installation: card.installation, sealed: null })
    await audited(tx, ctx, 'partner.added', card.installation, { keys: card.keys.map(key => key.keyId), url: card.url })
  })
  return ok(card)
}

export const listPartners = async (services: Services): Promise<(Partner & { keys: PartnerCard['keys'] })[]> => {
  const keys = await findKeys(services.database)
  return (await findPartners(services.database)).map(partner => ({
    ...partner,
    keys: keys.filter(key => key.installation === partner.id).map(publicHalf),
  }))
}

/** A new own key from today on; the one before signs no more, and what it signed stays good. */
export const rotateOwnKey = async (ctx: Ctx, algorithm: Algorithm = 'ed25519'): Promise<{ keyId: string }> => {
  const today = chinaDate(ctx.clock.now())
  const made = makeKey(algorithm)
  await ctx.database.transaction(async tx => {
    await saveOwn(tx, ctx.keys, made, today)
    await endKeys(tx, ownId(ctx.keys), made.keyId, today)
    await audited(tx, ctx, 'partner.key-rotated', ownId(ctx.keys), { key: made.keyId, algorithm })
  })
  return { keyId: made.keyId }
}

/** A key was lost: from now on nothing it signed is believed. `partner` undefined: an own key. */
export const withdrawPartnerKey = async (
  ctx: Ctx,
  { partner, keyId }: { readonly partner?: string | undefined; readonly keyId: string },
): Promise<Result<{ keyId: string }, CertificateRefusal>> => {
  const installation = partner ?? ownId(ctx.keys)
  const done = await ctx.database.transaction(async tx => {
    const withdrawn = await withdrawKey(tx, installation, keyId, chinaDate(ctx.clock.now()))
    if (withdrawn > 0) await audited(tx, ctx, 'partner.key-withdrawn', installation, { key: keyId })
    return withdrawn
  })
  return done > 0 ? ok({ keyId }) : fail({ code: 'partner.key-unknown' })
}
