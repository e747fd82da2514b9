/** Properties of every count, and a second, independent reading of law.md §7 that has to agree. Counts come from made-up ballots. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPEN_POINTS, type Settings } from '../election/index.ts'
import { evaluateTally, judgeBallot, type TallyInput, type TallyOutput, VOTES } from './index.ts'

const RULES = ['default', 'beijing', 'shanghai', 'zhejiang', 'shandong']

/** Any values of the open points. */
const anySettings: fc.Arbitrary<Partial<Settings>> = fc
  .record(Object.fromEntries(OPEN_POINTS.map(({ code, values }) => [code, fc.constantFrom(...values)])), { requiredKeys: [] })
  .map(settings => settings as Partial<Settings>)

/** A count of few ballots, so that ties and borders are frequent. Each ballot chooses people by bits; too many make it void. */
const anyCount: fc.Arbitrary<TallyInput> = fc
  .record({
    rules: fc.constantFrom(...RULES),
    level: fc.constantFrom('county' as const, 'township' as const),
    vote: fc.constantFrom(...VOTES),
    seats: fc.integer({ min: 1, max: 3 }),
    people: fc.array(
      fc.record({
        kind: fc.constantFrom('candidate' as const, 'candidate' as const, 'write-in' as const),
        eligible: fc.integer({ min: 0, max: 7 }).map(n => n > 0),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    // Most choose among the first three, so that more of them than seats have a majority.
    ballots: fc.array(fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, fc.nat(99)), { maxLength: 4 }), { maxLength: 24 }),
    notReturned: fc.integer({ min: -1, max: 3 }),
    stayedAway: fc.nat(22),
  })
  .map(({ people, ballots, notReturned, stayedAway, ...rest }) => {
    const chosen = ballots.map(ballot => [...new Set(ballot.map(n => n % people.length))])
    const valid = chosen.filter(one => one.length <= rest.seats)
    const issued = Math.max(ballots.length + notReturned, 0)
    return {
      ...rest,
      issued,
      registered: issued + stayedAway,
      collected: ballots.length,
      void: ballots.length - valid.length,
      votes: people.map((person, i) => ({ id: `p${i}`, ...person, for: valid.filter(one => one.includes(i)).length })),
    }
  })

const evaluate = (input: TallyInput, settings: Partial<Settings> = {}): TallyOutput => {
  const found = evaluateTally(input, settings)
  if (!found.ok) throw new Error(found.error)
  return found.value
}

/** What the second reading answers. */
interface Reading {
  readonly code: string
  readonly elected: ReadonlySet<string>
  readonly needed: number | null
  readonly kind: string | null
  readonly open: number
  readonly names: ReadonlySet<string>
  readonly tied: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

/** law.md §7 by counting, for each person, who is before them; without sorting, and in exact fractions. */
const readLaw = (input: TallyInput, chosen: Settings): Reading => {
  const { seats, votes, vote } = input
  const repeat = (code: string): Reading => ({
    code,
    elected: NONE,
    needed: null,
    kind: 'repeat',
    open: seats,
    names: NONE,
    tied: NONE,
  })
  if (input.collected > input.issued) return repeat('more-ballots-than-issued')
  const voters = chosen['took-part'] === 'collected' ? input.collected : input.issued
  const isFirst = vote === 'first' || vote === 'by-election'
  if ((isFirst || chosen['half-again'] === 'yes') && !(voters > input.registered / 2)) return repeat('too-few-took-part')

  const reaches = (n: number): boolean => {
    if (vote === 'tie') return true
    if (isFirst) return n + n > voters
    return 3 * n >= (chosen['third-of'] === 'collected' ? input.collected : input.collected - input.void)
  }
  const mayWin = votes.filter(
    one => one.eligible && reaches(one.for) && (one.kind !== 'write-in' || (vote !== 'tie' && chosen['write-in-wins'] === 'yes')),
  )
  const before = (one: { for: number }, list: readonly { for: number }[]) => list.filter(other => other.for > one.for).length
  const notBehind = (one: { for: number }, list: readonly { for: number }[]) => list.filter(other => other.for >= one.for).length
  const elected = mayWin.filter(one => one.for > 0 && notBehind(one, mayWin) <= seats)
  const tied = mayWin.filter(one => before(one, mayWin) < seats && notBehind(one, mayWin) > seats)
  const open = seats - elected.length
  let needed: number | null = null
  if (vote !== 'tie') for (needed = 0; !reaches(needed); ) needed += 1
  const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id))
  const answer = (code: string, kind: string | null, names = NONE, atBorder = NONE): Reading => ({
    code,
    elected: ids(elected),
    needed,
    kind,
    open,
    names,
    tied: atBorder,
  })
  if (open === 0) return answer('elected', null)
  const local = ['shanghai', 'zhejiang', 'shandong'].includes(input.rules)
  if (tied.length > 0) {
    const vacant =
      (vote === 'another' && (local || chosen['tie-in-another'] === 'vacant')) || (vote === 'tie' && input.rules === 'shandong')
    return vacant ? answer('too-few-elected', 'vacant') : answer('tie', 'tie', ids(tied))
  }
  if (vote === 'another' && (local || chosen['after-another'] === 'vacant')) return answer('too-few-elected', 'vacant')
  const most = open === 1 ? 2 : open === 2 ? 4 : 6
  const left = votes.filter(
    one => one.eligible && !elected.includes(one) && (one.kind !== 'write-in' || chosen['write-in-ranks'] === 'yes'),
  )
  const onList = left.filter(one => notBehind(one, left) <= most)
  const border = left.filter(one => before(one, left) < most && notBehind(one, left) > most)
  return answer('too-few-elected', 'another', ids(onList), ids(border))
}

