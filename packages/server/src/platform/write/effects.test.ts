/** Whoever destroys or publishes says so: a file that calls a store's function for it either writes with an effect or is a purge. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const SOURCE = fileURLToPath(new URL('../..', import.meta.url))
/** Names of functions that remove people's data for good, or publish. */
const FINAL =
  /\b(?:purge[A-Z]\w*|forget(?:Recipients|VoterContacts)|deleteElection|deleteEndedEntries|closeSource|setClosed|insertVersion)\(/
const DECLARED = /\beffect: '(?:destroys|publishes)'|: Purge = \{/

/** Files that run in the transaction of a caller that declares it. */
const CALLED_BY: Readonly<Record<string, string>> = {
  'roll/publish/version/service.ts': 'roll/publish/service.ts',
}

it('every use case that destroys or publishes declares it', () => {
  const final = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter(path => /(?:^|\/)service[^/]*(?<!\.test)\.ts$/.test(path))
    .filter(path => FINAL.test(readFileSync(`${SOURCE}/${path}`, 'utf8')))
  expect(final.length).toBeGreaterThanOrEqual(5)
  const silent = final.filter(path => !DECLARED.test(readFileSync(`${SOURCE}/${CALLED_BY[path] ?? path}`, 'utf8')))
  expect(silent).toEqual([])
})
