/** People of a work list, as whoever visits them may see them: with their address, their phone masked, and nothing of their number. */
import { lastBirthOfAdults } from '@mingce/domain/election'
import type { Context } from '../../access/index.ts'
import { visibleArea } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { type Contact, maskPhone, openContacts } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { ListScope } from '../counts/index.ts'
import { findContactBlocks, type Missing } from './store.ts'

/** What of an election the actor's lists hold. */
export const scopeOf = (ctx: Context, election: Election): ListScope => ({
  electionId: election.id,
  round: election.round,
  pollingDay: election.pollingDay,
  bornBy: lastBirthOfAdults(election.pollingDay),
  electionArea: election.areaCode,
  area: visibleArea(ctx.actor, election.areaCode) ?? election.areaCode,
})

export interface Located extends Missing {
  readonly address: string | null
  readonly maskedPhone: string | null
}

/** Opened blocks that a reader keeps: the people of the next page are in the same ones, or in the next. */
const BLOCKS_KEPT = 64

/** Opens the addresses of people page by page, each block once where the people of a community follow each other; phones leave here masked. */
export const openContactReader = (ctx: Context, sql: Sql): ((people: readonly Missing[]) => Promise<Located[]>) => {
  let blocks = new Map<number, Contact[]>()
  return async people => {
    const ids = [...new Set(people.flatMap(p => (p.contactBlock === null ? [] : [p.contactBlock])))]
    const missing = ids.filter(id => !blocks.has(id))
    if (missing.length > 0)
      for (const { id, sealed } of await findContactBlocks(sql, missing)) blocks.set(id, openContacts(ctx.keys, sealed))
    const located = people.map(person => {
      const contact =
        person.contactBlock === null || person.contactIndex === null
          ? undefined
          : blocks.get(person.contactBlock)?.[person.contactIndex]
      return { ...person, address: contact?.address ?? null, maskedPhone: contact?.phone ? maskPhone(contact.phone) : null }
    })
    blocks = new Map([...blocks].slice(-BLOCKS_KEPT))
    return located
  }
}

/** Opens the addresses of a page of people; phones leave here masked. */
export const withContacts = (ctx: Context, sql: Sql, people: readonly Missing[]): Promise<Located[]> =>
  openContactReader(ctx, sql)(people)

/** Is the person's household register outside what the rule set calls here? */
export const isMigrant = (election: Election, person: Pick<Missing, 'hukouArea'>): boolean => {
  const digits = election.rules.homeDigits
  return person.hukouArea !== null && !person.hukouArea.startsWith(election.areaCode.slice(0, digits))
}
