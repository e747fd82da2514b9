/**
 * Looks at every statement that the program sends in a test run (vitest setupFiles), and throws when it breaks a rule of
 * database/statement/rules.ts or is not among the known statements. With MINGCE_STATEMENTS, a file, it writes them there instead. What
 * tests send themselves, to prepare rows or to look at them, is free.
 */
import { appendFileSync } from 'node:fs'
import { afterAll } from 'vitest'
import { findBrokenRule, observeStatements, type SentStatement } from '../database/index.ts'
import { placeOf, readStatements, textOf } from './statements.ts'

const record = process.env.MINGCE_STATEMENTS
const known = new Set(record === undefined ? readStatements().map(({ text }) => text) : [])
const allowed = new Set<string>()

/** What tests, migrations and libraries send: pg-boss and better-auth have statements of their own, on the coordinator of a cluster. */
const FREE = /\.test\.ts|\/testing\/|\/database\/(?:migrate|backup)\/|\/platform\/jobs\/queue\.ts|\/auth\/store\.kysely\.ts/

/** Line of the stack with the file of the program, or of a test, that sends the statement; the database module's own aside. */
const findSender = (): string => {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 40
  const { stack = '' } = new Error('where')
  Error.stackTraceLimit = limit
  return (
    stack
      .split('\n')
      .filter(line => line.includes('/packages/server/src/'))
      .find(line => !/\/platform\/(?:database\/(?:sql|load|statement\/observe)\.ts|testing\/check-statements\.ts)/.test(line)) ??
    ''
  )
}

/** Scripts define, drop and analyse tables: only the making of a staging table is kept, which other statements name. */
const isKept = ({ kind, text }: SentStatement): boolean =>
  !/^\s*(?:DROP|ANALYZE|TRUNCATE|SET|VACUUM|LOCK|ALTER|CLUSTER|CREATE (?:UNIQUE )?INDEX)\b/.test(text) &&
  (kind !== 'script' || /^\s*CREATE (?:UNLOGGED )?TABLE\b/.test(text))

const check = (statement: SentStatement, text: string, sender: string): void => {
  const broken = statement.kind === 'copy' ? undefined : findBrokenRule(statement)
  if (broken) throw new Error(`statement rule ${broken.rule}: ${broken.because}\n${statement.text}`)
  if (!isKept(statement)) return
  if (record !== undefined) appendFileSync(record, `${JSON.stringify({ where: placeOf(sender), text, answers: [] })}\n`)
  else if (!known.has(text))
    throw new Error(`not in packages/server/statements.json; run npm run statements -- <this test file>\n${statement.text}`)
}

const stop = observeStatements(statement => {
  const text = textOf(statement)
  const nulls = statement.values.map(value => (value === null ? 'n' : '')).join(',')
  const key = `${text}/${nulls}`
  if (allowed.has(key)) return
  const sender = findSender()
  if (FREE.test(sender)) return
  check(statement, text, sender)
  allowed.add(key)
})
afterAll(stop)
