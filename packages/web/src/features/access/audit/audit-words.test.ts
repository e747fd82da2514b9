import { describe, expect, it } from 'vitest'
import { auditWord, particularsOf, subjectWord } from './audit-words.ts'

const ELECTION = '110105021-20261229'

describe('an audit row', () => {
  it('names its object by a word and a number', () => {
    expect(subjectWord(ELECTION, ELECTION)).toEqual({ word: 'election', id: '' })
    expect(subjectWord('registration/2683', ELECTION)).toEqual({ word: 'registration', id: '2683' })
    expect(subjectWord(`${ELECTION}/import/33`, ELECTION)).toEqual({ word: 'import', id: '33' })
    expect(subjectWord('feed/court-1/17', ELECTION)).toEqual({ word: 'feed', id: 'court-1/17' })
    expect(subjectWord(`${ELECTION}/2`, ELECTION)).toEqual({ word: 'list', id: '2' })
    expect(subjectWord('li.si', ELECTION)).toBeNull()
  })

  it('says coded values in words, and others as they are', () => {
    expect(particularsOf({ channel: 'roster', rows: 12, training: true, name: 'roster' })).toEqual([
      { path: ['channel'], values: [{ key: 'channel.roster', text: 'roster' }] },
      { path: ['rows'], values: [{ key: null, text: '12' }] },
      { path: ['training'], values: [{ key: 'yes', text: 'true' }] },
      { path: ['name'], values: [{ key: null, text: 'roster' }] },
    ])
  })

  it('keeps the path of nested particulars, and ends after twelve', () => {
    expect(particularsOf({ before: { role: 'station', area: '' }, opened: null })).toEqual([
      { path: ['before', 'role'], values: [{ key: 'role.station', text: 'station' }] },
    ])
    expect(particularsOf(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`part${i}`, i])))).toHaveLength(12)
    expect(particularsOf('text')).toEqual([])
  })

  it('knows actions by their name with dots', () => {
    expect(auditWord('roll.published')).toBe('roll-published')
    expect(auditWord('nothing.known')).toBeNull()
  })
})
