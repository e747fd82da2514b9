/**
 * With MINGCE_STATEMENT_RULES=1, throws in a test run when a statement of the program breaks a rule of database/statement/rules.ts (vitest setupFiles). What tests send
 * themselves, to prepare rows or to look at them, is free.
 */
import { afterAll } from 'vitest'
import { findBrokenRule, observeStatements } from '../database/index.ts'

const allowed = new Set<string>()

/** Line of a stack with the file of the program, or of a test, that sends the statement; the database module's own aside. */
const senderOf = (stack: string): string =>
  stack
    .split('\n')
    .filter(line => line.includes('/packages/server/src/'))
    .find(line => !/\/platform\/(?:database\/(?:sql|load|statement\/observe)\.ts|testing\/check-statements\.ts)/.test(line)) ?? ''

const stop = observeStatements(statement => {
  if (statement.kind === 'copy') return
  const nulls = statement.values.map(value => (value === null ? 'n' : '')).join(',')
  const key = `${statement.text}/${nulls}`
  if (allowed.has(key)) return
  const broken = findBrokenRule(statement)
  if (broken === undefined) {
    allowed.add(key)
    return
  }
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 40
  const error = new Error(`statement rule ${broken.rule}: ${broken.because}\n${statement.text}`)
  Error.stackTraceLimit = limit
  // A migration is a script of several statements; on a cluster it defines tables before they are distributed. What pg-boss sends to its
  // own schema stays on the coordinator.
  if (/\.test\.ts|\/testing\/|\/database\/migrate\/|\/platform\/jobs\/queue\.ts/.test(senderOf(error.stack ?? ''))) return
  // Not every statement keeps the rules yet (docs/scale.md): MINGCE_STATEMENT_RULES=1 fails on those that do not.
  if (process.env.MINGCE_STATEMENT_RULES === '1') throw error
})
afterAll(stop)
