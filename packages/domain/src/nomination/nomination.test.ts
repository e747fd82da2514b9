/** The rules of nomination, one by one, at the days and figures at which they change. */
import { describe, expect, it } from 'vitest'
import { evaluateNomination } from './index.ts'
import type { Nomination, NominationInput, Nominee, Signature } from './input.ts'

const SIGNED = '2026-12-01T09:00'
const HANDED_IN = '2026-12-02T10:00'
const person = (id: string, more: Partial<Nominee> = {}): Nominee => ({
  id,
  birth: '1980-05-17',
  voterOf: ['110105'],
  consents: true,
  ...more,
})
const signers = (letter: string, count: number, at: string | null = SIGNED): Signature[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${letter}${i}`, at }))
const joint = (id: string, nominee: string, by: readonly Signature[], more: Partial<Nomination> = {}): Nomination => ({
  id,
  kind: 'joint',
  nominee,
  at: HANDED_IN,
  by,
  ...more,
})
const organised = (id: string, nominee: string, by: readonly string[], at: string | null = HANDED_IN): Nomination => ({
  id,
  kind: 'organisation',
  nominee,
  at: HANDED_IN,
  by: by.map(one => ({ id: one, at })),
})

const build = (more: Partial<NominationInput>): NominationInput => {
  const nominations = more.nominations ?? []
  const ids = new Set(nominations.filter(({ kind }) => kind === 'joint').flatMap(({ by }) => by.map(({ id }) => id)))
  return {
    rules: 'beijing',
    level: 'county',
    election: 'general',
    area: '110105',
    district: 'D1',
    day: '2026-12-20',
    seats: 1,
    voters: [...ids].map(id => ({ id, district: 'D1' })),
    nominees: [...new Set(nominations.map(({ nominee }) => nominee))].map(id => person(id)),
    nominations,
    ...more,
  }
}
const evaluate = (more: Partial<NominationInput>, settings: Parameters<typeof evaluateNomination>[1] = {}) =>
  evaluateNomination(build(more), settings)
/** One nominee X, proposed by an organisation, and what becomes of them. */
const one = (
  nominee: Partial<Nominee>,
  more: Partial<NominationInput> = {},
  settings: Parameters<typeof evaluateNomination>[1] = {},
) => {
  const found = evaluate({ nominations: [organised('n1', 'X', ['A'])], nominees: [person('X', nominee)], ...more }, settings)
  return { ...found.nominees[0], open: found.open, next: found.next }
}

describe('signatures', () => {
  const found = (by: readonly Signature[], more: Partial<NominationInput> = {}, settings = {}) =>
    evaluate({ nominations: [joint('n1', 'X', by)], ...more }, settings)

  it('make a nomination from ten on (EL 30)', () => {
    expect(found(signers('a', 10)).nominations).toEqual([{ id: 'n1', valid: true, counted: 10, code: 'valid' }])
    const nine = found(signers('a', 9))
    expect(nine.nominations).toEqual([{ id: 'n1', valid: false, counted: 9, code: 'too-few' }])
    expect(nine.next).toContainEqual({ code: 'add-signers', about: 'n1', article: 'EL 30, BJ 38' })
    expect(found(signers('a', 9), { now: '2026-12-06T00:00' }).next.map(({ code }) => code)).toEqual(['move-day'])
  })
  it('are of voters of the district', () => {
    const voters = signers('a', 10).map(({ id }, i) => ({ id, district: i === 0 ? null : i === 1 ? 'D2' : 'D1' }))
    const by = [...signers('a', 10), { id: 'stranger', at: SIGNED }]
    expect(found(by, { voters }).signatures).toEqual([
      { nomination: 'n1', signer: 'a0', counts: false, code: 'not-on-roll' },
      { nomination: 'n1', signer: 'a1', counts: false, code: 'other-district' },
      { nomination: 'n1', signer: 'stranger', counts: false, code: 'not-on-roll' },
    ])
  })
  it('count once of one person on one paper', () => {
    const twice = found([...signers('a', 9), { id: 'a0', at: '2026-12-01T10:00' }])
    expect(twice.nominations[0]).toMatchObject({ counted: 9, code: 'too-few' })
    expect(twice.signatures).toEqual([{ nomination: 'n1', signer: 'a0', counts: false, code: 'twice' }])
  })
  it('fall when withdrawn before the paper was handed in; after that it is open', () => {
    const by = (withdrawn: string) => [...signers('a', 9), { id: 'a9', at: SIGNED, withdrawn }]
    expect(found(by('2026-12-02T09:59')).nominations[0]).toMatchObject({ valid: false, counted: 9 })
    const late = found(by(HANDED_IN))
    expect(late).toMatchObject({ nominations: [{ valid: true, counted: 10 }], open: ['late-withdrawal'] })
    expect(found(by(HANDED_IN), {}, { 'late-withdrawal': 'falls' }).nominations[0]).toMatchObject({ valid: false })
  })
  it('signed again after a withdrawal count', () => {
    const again = found([
      ...signers('a', 9),
      { id: 'a9', at: SIGNED, withdrawn: '2026-12-01T10:00' },
      { id: 'a9', at: '2026-12-02T09:00' },
    ])
    expect(again).toMatchObject({ nominations: [{ counted: 10 }], signatures: [{ signer: 'a9', code: 'withdrawn' }] })
  })
  it('come until nomination closes, at the end of E−15 or when the committee closes it (EL 32)', () => {
    const by = (at: string) => [...signers('a', 9), { id: 'a9', at }]
    expect(found(by('2026-12-05T23:59')).nominations[0]).toMatchObject({ valid: true })
    expect(found(by('2026-12-06T00:00')).signatures).toEqual([{ nomination: 'n1', signer: 'a9', counts: false, code: 'late' }])
    const closes = '2026-12-04T17:00'
    expect(found(by(closes), { closes }).nominations[0]).toMatchObject({ valid: true })
    expect(found(by('2026-12-04T17:01'), { closes }).nominations[0]).toMatchObject({ valid: false, code: 'too-few' })
  })
  it('of an unknown time count', () => {
    expect(found(signers('a', 10, null)).nominations[0]).toMatchObject({ valid: true, counted: 10 })
  })
})

describe('the number of people that one proposes', () => {
  /** V signs with nine others for each person, at the times given. */
  const signs = (times: readonly (string | null)[], seats: number, settings = {}) =>
    evaluate(
      {
        seats,
        nominations: times.map((at, i) => joint(`n${i}`, `X${i}`, [...signers(`${i}-`, 9), { id: 'V', at }])),
      },
      settings,
    )
  const codes = (found: ReturnType<typeof evaluate>) => found.nominations.map(({ code }) => code)

  it('is the number of seats: the earlier stand, by default (EL 30)', () => {
    const found = signs(['2026-12-01T11:00', '2026-12-01T09:00', '2026-12-01T10:00'], 2)
    expect(codes(found)).toEqual(['too-few', 'valid', 'valid'])
    expect(found).toMatchObject({ signatures: [{ nomination: 'n0', signer: 'V', code: 'over-number' }], open: ['which-falls'] })
  })
  it('is chosen by the signer where that is set, and always where a time is unknown', () => {
    for (const found of [
      signs(['2026-12-01T09:00', '2026-12-01T10:00'], 1, { 'which-falls': 'signer-chooses' }),
      signs(['2026-12-01T09:00', null], 1),
    ]) {
      expect(codes(found)).toEqual(['undecided', 'undecided'])
      expect(found.signatures).toMatchObject([
        { counts: null, code: 'undecided' },
        { counts: null, code: 'undecided' },
      ])
      expect(found.nominees).toMatchObject([
        { listed: null, code: 'undecided' },
        { listed: null, code: 'undecided' },
      ])
      expect(found.next).toContainEqual({ code: 'choose', about: 'V', article: 'EL 30, BJ 38' })
    }
    expect(signs(['2026-12-01T09:00', null], 1).open).toEqual([])
  })
  it('is not decided by equal times at its border', () => {
    const found = signs(['2026-12-01T10:00', '2026-12-01T09:00', '2026-12-01T10:00', '2026-12-01T11:00'], 2)
    expect(codes(found)).toEqual(['undecided', 'valid', 'undecided', 'too-few'])
  })
  it('counts people, not papers', () => {
    const two = [joint('n1', 'X', signers('a', 10)), joint('n2', 'X', signers('a', 10, '2026-12-01T12:00'))]
    expect(codes(evaluate({ nominations: two }))).toEqual(['valid', 'valid'])
  })
  it('leaves out what does not count for another reason, and papers that came late', () => {
    const early = signers('a', 10, '2026-11-30T09:00')
    const withdrawn = early.map(one => ({ ...one, withdrawn: '2026-11-30T10:00' }))
    expect(codes(evaluate({ nominations: [joint('n1', 'X', withdrawn), joint('n2', 'Y', signers('a', 10))] }))).toEqual([
      'too-few',
      'valid',
    ])
    const late = joint('n1', 'X', early, { at: '2026-12-06T10:00' })
    expect(codes(evaluate({ nominations: [late, joint('n2', 'Y', signers('a', 10))] }))).toEqual(['late', 'valid'])
  })
  it('binds organisations, too: a joint one stands by whoever is left', () => {
    const over = [organised('n1', 'X', ['A'], '2026-12-01T09:00'), organised('n2', 'Y', ['A'], '2026-12-01T10:00')]
    expect(codes(evaluate({ nominations: over }))).toEqual(['valid', 'over-number'])
    const both = [over[0] as Nomination, organised('n2', 'Y', ['A', 'B'], '2026-12-01T10:00')]
    expect(evaluate({ nominations: both }).nominations[1]).toEqual({ id: 'n2', valid: true, counted: 1, code: 'valid' })
  })
  it('is counted apart for a voter and an organisation of the same id', () => {
    const found = evaluate({
      nominations: [joint('n1', 'X', [...signers('a', 9), { id: 'A', at: SIGNED }]), organised('n2', 'Y', ['A'])],
    })
    expect(codes(found)).toEqual(['valid', 'valid'])
  })
})

describe('a nominee', () => {
  it('is a citizen (EL 4)', () => {
    expect(one({ citizen: false })).toMatchObject({ listed: false, code: 'not-citizen', article: 'EL 4, BJ 4' })
  })
  it('is 18 on election day, the birthday included (EL 4, BJ 29)', () => {
    expect(one({ birth: '2008-12-20' })).toMatchObject({ listed: true, code: 'listed' })
    expect(one({ birth: '2008-12-21' })).toMatchObject({ listed: false, code: 'under-age', article: 'EL 4, BJ 29' })
  })
  it('born on 29 February is 18 on 1 March of a common year: open', () => {
    const on = (day: string) =>
      one(
        { birth: '2008-02-29' },
        { day, nominations: [organised('n1', 'X', ['A'], null)].map(n => ({ ...n, at: '2026-01-05T10:00' })) },
      )
    expect(on('2026-02-27')).toMatchObject({ code: 'under-age', open: [] })
    expect(on('2026-02-28')).toMatchObject({ code: 'under-age', open: ['leap-day'] })
    expect(on('2026-03-01')).toMatchObject({ code: 'listed', open: [] })
  })
  it('is not deprived on election day: the last day counts (EL 4)', () => {
    expect(one({ deprived: { from: '2024-01-01', until: '2026-12-20' } })).toMatchObject({
      listed: false,
      code: 'deprived',
      article: 'EL 4, CL 58, BJ 4',
    })
    expect(one({ deprived: { from: '2024-01-01', until: '2026-12-19' } })).toMatchObject({ listed: true, open: ['rights-on'] })
    expect(one({ deprived: { from: '2024-01-01', until: '2026-12-01' } })).toMatchObject({ listed: true, open: [] })
    expect(one({ deprived: { from: '2026-12-21', until: '2028-12-20' } })).toMatchObject({ listed: true, open: [] })
    expect(one({ deprived: { from: '2010-01-01', until: 'life' } })).toMatchObject({ code: 'deprived' })
    expect(one({ deprived: { from: '2026-12-21', until: 'life' } })).toMatchObject({ listed: true })
  })
  it('is deprived during the main sentence, too (CL 58)', () => {
    const sentence = { from: '2024-01-01', until: '2027-06-30' }
    expect(one({ deprived: { from: '2027-07-01', until: '2029-06-30', sentence } })).toMatchObject({ code: 'deprived' })
    expect(one({ deprived: { from: '2027-07-01', until: '2029-06-30' } })).toMatchObject({ listed: true })
  })
  it('whose right is suspended may stand: open (P83 4)', () => {
    expect(one({ suspended: true })).toMatchObject({ listed: true, open: ['suspended'] })
    expect(one({ suspended: true }, {}, { suspended: 'may-not' })).toMatchObject({ listed: false, article: 'P83 4' })
  })
  it('has no money from abroad (EL 35)', () => {
    expect(one({ foreignMoney: true })).toMatchObject({ listed: false, code: 'foreign-money', article: 'EL 35, BJ 45' })
  })
  it('is a voter of the area in Beijing only (BJ 37)', () => {
    expect(one({ voterOf: ['110108'] })).toMatchObject({ listed: false, code: 'not-a-voter-here', article: 'BJ 37' })
    expect(one({ voterOf: ['110105'] }, { level: 'township', area: '110105021' })).toMatchObject({ code: 'not-a-voter-here' })
    for (const rules of ['default', 'shanghai', 'zhejiang', 'shandong'])
      expect(one({ voterOf: [] }, { rules })).toMatchObject({ listed: true })
  })
  it('is off the list who withdrew or died (EL 31)', () => {
    expect(one({ left: 'withdrew' })).toMatchObject({ listed: false, code: 'withdrew', article: 'EL 31' })
    expect(one({ left: 'died' })).toMatchObject({ listed: false, code: 'died' })
  })
  it('is asked for consent; silence is no refusal: open (EL 30)', () => {
    expect(one({ consents: null })).toMatchObject({ listed: true, code: 'listed', open: ['silence'] })
    expect(one({ consents: null }).next).toContainEqual({ code: 'ask-consent', about: 'X', article: 'EL 30' })
    expect(one({ consents: null }, {}, { silence: 'not-listed' })).toMatchObject({ listed: false, code: 'silent' })
  })
  it('who declined is not listed: open, but settled in Shanghai, where voters are told (SH 29)', () => {
    expect(one({ consents: false })).toMatchObject({ listed: false, code: 'declined', open: ['declined'] })
    expect(one({ consents: false }, {}, { declined: 'listed' })).toMatchObject({ listed: true })
    const shanghai = one({ consents: false }, { rules: 'shanghai' }, { declined: 'listed' })
    expect(shanghai).toMatchObject({ listed: false, code: 'declined', open: [], article: 'EL 30, SH 29' })
    expect(shanghai.next).toContainEqual({ code: 'tell-voters', about: 'X', article: 'SH 29' })
  })
  it('with untrue particulars stays listed, and voters are told (EL 30)', () => {
    expect(one({ untrue: true })).toMatchObject({ listed: true })
    expect(one({ untrue: true }, { rules: 'shanghai' }).next).toContainEqual({
      code: 'tell-voters',
      about: 'X',
      article: 'EL 30, SH 29',
    })
  })
  it('in the election committee or with another mandate is listed, with a consequence (EL 10, EL 48)', () => {
    const found = one({ committeeMember: true, deputyElsewhere: true })
    expect(found).toMatchObject({ listed: true })
    expect(found.next).toContainEqual({ code: 'leave-committee', about: 'X', article: 'EL 10, BJ 11' })
    expect(found.next).toContainEqual({ code: 'keep-one-mandate', about: 'X', article: 'EL 48, BJ 58' })
  })
  it('in two districts chooses until the closing; then the earlier nomination stands: open', () => {
    const at = (time: string, now?: string, settings = {}) =>
      one({ otherDistricts: [{ district: 'D2', at: time }] }, { now }, settings)
    expect(at('2026-12-01T10:00')).toMatchObject({ listed: true, open: [] })
    expect(at('2026-12-01T10:00').next).toContainEqual({ code: 'choose-district', about: 'X', article: 'EL 30' })
    const after = '2026-12-06T09:00'
    expect(at('2026-12-01T10:00', after)).toMatchObject({ listed: false, code: 'stands-elsewhere', open: ['two-districts'] })
    expect(at('2026-12-01T10:00', after, { 'two-districts': 'both-stand' })).toMatchObject({ listed: true })
    expect(at('2026-12-03T10:00', after)).toMatchObject({ listed: true, open: [] })
    expect(at(HANDED_IN, after)).toMatchObject({ listed: null, code: 'undecided' })
  })
  it('is told the first of several grounds', () => {
    expect(one({ citizen: false, birth: '2020-01-01', foreignMoney: true, left: 'died' })).toMatchObject({ code: 'not-citizen' })
    expect(one({ foreignMoney: true, voterOf: [], consents: false })).toMatchObject({ code: 'foreign-money' })
  })
  it('is late whose nomination came late, and not listed without a valid one', () => {
    const late = joint('n1', 'X', signers('a', 10), { at: '2026-12-06T00:00' })
    expect(evaluate({ nominations: [late] }).nominees[0]).toMatchObject({ listed: false, code: 'late', article: 'EL 32, BJ 39' })
    expect(evaluate({ nominees: [person('X')] }).nominees[0]).toMatchObject({ listed: false, code: 'no-valid-nomination' })
    const also = evaluate({ nominations: [late, organised('n2', 'X', ['A'])] })
    expect(also.nominees[0]).toMatchObject({ listed: true })
  })
})

describe('the number of nominees', () => {
  const nominees = (count: number, more: Partial<NominationInput> = {}) =>
    evaluate({ nominations: Array.from({ length: count }, (_, i) => organised(`n${i}`, `X${i}`, [`O${i}`])), ...more })

  it.each([
    [1, 2, 2],
    [2, 3, 4],
    [3, 4, 6],
  ])('for %i seats is %i to %i (EL 31)', (seats, min, max) => {
    expect(nominees(min, { seats }).ratio).toEqual({ min, max, count: min, state: 'within' })
    expect(nominees(max, { seats }).ratio.state).toBe('within')
    expect(nominees(min - 1, { seats }).ratio.state).toBe('too-few')
    expect(nominees(max + 1, { seats })).toMatchObject({
      ratio: { state: 'too-many' },
      next: [{ code: 'discuss', about: null, article: 'EL 32, BJ 40' }],
    })
  })
  it('too few: nomination is reopened until E−15, afterwards the day moves (EL 31, EL 32)', () => {
    expect(nominees(1, { now: '2026-12-05T23:00' }).next).toMatchObject([{ code: 'reopen' }])
    expect(nominees(1, { closes: '2026-12-03T17:00', now: '2026-12-04T09:00' }).next).toMatchObject([{ code: 'reopen' }])
    expect(nominees(1, { now: '2026-12-06T00:00' }).next).toMatchObject([{ code: 'move-day' }])
  })
  it('in a by-election may equal the seats, and closes by the rule set (EL 57, BJ 62, BJ 63)', () => {
    const byElection = { election: 'by-election' as const }
    expect(nominees(1, byElection)).toMatchObject({ ratio: { min: 1, max: null, count: 1, state: 'within' }, next: [] })
    expect(nominees(9, byElection).ratio.state).toBe('within')
    const none = nominees(0, { ...byElection, nominees: [], now: '2026-12-15T09:00' })
    expect(none.ratio.state).toBe('too-few')
    expect(none.next).toEqual([{ code: 'reopen', about: null, article: 'EL 31, EL 32, EL 57, BJ 62, BJ 63' }])
    const at = (rules: string, time: string) =>
      evaluate({ ...byElection, rules, nominations: [{ ...organised('n1', 'X', ['A']), at: time }] }).nominations[0]?.code
    expect([at('beijing', '2026-12-15T23:59'), at('beijing', '2026-12-16T00:00')]).toEqual(['valid', 'late'])
    expect([at('default', '2026-12-05T23:59'), at('default', '2026-12-06T00:00')]).toEqual(['valid', 'late'])
  })
})
