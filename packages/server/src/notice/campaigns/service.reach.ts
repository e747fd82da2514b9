/** How people are reached: by what they said themselves, else by what came with their registration, else by the population register. */
import { findNoticeTemplate, renderNotice } from '@mingce/domain/notice'
import { type Contact, type Keyring, maskPhone, openContacts } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { findContactBlocks } from '../../registration/index.ts'
import type { Reach, TakenMessage } from '../delivery/index.ts'
import { type ContactGroup, findContactsOf } from './store.ts'

/** What a voter gave. */
export interface GivenContact {
  readonly phone: string | null
  readonly email: string | null
}

const CONTEXT = 'voter_contact'
export const sealGiven = (keys: Keyring, contact: GivenContact): Uint8Array =>
  keys.seal(Buffer.from(JSON.stringify([contact.phone, contact.email])), CONTEXT)
export const openGiven = (keys: Keyring, sealed: Uint8Array): GivenContact => {
  const [phone = null, email = null]: (string | null)[] = JSON.parse(Buffer.from(keys.open(sealed, CONTEXT)).toString('utf8'))
  return { phone, email }
}

/** A phone that takes messages, as a gateway wants it; null for a landline or a slip of the pen. 12… is nobody's: the made-up people have it. */
export const mobileOf = (phone: string | null | undefined): string | null => {
  const digits = (phone ?? '')
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(?:\+|00)86(?=1\d{10}$)/, '')
  return /^(?:1[2-9]\d{9}|\+\d{8,15})$/.test(digits) ? digits : null
}

/** `li@example.org` → `l***@example.org`. */
export const maskEmail = (email: string): string => email.replace(/^(.)[^@]*/, '$1***')
export const maskRecipient = (to: string): string => (to.includes('@') ? maskEmail(to) : maskPhone(to))

const waysOf = (contact: GivenContact): Reach['ways'] => {
  const phone = mobileOf(contact.phone)
  return [
    ...(phone ? [{ channel: 'sms' as const, to: phone }] : []),
    ...(contact.email ? [{ channel: 'email' as const, to: contact.email }] : []),
  ]
}

/** Opens sealed blocks of contacts, each once. */
const openBlocks = async (sql: Sql, keys: Keyring, ids: readonly number[]): Promise<Map<number, Contact[]>> => {
  const blocks = new Map<number, Contact[]>()
  for (const { id, sealed } of await findContactBlocks(sql, ids)) blocks.set(id, openContacts(keys, sealed))
  return blocks
}

/** For the outbox: how the addressees of messages can be reached, in their order. */
export const reachWith =
  (keys: Keyring) =>
  async (sql: Sql, messages: readonly TakenMessage[]): Promise<Reach[]> => {
    if (messages.length === 0) return []
    const rows = await findContactsOf(sql, messages)
    const blocks = await openBlocks(sql, keys, [...new Set(rows.flatMap(({ block }) => (block === null ? [] : [block])))])
    return rows.map(({ given, language, block, index }) => {
      if (given) return { ways: waysOf(openGiven(keys, given)), language: language ?? 'zh' }
      const contact = block === null || index === null ? undefined : blocks.get(block)?.[index]
      return { ways: waysOf({ phone: contact?.phone ?? null, email: null }), language: 'zh' }
    })
  }

/** For the outbox: what a message says. */
export const noticeText = (
  message: Pick<TakenMessage, 'template' | 'parameters'>,
  language: 'zh' | 'en',
): { subject: string; body: string } => {
  const template = findNoticeTemplate(message.template)
  if (!template) throw new Error(`no notice ${message.template}`)
  return renderNotice(template, message.parameters, language)
}

/** Blocks opened together: some tens of thousands of contacts. */
const TOGETHER = 100

/** Of people grouped by block, how many have a phone that takes messages, or said how they want to be reached. */
export const countReachable = async (sql: Sql, keys: Keyring, groups: readonly ContactGroup[]): Promise<number> => {
  let reachable = groups.reduce((sum, group) => sum + (group.given ? group.people : 0), 0)
  const sealed = groups.filter(group => !group.given && group.block !== null)
  for (let from = 0; from < sealed.length; from += TOGETHER) {
    const part = sealed.slice(from, from + TOGETHER)
    const blocks = await openBlocks(
      sql,
      keys,
      part.flatMap(({ block }) => (block === null ? [] : [block])),
    )
    for (const { block, indexes } of part) {
      const contacts = blocks.get(block ?? -1)
      reachable += indexes.filter(index => mobileOf(contacts?.[index]?.phone) !== null).length
    }
  }
  return reachable
}