describe('the result of any count', () => {
  it('agrees with a second reading of the law, whatever is chosen where the law is open', () => {
    fc.assert(
      fc.property(anyCount, anySettings, (input, settings) => {
        const found = evaluate(input, settings)
        const chosen = {
          ...Object.fromEntries(OPEN_POINTS.map(({ code, values }) => [code, values[0]])),
          ...settings,
        } as Settings
        expect({
          code: found.code,
          elected: new Set(found.elected),
          needed: found.needed,
          kind: found.next?.kind ?? null,
          open: found.next?.seats ?? 0,
          names: new Set(found.next?.names),
          tied: new Set(found.next?.tied),
        }).toEqual(readLaw(input, chosen))
      }),
      { numRuns: 2000 },
    )
  })

  it('names as open exactly the points that change it, of all points there are', () => {
    fc.assert(
      fc.property(anyCount, anySettings, (input, settings) => {
        const found = evaluate(input, settings)
        const plain = (output: TallyOutput) => JSON.stringify({ ...output, open: 0, article: '' })
        const changing = OPEN_POINTS.filter(({ code, values }) =>
          values.some(value => plain(evaluate(input, { ...settings, [code]: value })) !== plain(found)),
        ).map(({ code }) => code)
        const border = (found.next?.tied.length ?? 0) > 0 ? ['border-tie'] : []
        expect(new Set(found.open)).toEqual(new Set([...changing, ...border]))
      }),
      { numRuns: 150 },
    )
  })

  it('hangs on no id and on no order', () => {
    fc.assert(
      fc.property(
        anyCount.chain(input =>
          fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.votes], { minLength: input.votes.length })),
        ),
        ([input, shuffled]) => {
          const name = (id: string) => `x${9 - Number(id.slice(1))}`
          const there = evaluate(input)
          const here = evaluate({ ...input, votes: shuffled.map(one => ({ ...one, id: name(one.id) })) })
          expect(evaluate({ ...input, votes: shuffled })).toEqual(there)
          const sets = (output: TallyOutput, rename: (id: string) => string) => ({
            ...output,
            elected: new Set(output.elected.map(rename)),
            next: output.next && {
              ...output.next,
              names: new Set(output.next.names.map(rename)),
              tied: new Set(output.next.tied.map(rename)),
            },
          })
          expect(sets(here, id => id)).toEqual(sets(there, name))
        },
      ),
    )
  })

  it('fills no more seats than there are, and says of every other seat what follows', () => {
    fc.assert(
      fc.property(anyCount, anySettings, (input, settings) => {
        const { elected, next, needed, outcome, valid, article } = evaluate(input, settings)
        expect(elected.length + (next?.seats ?? 0)).toBe(input.seats)
        expect(outcome).toBe(!valid ? 'repeat' : next === null ? 'elected' : elected.length > 0 ? 'partly' : 'none')
        const listed = [...elected, ...(next?.names ?? []), ...(next?.tied ?? [])]
        expect(new Set(listed).size).toBe(listed.length)
        const votesOf = new Map(input.votes.map(one => [one.id, one]))
        for (const id of listed) expect(votesOf.get(id)?.eligible).toBe(true)
        for (const id of elected) expect(votesOf.get(id)?.for).toBeGreaterThanOrEqual(Math.max(needed ?? 1, 1))
        expect(article).toMatch(/EL 4[45]/)
      }),
    )
  })

  it('elects nobody with half or less at the first vote', () => {
    fc.assert(
      fc.property(anyCount, input => {
        const first = evaluate({ ...input, vote: 'first' })
        for (const id of first.elected)
          expect((input.votes.find(one => one.id === id)?.for ?? 0) * 2).toBeGreaterThan(input.collected)
      }),
    )
  })

  it('never loses someone their seat by a further vote for them', () => {
    fc.assert(
      fc.property(anyCount, fc.nat(6), anySettings, (input, at, settings) => {
        const person = input.votes[at % input.votes.length]
        if (!person) return
        const more = { ...input, votes: input.votes.map(one => (one === person ? { ...one, for: one.for + 1 } : one)) }
        const after = evaluateTally(more, settings)
        fc.pre(after.ok)
        if (after.ok && evaluate(input, settings).elected.includes(person.id)) expect(after.value.elected).toContain(person.id)
      }),
    )
  })

  it('is the same at both levels', () => {
    fc.assert(
      fc.property(anyCount, input => {
        expect(evaluate({ ...input, level: 'county' })).toEqual(evaluate({ ...input, level: 'township' }))
      }),
    )
  })
})

it('a ballot is void exactly with more chosen than seats, in whatever order its lines are', () => {
  const marks = fc.array(fc.constantFrom('for' as const, 'against' as const, 'abstain' as const, 'write-in' as const), {
    minLength: 1,
  })
  fc.assert(
    fc.property(marks, fc.integer({ min: 1, max: 3 }), (lines, seats) => {
      const found = judgeBallot({ seats, marks: lines })
      expect(found.judgement === 'void').toBe(found.chosen > seats)
      expect(judgeBallot({ seats, marks: [...lines].reverse() })).toEqual(found)
      expect(found.chosen).toBe(lines.filter(mark => mark !== 'against' && mark !== 'abstain').length)
    }),
  )
})
