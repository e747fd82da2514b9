/**
 * The second of two officers: another account confirms; or, where an office has one officer, the level above gives a one-time code by phone, or
 * two people sign a printed form. Codes and forms are bound to the exact change. What software cannot prove is in
 * docs/manual/second-officer.md.
 */
import { randomInt } from 'node:crypto'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { extensionPoint } from '../../platform/modules/index.ts'
import { write } from '../../platform/write/index.ts'
import type { Context } from '../gate/index.ts'
import { isMadeByOther } from '../staff/index.ts'
import type { OtherOfficerFailure, SecondOfficerFailure } from './errors.ts'
import type { SecondGiven } from './schema.ts'
import { countTryAt, findChange, forgetChanges, lockCode, putChange, putCode, removeChange, type WaitingRow } from './store.ts'

export type { WaitingRow } from './store.ts'

/** A change that one officer has prepared. */
export interface Change {
  readonly kind: string
  readonly countyCode: string
  /** The account that prepared it. */
  readonly first: { readonly id: string; readonly name: string }
  /** All that the change consists of: another content is another change. */
  readonly content: readonly string[]
  /** What the second officer is asked to confirm. No numbers, phones and addresses. */
  readonly summary: Text
}

/** Changes of one kind that wait for a second officer. */
export interface ChangeSource {
  readonly kinds: readonly string[]
  /** The change as it stands; undefined: there is none that waits. */
  find(ctx: Context, kind: string, subject: string): Promise<Change | undefined>
}

export const SECOND_CHANGES = extensionPoint<ChangeSource>('access.second-changes')

/** Without I, L, O and U, which are mistaken for others (Crockford). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

/**
 * The twelve characters that stand for a change. A keyed digest: without the installation's key nobody can look for two changes that have the
 * same one.
 */
export const checkCodeOf = (keys: Keyring, { kind, first, content }: Change): string => {
  const [digest = ''] = keys.digests([JSON.stringify(['second officer', kind, first.id, ...content])])
  let rest = BigInt(`0x${digest.replaceAll('-', '')}`)
  const characters = Array.from({ length: LENGTH }, () => {
    const character = DIGITS[Number(rest % 32n)]
    rest /= 32n
    return character
  })
  return (characters.join('').match(/.{4}/g) ?? []).join('-')
}

/** As someone heard or typed it. */
const readCheckCode = (text: string): string => {
  const plain = text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  return (plain.match(/.{1,4}/g) ?? []).join('-')
}

const CODE_DIGITS = 8
const CODE_MINUTES = 10
const MOST_TRIES = 5
const KEPT_MS = 7 * 86_400_000

const codeDigest = (keys: Keyring, change: string, code: string): string =>
  keys.digests([JSON.stringify(['second code', change, code.replace(/\D/g, '')])])[0] ?? ''

/** What the first officer entered, after the try was counted. Only `countTry` makes one, so no code can be tried without counting. */
export class CountedSecond {
  readonly given: SecondGiven
  private constructor(given: SecondGiven) {
    this.given = given
  }
  /** Counts a try at a code, in a transaction of its own: a refusal that rolls back does not take it back. */
  static async count(sql: Sql, given: SecondGiven | undefined): Promise<CountedSecond | undefined> {
    if (given === undefined) return undefined
    if (given.how === 'code') await countTryAt(sql, readCheckCode(given.change))
    return new CountedSecond(given)
  }
}

/** Who confirmed as the second officer, and how. */
interface SecondOfficer {
  /** The account; 'paper' where there is none. */
  readonly id: string
  readonly name: string
  /** For the audit row of the change: how it was confirmed. */
  readonly details: Readonly<Record<string, string>>
}

type Checked<T> = Promise<Result<T, { readonly code: OtherOfficerFailure }>>

/** Takes the code of a change, which is then used up. */
const takeCode = async (tx: Sql, keys: Keyring, change: string, code: string, at: Date): Checked<SecondOfficer> => {
  const row = await lockCode(tx, change)
  if (!row?.code || !row.until || row.until < at || row.tries > MOST_TRIES || row.giverId === null)
    return fail({ code: 'officer.code-ended' })
  if (row.code !== codeDigest(keys, change, code)) return fail({ code: 'officer.code-wrong' })
  await removeChange(tx, change)
  const name = row.giverName ?? ''
  return ok({ id: row.giverId, name, details: { second: 'code', secondBy: name, change } })
}

/**
 * Checks the second officer of a change, in the transaction that makes it: the actor with another account, or what the first officer enters
 * of the level above.
 */
