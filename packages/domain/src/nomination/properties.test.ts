/** Properties of every set of nominations. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OPEN_POINTS, type Settings } from '../election/index.ts'
import { evaluateNomination, type NominationOutput } from './index.ts'
import type { Nomination, NominationInput, Nominee, Signature } from './input.ts'

const TIMES = ['2026-12-01T09:00', '2026-12-02T10:00', '2026-12-03T10:00', '2026-12-05T23:59', '2026-12-06T00:00']
const time = fc.constantFrom(...TIMES)
const NOMINEES = ['X', 'Y', 'Z']
const VOTERS = Array.from({ length: 12 }, (_, i) => `v${i}`)

const flags = fc.record(
  {
    citizen: fc.constant(false),
    suspended: fc.constant(true),
    foreignMoney: fc.constant(true),
    untrue: fc.constant(true),
    committeeMember: fc.constant(true),
    deputyElsewhere: fc.constant(true),
    left: fc.constantFrom('withdrew' as const, 'died' as const),
    otherDistricts: fc.array(fc.record({ district: fc.constant('D2'), at: time }), { maxLength: 2 }),
    deprived: fc.constantFrom({ from: '2024-01-01', until: '2026-12-03' }, { from: '2024-01-01', until: 'life' }),
  },
  { requiredKeys: [] },
)
const anyNominee = (id: string): fc.Arbitrary<Nominee> =>
  fc
    .tuple(
      fc.record({
        birth: fc.constantFrom('1980-05-17', '1980-05-17', '2008-12-20', '2008-12-21', '2008-02-29'),
        voterOf: fc.constantFrom(['110105'], ['110108']),
        consents: fc.constantFrom(true, true, false, null),
      }),
      // Most nominees are ordinary people.
      fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: flags }),
    )
    .map(([facts, more]) => ({ id, ...facts, ...more }))

const anySignature = (ids: readonly string[]): fc.Arbitrary<Signature> =>
  fc.record(
    { id: fc.constantFrom(...ids), at: fc.oneof({ weight: 6, arbitrary: time }, fc.constant(null)), withdrawn: time },
    { requiredKeys: ['id', 'at'] },
  )
const anyNomination: fc.Arbitrary<Omit<Nomination, 'id'>> = fc.oneof(
  fc.record({
    kind: fc.constant('joint' as const),
    nominee: fc.constantFrom(...NOMINEES),
    at: time,
    by: fc
      .uniqueArray(fc.constantFrom(...VOTERS), { minLength: 8, maxLength: 12 })
      .chain(ids => fc.tuple(...ids.map(id => anySignature([id])))),
  }),
  fc.record({
    kind: fc.constant('organisation' as const),
    nominee: fc.constantFrom(...NOMINEES),
    at: time,
    by: fc.array(anySignature(['A', 'B']), { minLength: 1, maxLength: 3 }),
  }),
)
const anyInput: fc.Arbitrary<NominationInput> = fc
  .record({
    rules: fc.constantFrom('default', 'beijing', 'shanghai', 'zhejiang', 'shandong'),
    election: fc.constantFrom('general' as const, 'by-election' as const),
    seats: fc.integer({ min: 1, max: 3 }),
    now: fc.option(fc.constantFrom('2026-12-04T09:00', '2026-12-06T09:00'), { nil: undefined }),
    nominees: fc.tuple(...NOMINEES.map(anyNominee)),
    nominations: fc.array(anyNomination, { maxLength: 5 }),
    strangers: fc.nat(2),
  })
  .map(({ nominations, strangers, ...rest }) => ({
    ...rest,
    level: 'county',
    area: '110105',
    district: 'D1',
    day: '2026-12-20',
    voters: VOTERS.map((id, i) => ({ id, district: i < strangers ? (i === 0 ? null : 'D2') : 'D1' })),
    nominations: nominations.map((one, i) => ({ ...one, id: `n${i}` })),
  }))
const anySettings = fc
  .record(Object.fromEntries(OPEN_POINTS.map(({ code, values }) => [code, fc.constantFrom(...values)])), { requiredKeys: [] })
  .map(settings => settings as Partial<Settings>)

describe('any nominations', () => {
  it('are judged alike in any order of the input', () => {
    const shuffle = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length })
    const shuffled = anyInput.chain(input =>
      fc.tuple(
        fc.constant(input),
        fc.record({
          voters: shuffle(input.voters),
          nominees: shuffle(input.nominees),
          nominations: shuffle(input.nominations).map(list => list.map(one => ({ ...one, by: [...one.by].reverse() }))),
        }),
      ),
    )
    fc.assert(
      fc.property(shuffled, anySettings, ([input, other], settings) => {
        expect(evaluateNomination({ ...input, ...other }, settings)).toEqual(evaluateNomination(input, settings))
      }),
    )
  })

  it('are judged alike whatever people are called', () => {
    const rename = (id: string) => `${id}${id}`
    fc.assert(
      fc.property(anyInput, input => {
        const renamed = evaluateNomination({
          ...input,
          voters: input.voters.map(one => ({ ...one, id: rename(one.id) })),
          nominees: input.nominees.map(one => ({ ...one, id: rename(one.id) })),
          nominations: input.nominations.map(one => ({
            ...one,
            id: rename(one.id),
            nominee: rename(one.nominee),
            by: one.by.map(signature => ({ ...signature, id: rename(signature.id) })),
          })),
        })
        const plain = (output: NominationOutput, name: (id: string) => string) => ({
          ...output,
          nominations: new Set(output.nominations.map(one => JSON.stringify({ ...one, id: name(one.id) }))),
          nominees: new Set(output.nominees.map(one => JSON.stringify({ ...one, id: name(one.id) }))),
          signatures: new Set(
            output.signatures.map(one => JSON.stringify({ ...one, nomination: name(one.nomination), signer: name(one.signer) })),
          ),
          next: new Set(output.next.map(one => JSON.stringify({ ...one, about: one.about && name(one.about) }))),
        })
        expect(plain(renamed, id => id)).toEqual(plain(evaluateNomination(input), rename))
      }),
    )
  })

  it('by ten voters and by an organisation are equal: nominees fare alike', () => {
    fc.assert(
      fc.property(fc.tuple(...NOMINEES.map(anyNominee)), anyInput, anySettings, time, (nominees, frame, settings, at) => {
        const of = (kind: 'joint' | 'organisation') =>
          evaluateNomination(
            {
              ...frame,
              nominees,
              voters: NOMINEES.flatMap(id => VOTERS.map(voter => ({ id: `${id}-${voter}`, district: 'D1' }))),
              nominations: NOMINEES.map(id => ({
                id: `n${id}`,
                kind,
                nominee: id,
                at,
                by: (kind === 'joint' ? VOTERS : ['organisation']).map(signer => ({
                  id: `${id}-${signer}`,
                  at: TIMES[0] ?? null,
                })),
              })),
            },
            settings,
          )
        const { nominations: joint, ...byVoters } = of('joint')
        const { nominations: organised, ...byOrganisation } = of('organisation')
        expect(byVoters).toEqual(byOrganisation)
        expect(joint.map(({ valid, code }) => [valid, code])).toEqual(organised.map(({ valid, code }) => [valid, code]))
      }),
    )
  })

  it('name as open exactly the points that change something, of all points there are', () => {
    fc.assert(
      fc.property(anyInput, anySettings, (input, settings) => {
        const plain = (output: NominationOutput) => JSON.stringify({ ...output, open: 0, article: '' })
        const found = evaluateNomination(input, settings)
        const changing = OPEN_POINTS.filter(({ code, values }) =>
          values.some(value => plain(evaluateNomination(input, { ...settings, [code]: value })) !== plain(found)),
        ).map(({ code }) => code)
        expect(found.open).toEqual(changing)
      }),
      { numRuns: 50 },
    )
  })

  it('list every nominee once, with figures that agree', () => {
    fc.assert(
      fc.property(anyInput, anySettings, (input, settings) => {
        const { nominees, nominations, signatures, ratio } = evaluateNomination(input, settings)
        expect(nominees.map(({ id }) => id)).toEqual(NOMINEES)
        expect(ratio.count).toBe(nominees.filter(({ listed }) => listed === true).length)
        for (const { id, counted } of nominations) {
          const by = input.nominations.find(one => one.id === id)?.by.length ?? 0
          expect(counted + signatures.filter(({ nomination }) => nomination === id).length).toBe(by)
        }
        for (const { id, code, listed } of nominees) {
          const own = nominations.filter(one => input.nominations.find(({ id: other }) => other === one.id)?.nominee === id)
          if (listed === true) expect(own.some(({ valid }) => valid === true)).toBe(true)
          if (code === 'no-valid-nomination' || code === 'late') expect(own.every(({ valid }) => valid === false)).toBe(true)
        }
      }),
    )
  })

  it('never counts one voter for more people than there are seats', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const { signatures } = evaluateNomination(input)
        const isOff = new Set(signatures.map(one => `${one.nomination} ${one.signer}`))
        for (const voter of VOTERS) {
          const people = input.nominations.filter(
            one =>
              one.kind === 'joint' &&
              one.at <= '2026-12-05T23:59' &&
              one.by.some(({ id }) => id === voter) &&
              !isOff.has(`${one.id} ${voter}`),
          )
          expect(new Set(people.map(({ nominee }) => nominee)).size).toBeLessThanOrEqual(input.seats)
        }
      }),
    )
  })
})
