/** Authorities of the feed: who may send, with which key, and when each was last heard. */
import { createHash } from 'node:crypto'
import { AUTHORITY_KINDS, type AuthorityKind } from '@mingce/domain/population'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { findArea, normaliseAreaCode } from '../../platform/areas/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import type { FeedFailure } from './errors.ts'
import { type FeedKey, isSignedBy, readPublicKey, readSigned } from './service.signature.ts'
import {
  type Authority,
  type AuthorityKey,
  endAuthorityKeys,
  type FeedMessage,
  findAuthorities,
  findAuthority,
  findAuthorityKeys,
  findLastMessages,
  insertAuthority,
  insertAuthorityKey,
  isKeyKnown,
} from './store.ts'

type Failure = { readonly code: FeedFailure; readonly field?: string; readonly text?: Text }

export interface NewAuthority {
  /** Lower-case letters, digits and dashes: bj-court. */
  readonly id: string
  readonly name: string
  readonly kind: string
  /** Its entries concern the elections of this area: the city's code, for a court's judgment counts wherever the person votes. */
  readonly areaCode: string
  /** PEM. */
  readonly publicKey: string
  readonly validFrom?: Date | undefined
  readonly validTo?: Date | undefined
}

export interface AuthorityStanding extends Authority {
  readonly keys: readonly AuthorityKey[]
  readonly last: FeedMessage | null
}

const invalid = (field: string, zh: string, en: string) => fail({ code: 'authority.invalid', field, text: { zh, en } } as const)

const readKey = (pem: string): Result<FeedKey, Failure> => {
  const key = readPublicKey(pem)
  return key.ok
    ? key
    : invalid(
        'publicKey',
        '公钥应为 PEM 格式的 Ed25519 或 SM2 公钥（BEGIN PUBLIC KEY）；请勿提供私钥',
        'The key must be an Ed25519 or SM2 public key in PEM format (BEGIN PUBLIC KEY); never provide the private key',
      )
}

const authorityAudit = (
  action: AuditEntry['action'],
  authority: Pick<Authority, 'id' | 'areaCode'>,
  details: object,
): AuditEntry => ({
  countyCode: authority.areaCode.slice(0, 6),
  action,
  subject: `feed/${authority.id}`,
  details: { ...details },
})

type KeyWritten = Written<{ readonly id: string; readonly keyId: string }>

/** Adds an authority with its first key. */
export const addAuthority = async (
  ctx: Context,
  input: NewAuthority,
): Promise<Result<{ id: string; keyId: string }, Failure>> => {
  const kind = AUTHORITY_KINDS.find((known): known is AuthorityKind => known === input.kind)
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(input.id))
    return invalid(
      'id',
      '编号用小写字母、数字和横线，如 bj-court',
      'The id must consist of lowercase letters, digits and dashes, like bj-court',
    )
  if (input.name.trim() === '') return invalid('name', '请写明机关名称', 'Enter the name of the authority')
  if (!kind)
    return invalid('kind', `类别应为 ${AUTHORITY_KINDS.join('、')} 之一`, `The kind must be one of ${AUTHORITY_KINDS.join(', ')}`)
  const areaCode = normaliseAreaCode(input.areaCode)
  if (areaCode === null || !(await findArea(ctx.database, areaCode)))
    return invalid('areaCode', '没有这个行政区划代码', 'There is no area with this code')
  const allowed = authorise(ctx.actor, 'set-up', areaCode)
  if (!allowed.ok) return allowed
  const key = readKey(input.publicKey)
  if (!key.ok) return key
  const authority = { id: input.id, name: input.name.trim(), kind, areaCode }
  return write(ctx, { action: `authority.add ${authority.id}` }, async (tx, at): Promise<Result<KeyWritten, Failure>> => {
    if ((await insertAuthority(tx, authority, ctx.actor.name, at)) === 0) return fail({ code: 'authority.taken' })
    if (await isKeyKnown(tx, key.value.keyId)) return fail({ code: 'authority.taken' })
    const validity = { validFrom: input.validFrom ?? at, validTo: input.validTo ?? null }
    await insertAuthorityKey(tx, { authorityId: authority.id, ...key.value, ...validity }, ctx.actor.name, at)
    const { keyId, algorithm } = key.value
    return ok({
      answer: { id: authority.id, keyId },
      audit: authorityAudit('authority.added', authority, { name: authority.name, kind, key: keyId, algorithm }),
    })
  })
}