export const checkSecondOfficer = async (
  tx: Sql,
  ctx: Pick<Context, 'actor' | 'keys' | 'clock'>,
  change: Change,
  entered: CountedSecond | undefined,
): Checked<SecondOfficer> => {
  const { actor, keys } = ctx
  if (actor.id !== change.first.id) {
    if (entered) return fail({ code: 'officer.not-first' })
    if (await isMadeByOther(tx, change.first.id, actor.id)) return fail({ code: 'officer.maker' })
    return ok({ id: actor.id, name: actor.name, details: { second: 'console' } })
  }
  if (!entered) return fail({ code: 'officer.same' })
  const { given } = entered
  const checkCode = checkCodeOf(keys, change)
  if (readCheckCode(given.change) !== checkCode) return fail({ code: 'officer.other-change' })
  if (given.how === 'code') return takeCode(tx, keys, checkCode, given.code, ctx.clock.now())
  const { document, signer } = given
  if (signer === actor.name || signer === change.first.name) return fail({ code: 'officer.same' })
  return ok({ id: 'paper', name: signer, details: { second: 'paper', document, signer, change: checkCode } })
}

type Answer<T> = Promise<Result<T, { readonly code: SecondOfficerFailure }>>

/** The first officer asks for a second confirmation by the level above: the change gets its check code and can be looked up by it. */
export const askSecondOfficer = async (
  ctx: Context,
  sources: readonly ChangeSource[],
  { kind, subject }: { readonly kind: string; readonly subject: string },
): Answer<WaitingRow> => {
  const change = await sources.find(source => source.kinds.includes(kind))?.find(ctx, kind, subject)
  if (!change) return fail({ code: 'officer.change-unknown' })
  if (change.first.id !== ctx.actor.id) return fail({ code: 'officer.not-first' })
  return write<WaitingRow, { readonly code: SecondOfficerFailure }>(
    ctx,
    { action: `second officer ask ${kind} ${subject}`, always: true },
    async (tx, at) => {
      const row = {
        digest: checkCodeOf(ctx.keys, change),
        kind,
        countyCode: change.countyCode,
        areaCode: ctx.actor.areaCode,
        summary: change.summary,
        firstId: ctx.actor.id,
        firstName: ctx.actor.name,
        askedAt: at,
      }
      await forgetChanges(tx, new Date(at.getTime() - KEPT_MS))
      await putChange(tx, row)
      return ok({
        answer: row,
        audit: {
          countyCode: row.countyCode,
          action: 'second-officer.asked',
          subject: `change/${row.digest}`,
          details: { kind, of: subject },
        },
      })
    },
  )
}

/** A change of an office below the actor's. */
const findBelow = async (ctx: Context, sql: Sql, text: string): Promise<WaitingRow | undefined> => {
  const row = await findChange(sql, readCheckCode(text))
  const { areaCode } = ctx.actor
  return row?.areaCode.startsWith(areaCode) && row.areaCode.length > areaCode.length ? row : undefined
}

/** What an officer of the level above is asked to confirm. */
export const findWaitingChange = async (ctx: Context, text: string): Answer<WaitingRow> => {
  const row = await findBelow(ctx, ctx.database, text)
  return row ? ok(row) : fail({ code: 'officer.change-unknown' })
}

/** An officer of the level above confirms by a code, which is read out on the phone. The answer is kept nowhere. */
export const giveSecondCode = async (ctx: Context, text: string): Answer<{ readonly code: string; readonly until: Date }> =>
  write<{ readonly code: string; readonly until: Date }, { readonly code: SecondOfficerFailure }>(
    ctx,
    { action: `second officer code ${readCheckCode(text)}`, always: true },
    async (tx, at) => {
      const row = await findBelow(ctx, tx, text)
      if (!row) return fail({ code: 'officer.change-unknown' })
      if (row.firstId === ctx.actor.id) return fail({ code: 'officer.same' })
      if (await isMadeByOther(tx, row.firstId, ctx.actor.id)) return fail({ code: 'officer.maker' })
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
      const until = new Date(at.getTime() + CODE_MINUTES * 60_000)
      const { id: giverId, name: giverName } = ctx.actor
      await putCode(tx, { digest: row.digest, code: codeDigest(ctx.keys, row.digest, code), giverId, giverName, until })
      return ok({
        answer: { code, until },
        audit: {
          countyCode: row.countyCode,
          action: 'second-officer.code-given',
          subject: `change/${row.digest}`,
          details: { kind: row.kind, first: row.firstName },
        },
      })
    },
  )
