/** The rules of the count, one by one, with the figures at which they change. */
import { describe, expect, it } from 'vitest'
import { evaluateTally, judgeBallot, type TallyInput, type TallyOutput } from './index.ts'

type Person = readonly [id: string, votes: number, how?: 'written-in' | 'not-eligible']

const base: TallyInput = {
  rules: 'beijing',
  level: 'county',
  vote: 'first',
  seats: 1,
  registered: 1000,
  issued: 600,
  collected: 600,
  void: 0,
  votes: [],
}

const count = (
  input: Partial<Omit<TallyInput, 'votes'>>,
  people: readonly Person[],
  settings: Parameters<typeof evaluateTally>[1] = {},
): TallyOutput => {
  const votes = people.map(([id, votes, how]) => ({
    id,
    for: votes,
    kind: how === 'written-in' ? ('write-in' as const) : ('candidate' as const),
    eligible: how !== 'not-eligible',
  }))
  const found = evaluateTally({ ...base, ...input, votes }, settings)
  if (!found.ok) throw new Error(found.error)
  return found.value
}
const figures = (input: Partial<Omit<TallyInput, 'votes'>>, ...votes: readonly number[]): boolean => {
  const people = votes.map((n, i) => ({ id: `p${i}`, for: n, kind: 'candidate' as const, eligible: true }))
  return evaluateTally({ ...base, ...input, votes: people }).ok
}

describe('a ballot', () => {
  it('is void with more people chosen than seats, those written in included (EL 44)', () => {
    expect(judgeBallot({ seats: 2, marks: ['for', 'for', 'write-in'] })).toMatchObject({ judgement: 'void', chosen: 3 })
    expect(judgeBallot({ seats: 2, marks: ['for', 'against', 'write-in'] })).toMatchObject({ judgement: 'valid', chosen: 2 })
    expect(judgeBallot({ seats: 3, marks: ['for'] })).toMatchObject({ judgement: 'valid', chosen: 1 })
  })
  it('on which nothing is marked is an abstention; against everyone is valid (EL 41)', () => {
    expect(judgeBallot({ seats: 1, marks: ['abstain', 'abstain'] }).judgement).toBe('abstention')
    expect(judgeBallot({ seats: 1, marks: ['abstain', 'against'] }).judgement).toBe('valid')
  })
})

describe('figures that contradict each other', () => {
  it('give no result (EL 43)', () => {
    expect(figures({ void: 601 })).toBe(false)
    expect(figures({ issued: 1001, collected: 1001 })).toBe(false)
    expect(figures({ void: 10 }, 591)).toBe(false)
    expect(figures({ void: 10 }, 590)).toBe(true)
    expect(figures({ seats: 2, void: 100 }, 500, 400, 101)).toBe(false)
    expect(figures({ seats: 2, void: 100 }, 500, 400, 100)).toBe(true)
    expect(figures({ registered: 0, issued: 0, collected: 0 })).toBe(true)
  })
})

describe('the vote', () => {
  it('is repeated where more ballots were collected than issued, by one (EL 44)', () => {
    const more = count({ collected: 601 }, [['A', 400]])
    expect(more).toMatchObject({ valid: false, code: 'more-ballots-than-issued', outcome: 'repeat', needed: null, elected: [] })
    expect(more.next).toMatchObject({ kind: 'repeat', seats: 1, names: [], tied: [], min: null, max: null })
    expect(more.article).toBe('EL 44, BJ 54')
    expect(count({ collected: 599 }, [['A', 400]]).code).toBe('elected')
  })
  it('is repeated where half or fewer took part (EL 45)', () => {
    const half = { registered: 1200 }
    expect(count(half, [['A', 400]])).toMatchObject({ valid: false, code: 'too-few-took-part', outcome: 'repeat' })
    expect(count({ registered: 1199 }, [['A', 400]]).code).toBe('elected')
    expect(count({ registered: 0, issued: 0, collected: 0 }, [['A', 0]]).code).toBe('too-few-took-part')
  })
  it('counts who took part by ballots collected, or issued: open', () => {
    const figures = { registered: 1000, issued: 520, collected: 490 }
    expect(count(figures, [['A', 300]])).toMatchObject({ code: 'too-few-took-part', open: ['took-part'] })
    expect(count(figures, [['A', 300]], { 'took-part': 'issued' })).toMatchObject({ code: 'elected', needed: 261 })
  })
  it('of a by-election cites its own article, too', () => {
    expect(count({}, [['A', 301]]).article).toBe('EL 44, EL 45, BJ 54, BJ 55')
    expect(count({ registered: 1200 }, [['A', 301]]).article).toBe('EL 44, EL 45, BJ 55')
    expect(count({ vote: 'by-election' }, [['A', 301]])).toMatchObject({
      code: 'elected',
      article: 'EL 44, EL 45, EL 57, BJ 54, BJ 55, BJ 64',
    })
    expect(count({ vote: 'by-election', registered: 1200 }, [['A', 301]]).article).toBe('EL 44, EL 45, BJ 55, BJ 64')
  })
})