/** Did the holder of a key of the authority sign the file of the new one, as a message is signed (`mingce feed sign`)? */
const isEndorsed = (authorityId: string, pem: string, signature: string, keys: readonly AuthorityKey[], at: Date): boolean => {
  const signed = readSigned(signature)
  if (!signed.ok || signed.value.statement.authority !== authorityId) return false
  const { keyId, statement } = signed.value
  const key = keys.find(known => known.keyId === keyId && known.validFrom <= at && (known.validTo === null || at < known.validTo))
  const { algorithm, hex } = statement.digest
  const digest = createHash(algorithm === 'sm3' ? 'sm3' : 'sha256')
  return key !== undefined && digest.update(pem).digest('hex') === hex && isSignedBy(signed.value, key)
}

const areTwo = (names: readonly string[]): boolean =>
  new Set(names.map(name => name.trim()).filter(name => name !== '')).size >= 2

/**
 * Gives an authority a new key, with the signature of the one before over the file of the new one, or confirmed by two people; those before end
 * then (now, if nothing is said), and what they sign later is refused.
 */
export const rotateAuthorityKey = async (
  ctx: Context,
  input: {
    readonly id: string
    /** PEM, as the file has it: the signature is over its bytes. */
    readonly publicKey: string
    readonly at?: Date | undefined
    readonly validTo?: Date | undefined
    /** JWS in compact form. */
    readonly signature?: string | undefined
    readonly confirmedBy?: readonly string[] | undefined
  },
): Promise<Result<{ id: string; keyId: string }, Failure>> => {
  const authority = await findAuthority(ctx.database, input.id)
  if (!authority) return fail({ code: 'authority.unknown' })
  const allowed = authorise(ctx.actor, 'set-up', authority.areaCode)
  if (!allowed.ok) return allowed
  const key = readKey(input.publicKey)
  if (!key.ok) return key
  return write(ctx, { action: `authority.rotate ${authority.id}` }, async (tx, at): Promise<Result<KeyWritten, Failure>> => {
    const from = input.at ?? at
    const { signature, confirmedBy = [] } = input
    const known = await findAuthorityKeys(tx, authority.id)
    const isVouchedFor =
      areTwo(confirmedBy) || (signature !== undefined && isEndorsed(authority.id, input.publicKey, signature, known, at))
    if (!isVouchedFor) return fail({ code: 'authority.unconfirmed' })
    if (await isKeyKnown(tx, key.value.keyId)) return fail({ code: 'authority.taken' })
    await endAuthorityKeys(tx, authority.id, from)
    const added = { authorityId: authority.id, ...key.value, validFrom: from, validTo: input.validTo ?? null }
    if ((await insertAuthorityKey(tx, added, ctx.actor.name, at)) === 0) return fail({ code: 'authority.taken' })
    return ok({
      answer: { id: authority.id, keyId: added.keyId },
      audit: authorityAudit('authority.rotated', authority, { key: added.keyId, algorithm: added.algorithm, from, confirmedBy }),
    })
  })
}

/** Authorities whose area meets the actor's, with their keys and the last message of each. */
export const findAuthoritiesStanding = async (ctx: Context): Promise<Result<AuthorityStanding[], Failure>> => {
  const { database, actor } = ctx
  const near = (await findAuthorities(database)).filter(
    ({ areaCode }) => areaCode.startsWith(actor.areaCode) || actor.areaCode.startsWith(areaCode),
  )
  const keys = await findAuthorityKeys(database, null)
  const last = new Map((await findLastMessages(database)).map(message => [message.authorityId, message]))
  return ok(
    near.map(authority => ({
      ...authority,
      keys: keys.filter(key => key.authorityId === authority.id),
      last: last.get(authority.id) ?? null,
    })),
  )
}
