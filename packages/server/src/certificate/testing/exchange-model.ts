/** Actions of people, offices, networks and machines on a pair of installations, in any order, and the invariants. */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { readRows } from '../../platform/testing/rows.ts'
import { voterOf } from '../../registration/testing/online.ts'
import { expireLapsed } from '../exchange/index.ts'
import { findMyCertificates, revokeCertificate } from '../issue/index.ts'
import { type Line, newPerson, newSuspect, other, type Pair, type Person, type Side } from './exchange.ts'

/**
 * On one roll; or released and awaited by the one place that holds the person, or given back and awaited; on exactly one final roll once it is
 * `quiet`. A place that was restored from a backup says what it said then, until its partner has answered: it waits.
 */
const isOnOne = async (pair: Pair, person: Person, quiet: boolean): Promise<void> => {
  if (!(await pair.isReconciled())) {
    if (quiet) throw new Error('a restored place has had no answer')
    return
  }
  const both = await pair.standings(person)
  const rolls = both.filter(at => at === 'roll').length
  if (rolls > 1) throw new Error('on two rolls')
  if (rolls === 0 && (quiet || !(both.includes('held') || both.includes('back')))) throw new Error(`on no roll: ${both}`)
  if (quiet && !both.includes('away') && !both.includes('review')) throw new Error(`not settled: ${both}`)
}

const usedOnce = async (pair: Pair): Promise<void> => {
  for (const { database } of Object.values(pair.places)) {
    const twice = await readRows(
      database,
      `SELECT certificate_id FROM certificate_acceptance WHERE state NOT IN ('returned', 'given-back') GROUP BY certificate_id HAVING count(*) > 1`,
    )
    if (twice.length > 0) throw new Error('a certificate was used twice')
  }
}

interface Model {
  readonly people: readonly Person[]
  readonly texts: Map<Person, { from: Side; text: string }[]>
}
type Command = fc.AsyncCommand<Model, Pair, false>

const step = (name: string, work: (pair: Pair, model: Model) => Promise<void>): Command => ({
  check: () => true,
  toString: () => name,
  async run(model, pair) {
    await work(pair, model)
    if (pair.isUp('a') && pair.isUp('b')) for (const person of model.people) await isOnOne(pair, person, false)
  },
})

const sides = fc.constantFrom<Side>('a', 'b')
const lines = fc.constantFrom<Line>('good', 'good', 'lost', 'unanswered', 'double', 'old')

/** The common case, so that much is in progress at a failure: a person on a roll takes a certificate to the other place. */
const moves = fc.nat(1).map(who =>
  step(`move ${who}`, async (pair, { people, texts }) => {
    const person = people[who]
    if (!person || !pair.isUp('a') || !pair.isUp('b')) return
    const from: Side = (await pair.standing('a', person)) === 'roll' ? 'a' : 'b'
    const text = await pair.obtain(from, person)
    if (!text) return
    texts.set(person, [...(texts.get(person) ?? []), { from, text }])
    await pair.take(other(from), person, text)
  }),
)
const byHand = fc.tuple(sides, lines, fc.nat(50)).map(([side, line, pick]) =>
  step(`deliver from ${side}, ${line}`, async pair => {
    if (!pair.isUp(side)) return
    pair.passAnHour()
    await pair.deliver(side, line, pick)
  }),
)
/** The network changes and an hour passes; the job sends on its own schedule, during the next steps or before them. */
const byJob = fc.tuple(sides, lines, fc.nat(50), fc.boolean()).map(([side, line, pick, wait]) =>
  step(`the line to ${side} is ${line}${wait ? ', an hour' : ''}`, async pair => {
    pair.places[side].line = { kind: line, pick }
    pair.passAnHour()
    if (wait) await pair.settled()
  }),
)
const restarts = sides.map(side =>
  step(`restart ${side}`, async pair => {
    if (pair.isUp(side)) await pair.close(side)
    await pair.open(side)
  }),
)
/** Officers of the place of destination: what is to be reviewed is decided, and an arrival is taken off the roll again. */
const decisions = [
  fc
    .tuple(fc.nat(1), sides, fc.constantFrom('accept' as const, 'accept' as const, 'refuse' as const))
    .map(([who, side, decision]) =>
      step(`${decision} ${who} at ${side}`, async (pair, { people }) => {
        const person = people[who]
        if (person && pair.isUp(side)) await pair.decide(side, person, decision)
      }),
    ),
  fc.tuple(fc.nat(1), sides).map(([who, side]) =>
    step(`strike ${who} at ${side}`, async (pair, { people }) => {
      const person = people[who]
      if (person && pair.isUp(side)) await pair.strike(side, person)
    }),
  ),
]

