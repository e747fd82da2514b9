/**
 * Checks every statement that the program sends in a test run (vitest setupFiles), and throws if it breaks a rule of
 * database/statement/rules.ts or is not in statements.json. If MINGCE_STATEMENTS names a file, writes the statements there
 * instead. Statements of the tests themselves are not checked.
 */
import { appendFileSync } from 'node:fs'
import { afterAll, expect } from 'vitest'
import { changesCounts, countedWrites, findBrokenRule, observeStatements, type SentStatement } from '../database/index.ts'
import { placeOf, readStatements, textOf } from './statements.ts'

const record = process.env.MINGCE_STATEMENTS
const known = new Set(record === undefined ? readStatements().map(({ text }) => text) : [])
/** Statements that were found good, as they were sent and on one line. */
const allowed = new Set<string>()

/** Senders that are not checked: tests, migrations, the change of person keys, which is made from the catalogue, and libraries such as pg-boss and better-auth, with their own statements. */
const FREE =
  /\.test\.ts|\/testing\/|\/database\/(?:migrate|backup)\/|\/platform\/jobs\/queue\.ts|\/rekey\/store\.(?:columns|indexes)\.ts|\/auth\/store\.kysely\.ts/

/** Database module and this file: they pass a statement on. */
const PASSING = /\/platform\/(?:database\/(?:sql|load|statement\/observe|stores\/[\w-]+)\.ts|testing\/check-statements\.ts)/

/**
 * Place in the program or in a test that sends the statement. The files of a stack are named as they are loaded: mapping each line to its
 * source, as the runner does for every stack, would be most of the time of a short statement.
 */
const findSender = (): string => {
  const { stackTraceLimit, prepareStackTrace } = Error
  Error.stackTraceLimit = 40
  Error.prepareStackTrace = (_, calls) => calls
  const holder: { stack?: unknown } = {}
  Error.captureStackTrace(holder, findSender)
  const calls = holder.stack as readonly NodeJS.CallSite[]
  Error.stackTraceLimit = stackTraceLimit
  Error.prepareStackTrace = prepareStackTrace
  for (const call of calls) {
    const file = call.getFileName() ?? ''
    if (file.includes('/packages/server/src/') && !PASSING.test(file)) return `    at ${call.getFunctionName() ?? ''} (${file}:1)`
  }
  return ''
}

/**
 * Scripts define, drop and analyse tables: only those that create a staging table are recorded, as other statements use it. Statements on
 * pg-boss's tables are free: their schema is pg-boss's.
 */
const isKept = ({ kind, text }: SentStatement): boolean =>
  !/\bpgboss\./.test(text) &&
  !/^\s*(?:DROP|ANALYZE|TRUNCATE|SET|VACUUM|LOCK|ALTER|CLUSTER|CREATE (?:UNIQUE )?INDEX)\b/.test(text) &&
  (kind !== 'script' || /^\s*CREATE (?:UNLOGGED )?TABLE\b/.test(text))

/** A test with random requests may reach statements that no recorded run reached. */
const isRandom = (): boolean => /fuzz\.test\.ts$/.test(expect.getState().testPath ?? '')

/** Deleted or closed as a whole, with their counts; and what is not counted yet. */
const UNCOUNTED = /\/training\/wipe\//

const check = (statement: SentStatement, text: string, sender: string): void => {
  if (changesCounts(text) && !UNCOUNTED.test(sender) && countedWrites.getStore() === undefined)
    throw new Error(`changes people who are counted, outside keepCounts (registration/counts)\n${statement.text}`)
  const broken = statement.kind === 'copy' ? undefined : findBrokenRule(statement)
  if (broken) throw new Error(`statement rule ${broken.rule}: ${broken.because}\n${statement.text}`)
  if (!isKept(statement)) return
  if (record !== undefined) appendFileSync(record, `${JSON.stringify({ where: placeOf(sender), text, answers: [] })}\n`)
  else if (!known.has(text) && !isRandom())
    throw new Error(`not in packages/server/statements.json; run npm run statements -- <this test file>\n${statement.text}`)
}

const stop = observeStatements(statement => {
  const nulls = statement.values.map(value => (value === null ? 'n' : '')).join(',')
  const sent = `${statement.text}/${nulls}`
  if (allowed.has(sent)) return
  const text = textOf(statement)
  const key = `${text}/${nulls}`
  if (allowed.has(key)) return
  const sender = findSender()
  // Database.copyIn sends from a callback, in whose stack nobody is left.
  if (sender === '' || FREE.test(sender)) return
  check(statement, text, sender)
  allowed.add(key).add(sent)
})
afterAll(stop)
