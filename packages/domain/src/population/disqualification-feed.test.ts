import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  FEED_REFUSALS,
  type FeedEntry,
  keyHolds,
  placeInOrder,
  readFeedEntry,
  readFeedStatement,
  writeFeedEntry,
  writeFeedStatement,
} from './index.ts'

const numbers = { isCurrentCounty: () => true, bornBy: '2026-11-20' }
const entry: FeedEntry = {
  name: '张三',
  number: '11010519491231002X',
  ground: 'deprived',
  decidedBy: { kind: 'court', name: '北京市朝阳区人民法院' },
  document: '（2025）京0105刑初123号',
  from: '2025-06-01',
  to: '2027-05-31',
  sentence: null,
  withdrawn: false,
}
const codesOf = (change: Record<string, unknown>) => {
  const read = readFeedEntry(JSON.stringify({ ...JSON.parse(writeFeedEntry(entry)), ...change }), numbers)
  return read.kind === 'refused' ? read.codes : []
}

describe('a feed entry', () => {
  it('reads back as it was written', () => {
    expect(readFeedEntry(writeFeedEntry(entry), numbers)).toEqual({ kind: 'entry', entry })
    const open: FeedEntry = { ...entry, ground: 'suspended', to: null, withdrawn: true }
    expect(readFeedEntry(writeFeedEntry(open), numbers)).toEqual({ kind: 'entry', entry: open })
    const life: FeedEntry = { ...entry, to: 'life', sentence: { from: '2020-01-01', to: null } }
    expect(readFeedEntry(writeFeedEntry(life), numbers)).toEqual({ kind: 'entry', entry: life })
  })

  it('requires a decision by the authority that the law names for its ground', () => {
    const suspended = { ground: 'suspended' }
    expect(codesOf({ decidedBy: { kind: 'procuratorate', name: '检察院' } })).toEqual(['ground.court'])
    expect(codesOf({ ...suspended, decidedBy: { kind: 'procuratorate', name: '检察院' } })).toEqual([])
    expect(codesOf({ ...suspended, decidedBy: { kind: 'court', name: '法院' } })).toEqual([])
    expect(codesOf({ ...suspended, decidedBy: { kind: 'public-security', name: '公安局' } })).toEqual(['ground.authority'])
    expect(codesOf({ decidedBy: undefined })).toEqual(['row.incomplete'])
  })

  it('requires an end of a deprivation, or that it is for life (CL 55–57)', () => {
    expect(codesOf({ to: null })).toEqual(['ground.end'])
    expect(codesOf({ to: '终身' })).toEqual([])
    expect(codesOf({ to: '长期' })).toContain('row.incomplete')
    expect(codesOf({ ground: 'suspended', to: 'life' })).toEqual(['row.incomplete'])
  })

  it('takes the main sentence of a deprivation, which is counted from its end or from parole (CL 58)', () => {
    expect(codesOf({ sentence: { from: '2022-06-01', to: '2025-05-31' } })).toEqual([])
    // Parole: the deprivation begins before the sentence ends.
    expect(codesOf({ sentence: { from: '2022-06-01', to: '2025-12-31' } })).toEqual([])
    expect(codesOf({ sentence: { from: '2025-06-02', to: '2025-12-31' } })).toEqual(['ground.sentence'])
    expect(codesOf({ sentence: { from: '2022-06-31' } })).toEqual(['ground.sentence'])
    expect(codesOf({ sentence: 'ten years' })).toEqual(['ground.sentence'])
    expect(codesOf({ sentence: { from: '2022-06-01', to: null, offence: '盗窃' } })).toEqual(['entry.more-than-needed'])
    expect(codesOf({ ground: 'suspended', sentence: { from: '2022-06-01', to: null } })).toEqual(['ground.sentence'])
  })

  it('requires a document, dates in order, a valid number and a name', () => {
    for (const change of [
      { document: ' ' },
      { from: '2025-02-30' },
      { to: '2025-05-31' },
      { to: '永久' },
      { ground: 'petition' },
    ])
      expect(codesOf(change)).toContain('row.incomplete')
    expect(codesOf({ to: entry.from })).toEqual([])
    expect(codesOf({ number: '110105194912310021' })).toEqual(['identity.checksum'])
    expect(codesOf({ name: '' })).toEqual(['name.missing'])
  })

  it('refuses unknown fields and invalid JSON', () => {
    expect(codesOf({ offence: '盗窃' })).toEqual(['entry.more-than-needed'])
    for (const line of ['', '[]', 'null', '{"name":', '\u0000'])
      expect(readFeedEntry(line, numbers)).toMatchObject({ codes: ['entry.json'] })
  })

  it('is accepted or refused with known codes, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), json => {
        const read = readFeedEntry(json, numbers)
        expect(read.kind === 'entry' || read.codes.length > 0).toBe(true)
        if (read.kind === 'refused')
          for (const code of read.codes) expect(FEED_REFUSALS.some(text => text.code === code)).toBe(true)
      }),
    )
  })
})

describe('a feed statement', () => {
  const statement = {
    authority: 'bj-court',
    sequence: 3,
    issuedAt: 1_790_000_000,
    digest: { algorithm: 'sm3', hex: 'ab'.repeat(32) },
    entries: 2,
  } as const
  it('reads back as it was written, and refuses invalid fields', () => {
    expect(readFeedStatement(JSON.parse(writeFeedStatement(statement)))).toEqual({ ok: true, value: statement })
    for (const change of [{ seq: 0 }, { seq: 1.5 }, { iss: '' }, { iat: '1' }, { digest: 'md5:00' }, { entries: -1 }])
      expect(readFeedStatement({ ...JSON.parse(writeFeedStatement(statement)), ...change }).ok).toBe(false)
    expect(readFeedStatement(null).ok).toBe(false)
  })
})

describe('the sequence of messages', () => {
  it('accepts each number once and without gaps', () => {
    expect(placeInOrder(4, { sequence: 5, digest: 'a' }, undefined)).toBe('next')
    expect(placeInOrder(4, { sequence: 6, digest: 'a' }, undefined)).toBe('early')
    expect(placeInOrder(4, { sequence: 4, digest: 'a' }, { digest: 'a' })).toBe('again')
    expect(placeInOrder(4, { sequence: 4, digest: 'b' }, { digest: 'a' })).toBe('replayed')
  })

  it('accepts exactly the number after the last as the next', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 31 }), (last, sequence) => {
        expect(placeInOrder(last, { sequence, digest: 'a' }, undefined) === 'next').toBe(sequence === last + 1)
      }),
    )
  })
})

describe('a key', () => {
  it('is valid from its first second until its end, for messages issued and received in that time', () => {
    const key = { from: 1_000_000, to: 2_000_000 }
    expect(keyHolds(key, 1_000_000, 1_000_000)).toBe('holds')
    expect(keyHolds(key, 1_500_000, 2_000_000)).toBe('ended')
    expect(keyHolds(key, 999_000, 1_500_000)).toBe('not-yet')
    expect(keyHolds(key, 1_500_301, 1_500_000)).toBe('from-the-future')
    expect(keyHolds({ from: 0, to: null }, 5, 10)).toBe('holds')
  })
})