/** Machines that are lost: a place goes back to a backup of this run, and has forgotten what it told its partner since. */
const backups = [
  sides.map(side => step(`back up ${side}`, pair => pair.backUp(side))),
  sides.map(side => step(`restore ${side}`, pair => pair.restore(side))),
]

const others = [
  fc.tuple(fc.nat(1), sides).map(([who, side]) =>
    step(`issue ${who} at ${side}`, async (pair, { people, texts }) => {
      const person = people[who]
      if (!person || !pair.isUp(side)) return
      const text = await pair.obtain(side, person)
      if (text) texts.set(person, [...(texts.get(person) ?? []), { from: side, text }])
    }),
  ),
  fc.tuple(fc.nat(1), sides, fc.nat(9)).map(([who, side, which]) =>
    step(`take ${who} at ${side} (${which})`, async (pair, { people, texts }) => {
      const person = people[who]
      const known = (person && texts.get(person)) ?? []
      const shown = known[known.length - 1 - (which % Math.min(3, known.length || 1))]
      if (person && shown && pair.isUp(side)) await pair.take(side, person, shown.text)
    }),
  ),
  sides.map(side =>
    step(`crash or restart ${side}`, async pair => {
      if (pair.isUp(side)) await pair.close(side)
      else await pair.open(side)
    }),
  ),
  fc.tuple(fc.nat(1), sides).map(([who, side]) =>
    step(`revoke ${who} at ${side}`, async (pair, { people }) => {
      const person = people[who]
      if (!person || !pair.isUp(side)) return
      const { ctx, election } = pair.places[side]
      for (const { id, state } of (await findMyCertificates(voterOf(ctx, person))).certificates)
        if (state === 'issued' && id < '5')
          await revokeCertificate({ ...ctx, requestId: randomUUID() }, { electionId: election.id, id, reason: '误发' })
    }),
  ),
  sides.map(side =>
    step(`register or expire at ${side}`, async (pair, { people: [person] }) => {
      if (!person || !pair.isUp(side) || !pair.isUp(other(side))) return
      await expireLapsed(pair.places[side].ctx)
      // A person who was transferred gets `elsewhere`; a person on the roll is registered already.
      if ((await pair.standing(side, person)) === 'away' && (await pair.standing(other(side), person)) === 'roll') return
      await pair.register(side, person)
    }),
  ),
]

const commandsOf = (sender: 'test' | 'job') => {
  const deliveries = sender === 'job' ? byJob : byHand
  // The job's processes keep their connections to the store: they are killed, and not put back to a backup.
  const losses = sender === 'test' ? [...backups, ...backups] : []
  const steps = [
    moves,
    moves,
    moves,
    deliveries,
    deliveries,
    deliveries,
    restarts,
    ...decisions,
    ...decisions,
    ...losses,
    ...others,
  ]
  return fc.commands<Model, Pair, false>(steps, {
    maxCommands: 40,
    size: 'max',
  })
}

/** Whatever happens to two people and to the messages between the two places, nobody is on two final rolls or on none. */
export const staysOnOneRoll = (pair: Pair, sender: 'test' | 'job' = 'test') =>
  fc.asyncProperty(commandsOf(sender), async todo => {
    await pair.reset()
    const people = [newPerson(), newSuspect()]
    for (const person of people) await pair.register('a', person)
    await fc.asyncModelRun(() => ({ model: { people, texts: new Map() }, real: pair }), todo)
    await pair.quieten()
    for (const person of people) await isOnOne(pair, person, true)
    await usedOnce(pair)
  })

/** Number of runs and seed: `EXCHANGE_RUNS` for longer runs, `EXCHANGE_SEED` to reproduce a failure (CONTRIBUTING.md). */
export const runsOf = (usual: number) => {
  const runs = Number(process.env.EXCHANGE_RUNS) || usual
  const seed = Number(process.env.EXCHANGE_SEED) || Date.now() & 0x7fffffff
  return { numRuns: runs, seed, endOnFailure: true }
}
