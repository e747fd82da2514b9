/** People to sign in as at a demo's login: some of each kind, and what each is to the election at the moment. Only for made-up people. */
import { lastBirthOfAdults } from '@mingce/domain/election'
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../../access/index.ts'
import { findElections } from '../../../election/index.ts'
import { choosePeople, kindsOf, type SampledPerson, type SampleKind, type SampleScope } from './store.ts'

const WANTED: Readonly<Record<SampleKind, number>> = { open: 9, migrant: 3, registered: 4, review: 2, disqualified: 1, minor: 1 }

const NOTES: Readonly<Record<SampleKind, Text>> = {
  open: { zh: '尚未登记', en: 'not yet registered' },
  migrant: { zh: '尚未登记，户口在外地', en: 'not yet registered, household registration elsewhere' },
  registered: { zh: '已经登记', en: 'already registered' },
  review: { zh: '已登记，待审核', en: 'registered, needs review' },
  disqualified: { zh: '选举日没有选举权', en: 'disqualified from voting on election day' },
  minor: { zh: '选举日未满18周岁', en: 'under 18 on election day' },
}

export interface SamplePerson {
  /** The account's id at the demo's issuer; says nothing. */
  readonly id: string
  readonly name: string
  readonly number: string
  readonly note: Text
}

/**
 * Chooses people of the election in `areaCode` at the first call, and answers with them and their standing at each. Empty without such an
 * election or a population extract. The numbers are opened without a trail: nobody is behind them.
 */
export const openSample = (ctx: Context, areaCode: string): (() => Promise<SamplePerson[]>) => {
  let chosen: { readonly scope: SampleScope; readonly people: readonly SampledPerson[] } | undefined

  const choose = async () => {
    const elections = await findElections(ctx)
    const election = elections.ok ? elections.value.find(one => one.areaCode === areaCode) : undefined
    if (!election) return undefined
    const { id, round, pollingDay } = election
    const scope = { electionId: id, round, pollingDay, bornBy: lastBirthOfAdults(pollingDay), electionArea: areaCode }
    const people = await choosePeople(ctx.database, scope, WANTED)
    return people.length > 0 ? { scope, people } : undefined
  }

  return async () => {
    chosen ??= await choose()
    if (!chosen) return []
    const { scope, people } = chosen
    const now = await kindsOf(
      ctx.database,
      scope,
      people.map(person => person.personKey),
    )
    const kinds = new Map(now.map(person => [person.personKey, person.kind]))
    return people.map(({ personKey, name, kind }, index) => ({
      id: `p${index + 1}`,
      name,
      number: ctx.keys.openPersonKey(personKey),
      note: NOTES[kinds.get(personKey) ?? kind],
    }))
  }
}