describe('the elected', () => {
  it('have more than half of those who took part, void ballots included (EL 45)', () => {
    expect(count({ void: 20 }, [['A', 301]])).toMatchObject({
      elected: ['A'],
      needed: 301,
      outcome: 'elected',
      next: null,
      open: [],
    })
    expect(count({ void: 20 }, [['A', 300]])).toMatchObject({ elected: [], code: 'too-few-elected', outcome: 'none' })
    expect(count({ collected: 599 }, [['A', 300]])).toMatchObject({ elected: ['A'], needed: 300 })
  })
  it('are none where every ballot is void', () => {
    expect(
      count({ void: 600 }, [
        ['A', 0],
        ['B', 0],
      ]),
    ).toMatchObject({ code: 'too-few-elected', next: { kind: 'another', names: ['A', 'B'] } })
  })
  it('are those with the most votes where more have a majority', () => {
    expect(
      count({ seats: 2 }, [
        ['A', 380],
        ['B', 400],
        ['C', 310],
      ]).elected,
    ).toEqual(['B', 'A'])
  })
  it('who have equal votes are all elected where the tie decides nothing', () => {
    expect(
      count({ seats: 2 }, [
        ['A', 380],
        ['B', 380],
        ['C', 310],
      ]),
    ).toMatchObject({ code: 'elected', elected: ['A', 'B'] })
  })
  it('wait for a vote among the tied only, however many they are', () => {
    const tie = count({ seats: 2 }, [
      ['A', 310],
      ['B', 310],
      ['C', 310],
    ])
    expect(tie).toMatchObject({ code: 'tie', outcome: 'none', elected: [], open: [] })
    expect(tie.next).toEqual({ kind: 'tie', seats: 2, names: ['A', 'B', 'C'], tied: [], min: null, max: null })
  })
  it('wait for it in every province, also where a later vote ends in a vacancy', () => {
    for (const rules of ['default', 'beijing', 'shanghai', 'zhejiang', 'shandong'])
      for (const vote of ['first', 'by-election'] as const)
        expect(
          count({ rules, vote, seats: 2 }, [
            ['A', 350],
            ['B', 310],
            ['C', 310],
          ]),
        ).toMatchObject({ code: 'tie', next: { kind: 'tie', seats: 1 } })
  })
  it('may be elected on election day: the next with a majority takes the seat (EL 4)', () => {
    expect(
      count({ seats: 1 }, [
        ['A', 400, 'not-eligible'],
        ['B', 150],
      ]),
    ).toMatchObject({ elected: [], next: { names: ['B'] } })
    expect(
      count({ seats: 2 }, [
        ['A', 400, 'not-eligible'],
        ['B', 350],
        ['C', 320],
      ]).elected,
    ).toEqual(['B', 'C'])
  })
  it('can have been written in: open', () => {
    const people: Person[] = [
      ['W', 310, 'written-in'],
      ['A', 200],
      ['B', 50],
    ]
    expect(count({}, people)).toMatchObject({ elected: ['W'], open: ['write-in-wins'] })
    expect(count({}, people, { 'write-in-wins': 'no' })).toMatchObject({ elected: [], next: { names: ['W', 'A'] } })
  })
})

