/** How people are reached: as they have said themselves, else by the contact of their registration, else by that of the population register. */
import { findNoticeTemplate, renderNotice } from '@mingce/domain/notice'
import { type Contact, type Keyring, maskPhone, openContacts } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Reach, TakenMessage } from '../delivery/index.ts'
import type { AudienceSource } from './service.audience.ts'
import { type Addressee, type ContactGroup, findVoterContacts } from './store.ts'

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

/** A mobile number in the form that gateways take; null for a landline or a typing error. No real number begins with 12: fictitious people have it. */
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

type Blocks = Pick<AudienceSource, 'findContactBlocks'>

/** Opens sealed blocks of contacts. */
const openBlocks = async (
  sql: Sql,
  keys: Keyring,
  { findContactBlocks }: Blocks,
  ids: readonly number[],
): Promise<Map<number, Contact[]>> => {
  const blocks = new Map<number, Contact[]>()
  for (const { id, sealed } of await findContactBlocks(sql, ids)) blocks.set(id, openContacts(keys, sealed))
  return blocks
}

/** For the outbox: how the addressees of messages can be reached, in the order of the messages. */
export const reachWith =
  (keys: Keyring, audience: Pick<AudienceSource, 'findContactPlaces' | 'findContactBlocks'>) =>
  async (sql: Sql, messages: readonly Addressee[]): Promise<Reach[]> => {
    if (messages.length === 0) return []
    const places = await audience.findContactPlaces(sql, messages)
    const people = [...new Set(places.flatMap(({ personKey }) => (personKey === null ? [] : [personKey])))]
    const given = new Map((await findVoterContacts(sql, people)).map(contact => [contact.personKey, contact]))
    const ids = [...new Set(places.flatMap(({ block }) => (block === null ? [] : [block])))]
    const blocks = await openBlocks(sql, keys, audience, ids)
    return places.map(({ personKey, block, index }) => {
      const own = personKey === null ? undefined : given.get(personKey)
      if (own?.declined) return { ways: [], language: own.language, declined: true }
      if (own) return { ways: waysOf(openGiven(keys, own.sealed)), language: own.language }
      const contact = block === null || index === null ? undefined : blocks.get(block)?.[index]
      return { ways: waysOf({ phone: contact?.phone ?? null, email: null }), language: 'zh' }
    })
  }

/** For the outbox: the text of a message. */
export const noticeText = (
  message: Pick<TakenMessage, 'template' | 'parameters'>,
  language: 'zh' | 'en',
): { subject: string; body: string } => {
  const template = findNoticeTemplate(message.template)
  if (!template) throw new Error(`no notice ${message.template}`)
  return renderNotice(template, message.parameters, language)
}

/** Blocks in memory at once: some tens of thousands of contacts. */
const BATCH_BLOCKS = 100

/** Of people grouped by block, how many have a phone that takes messages, or said how they want to be reached. */
export const countReachable = async (
  sql: Sql,
  keys: Keyring,
  source: Blocks,
  groups: readonly ContactGroup[],
): Promise<number> => {
  let reachable = groups.reduce((sum, group) => sum + (group.given && !group.declined ? group.people : 0), 0)
  const sealed = groups.filter(group => !group.given && group.block !== null)
  for (let from = 0; from < sealed.length; from += BATCH_BLOCKS) {
    const part = sealed.slice(from, from + BATCH_BLOCKS)
    const blocks = await openBlocks(
      sql,
      keys,
      source,
      part.flatMap(({ block }) => (block === null ? [] : [block])),
    )
    for (const { block, indexes } of part) {
      const contacts = blocks.get(block ?? -1)
      reachable += indexes.filter(index => mobileOf(contacts?.[index]?.phone) !== null).length
    }
  }
  return reachable
}
