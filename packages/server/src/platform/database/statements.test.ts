/** Every statement of the program fits the schema: if a migration breaks some, this test lists the location of each. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeStatements, type KnownStatement, readStatements, writeStatements } from '../testing/statements.ts'
import { createServerDatabase } from '../testing/stores.ts'

const recorded = process.env.MINGCE_STATEMENTS_FROM

/** Statements of a recording, each text once, plus the statements known before if only some tests ran. */
const readRecorded = (file: string): KnownStatement[] => {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const sent = lines.filter(Boolean).map(line => JSON.parse(line) as KnownStatement)
  const before = process.env.MINGCE_STATEMENTS_ALL === '1' ? [] : readStatements()
  return [...new Map([...before, ...sent].map(one => [one.text, one])).values()]
}

it('prepares each statement, and its columns have the known names, types and nullability', async () => {
  const known = recorded === undefined ? readStatements() : readRecorded(recorded)
  expect(known.length).toBeGreaterThan(100)
  const { url, drop } = await createServerDatabase()
  try {
    const { described, refused } = await describeStatements(url, known)
    expect(refused, `${refused.length} statements do not fit the schema:\n${refused.join('\n')}`).toEqual([])
    if (recorded !== undefined) writeStatements(described)
    else expect(described).toEqual(known)
  } finally {
    await drop()
  }
})

it('lists each statement broken by a renamed column or reached by a new null', async () => {
  const { url, drop } = await createServerDatabase()
  const pg = await import('pg')
  const client = new pg.default.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      'ALTER TABLE station RENAME COLUMN hours TO opening; ALTER TABLE committee_member ALTER COLUMN name DROP NOT NULL',
    )
    const known = readStatements()
    const { described, refused } = await describeStatements(url, known)
    const broken = known.filter(({ text }) => /\bstation\b/.test(text) && /\bhours\b/.test(text))
    expect(broken.length).toBeGreaterThan(0)
    expect(refused.map(one => one.split(': ')[0])).toEqual(broken.map(({ where }) => where))
    const before = new Map(known.map(one => [one.text, one.answers.join()]))
    const changed = described.filter(({ text, answers }) => before.get(text) !== answers.join())
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.every(({ text }) => text.includes('committee_member'))).toBe(true)
  } finally {
    await client.end()
    await drop()
  }
})