describe('another election', () => {
  const people: Person[] = [
    ['A', 290],
    ['B', 280],
    ['C', 20],
  ]
  it('has the first by rank in the ratio of EL 31, two for one seat', () => {
    expect(count({}, people).next).toEqual({ kind: 'another', seats: 1, names: ['A', 'B'], tied: [], min: 2, max: 2 })
    expect(count({ seats: 3 }, people).next).toMatchObject({ seats: 3, names: ['A', 'B', 'C'], min: 4, max: 6 })
  })
  it('puts nobody on its list by a tie at the border: open', () => {
    const tie = count({ seats: 1 }, [
      ['A', 200],
      ['B', 150],
      ['C', 150],
    ])
    expect(tie).toMatchObject({ next: { names: ['A'], tied: ['B', 'C'] }, open: ['border-tie'] })
    expect(
      count({ seats: 1 }, [
        ['A', 200],
        ['B', 200],
        ['C', 200],
      ]).next,
    ).toMatchObject({ names: [], tied: ['A', 'B', 'C'] })
  })
  it('may have someone who was written in: open', () => {
    const written: Person[] = [
      ['A', 200],
      ['W', 150, 'written-in'],
      ['B', 100],
    ]
    expect(count({}, written)).toMatchObject({ next: { names: ['A', 'W'] }, open: ['write-in-ranks'] })
    expect(count({}, written, { 'write-in-ranks': 'no' }).next?.names).toEqual(['A', 'B'])
  })
  it('has nobody who may not be elected', () => {
    expect(
      count({}, [
        ['A', 200, 'not-eligible'],
        ['B', 150],
        ['C', 10],
      ]).next?.names,
    ).toEqual(['B', 'C'])
  })
  it('elects by the most votes with at least a third of the ballots (EL 45)', () => {
    const another = { vote: 'another' as const }
    expect(
      count(another, [
        ['A', 200],
        ['B', 150],
      ]),
    ).toMatchObject({ elected: ['A'], needed: 200, open: [] })
    expect(
      count(another, [
        ['A', 199],
        ['B', 150],
      ]),
    ).toMatchObject({ elected: [], needed: 200 })
    expect(count({ ...another, collected: 599 }, [['A', 200]])).toMatchObject({ elected: ['A'], needed: 200 })
    expect(count({ ...another, collected: 601, issued: 601 }, [['A', 200]])).toMatchObject({ elected: [], needed: 201 })
  })
  it('takes the third of all ballots, or of the valid ones: open', () => {
    const another = { vote: 'another' as const, void: 30 }
    expect(count(another, [['A', 195]])).toMatchObject({ elected: [], needed: 200 })
    expect(count(another, [['A', 195]]).open).toContain('third-of')
    expect(count(another, [['A', 195]], { 'third-of': 'valid' })).toMatchObject({ elected: ['A'], needed: 190 })
  })
  it('needs half of the voters again: open', () => {
    const few = { vote: 'another' as const, issued: 400, collected: 400 }
    expect(count(few, [['A', 300]])).toMatchObject({ code: 'too-few-took-part', open: ['half-again'] })
    expect(count(few, [['A', 300]], { 'half-again': 'no' })).toMatchObject({ elected: ['A'], needed: 134 })
  })
  it('leaves the seat vacant where the third is missed: settled in three provinces, open elsewhere', () => {
    const missed = (rules: string) =>
      count({ rules, vote: 'another', seats: 2 }, [
        ['A', 300],
        ['B', 199],
        ['C', 50],
      ])
    for (const [rules, article] of [
      ['shanghai', 'SH 45'],
      ['zhejiang', 'ZJ 49'],
      ['shandong', 'SD 49'],
    ] as const)
      expect(missed(rules)).toMatchObject({
        outcome: 'partly',
        next: { kind: 'vacant', seats: 1 },
        open: [],
        article: expect.stringContaining(article),
      })
    for (const rules of ['beijing', 'default'])
      expect(missed(rules)).toMatchObject({
        code: 'too-few-elected',
        next: { kind: 'vacant', seats: 1 },
        open: ['after-another'],
      })
    expect(
      count(
        { vote: 'another' },
        [
          ['A', 199],
          ['B', 100],
        ],
        { 'after-another': 'again' },
      ).next,
    ).toMatchObject({ kind: 'another', names: ['A', 'B'] })
  })
  it('with a tie that decides: open nationally, no further vote where the province says so', () => {
    const tie = (rules: string) =>
      count({ rules, vote: 'another' }, [
        ['A', 250],
        ['B', 250],
        ['C', 90],
      ])
    expect(tie('default')).toMatchObject({ code: 'tie', next: { kind: 'tie', names: ['A', 'B'] }, open: ['tie-in-another'] })
    expect(tie('zhejiang')).toMatchObject({ code: 'too-few-elected', next: { kind: 'vacant' }, open: [] })
    expect(
      count(
        { vote: 'another' },
        [
          ['A', 250],
          ['B', 250],
        ],
        { 'tie-in-another': 'vacant' },
      ),
    ).toMatchObject({ code: 'too-few-elected', next: { kind: 'vacant', seats: 1 } })
  })
})

describe('a vote among the tied', () => {
  const tie = { vote: 'tie' as const }
  it('elects by the most votes, without a least number (EL 45)', () => {
    expect(
      count(tie, [
        ['B', 120],
        ['C', 119],
      ]),
    ).toMatchObject({ elected: ['B'], needed: null, code: 'elected', open: [] })
  })
  it('elects nobody else', () => {
    expect(
      count(tie, [
        ['W', 300, 'written-in'],
        ['B', 120],
        ['C', 119],
      ]),
    ).toMatchObject({ elected: ['B'], open: [] })
  })
  it('that ends in a tie again is held again, also at no votes; in Shandong the seat may stay vacant', () => {
    expect(
      count(tie, [
        ['B', 120],
        ['C', 120],
      ]),
    ).toMatchObject({ code: 'tie', next: { kind: 'tie', names: ['B', 'C'] } })
    expect(
      count(tie, [
        ['B', 0],
        ['C', 0],
      ]),
    ).toMatchObject({ code: 'tie', elected: [] })
    expect(
      count({ ...tie, rules: 'shandong' }, [
        ['B', 120],
        ['C', 120],
      ]),
    ).toMatchObject({ next: { kind: 'vacant' }, article: expect.stringContaining('SD 49') })
  })
})
