// `npm run lint` ends with this: knip, and the rules of the structure that no other tool holds.
//
// Violations that were there before a rule are listed in structure-debt.json, which may only shrink. A new violation fails, and so does a
// listed one that is gone: `node scripts/check-structure.mjs --write` takes it off the list. A violation that only moved or was renamed is
// exchanged for another of its rule by the same command. `--force` lets the list grow: for a new rule only.
//
// `--promises` also looks for promises that nobody waits for, which takes as long as a type check: CI does it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { functionViolations } from './structure/functions.mjs'
import { floatingPromises } from './structure/promises.mjs'
import { fileNames, fullFolders, migrationGaps, nodeViolations } from './structure/rules.mjs'
import { listFiles, readSource } from './structure/source.mjs'
import { unused } from './structure/unused.mjs'

const ADVICE = {
  'file-name':
    'Name the file after what it holds: routes, schema, service, store, errors or module, with a suffix such as store.queue.ts.',
  'full-folder': 'Divide the folder: it has more than 15 files that are not tests.',
  'export-star': 'Name what is exported.',
  'sql-outside-store': 'Move the statement to store.ts of its sub-module.',
  'as-unknown-as': 'Check the value, or give it its type where it is made.',
  'numeric-mask': 'Name the bits in findings.ts of the domain and use them by name.',
  'write-stream-outside-pipeline': 'Give the stream to pipeline(), which closes it after a failure.',
  'update-across-await': 'Await into a constant first, then add it: what others add during the await would be lost.',
  'long-function': 'Divide the function, or give a reason: // biome-ignore lint/complexity/noExcessiveLinesPerFunction: reason',
  'complex-function':
    'Divide the function, or give a reason: // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: reason',
  'floating-promise': 'Await the promise, or handle its failure with catch().',
  'unused-file': 'Delete the file, or name it in knip.json if a program other than the compiler opens it.',
  'unused-export': 'Delete it, or take the export away where only its own file uses it.',
  dependency: 'List what is imported in package.json, and nothing else.',
  'migration-number': 'Number the migrations 0001, 0002, … without a gap.',
}

/**
 * While files are being moved: a violation may take the place of one that is gone, one that is gone may stay listed, and indexes may export
 * what will be used.
 */
const IS_MOVING = false

const DEBT = fileURLToPath(new URL('structure-debt.json', import.meta.url))
const isWriting = process.argv.includes('--write')
const isForced = process.argv.includes('--force')

const paths = listFiles('*.ts', '*.tsx').filter(path => /^(packages\/[a-z]+|bench)\//.test(path) && !path.endsWith('.d.ts'))
const files = paths.map(readSource)

const found = {
  'file-name': fileNames(files),
  'full-folder': fullFolders(files),
  ...nodeViolations(files),
  ...functionViolations(files),
  ...(process.argv.includes('--promises') ? { 'floating-promise': floatingPromises(paths) } : {}),
  'migration-number': migrationGaps(),
  ...unused(),
}

/** What of the first list is not in the second, each as often as it is left over. */
const without = (list, other) => {
  const rest = [...other]
  return list.filter(item => {
    const at = rest.indexOf(item)
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
}

const debt = existsSync(DEBT) ? JSON.parse(readFileSync(DEBT, 'utf8')) : {}
let isFailed = false
for (const [rule, violations] of Object.entries(found)) {
  const known = debt[rule] ?? []
  const added = without(violations, known)
  const gone = without(known, violations)
  const mayWrite = isForced || added.length <= gone.length || (IS_MOVING && rule === 'unused-export')
  if (added.length + gone.length === 0 || ((isWriting || IS_MOVING) && mayWrite)) continue
  isFailed = true
  if (added.length > 0) console.error(`${rule}: ${ADVICE[rule]}\n${added.map(item => `  + ${item}`).join('\n')}`)
  if (gone.length > 0)
    console.error(
      `${rule}: no longer there; run node scripts/check-structure.mjs --write\n${gone.map(item => `  - ${item}`).join('\n')}`,
    )
}

if (isWriting && !isFailed) {
  const list = Object.fromEntries(
    Object.entries({ ...debt, ...found })
      .filter(([, violations]) => violations.length > 0)
      .map(([rule, violations]) => [rule, violations.sort()]),
  )
  writeFileSync(DEBT, `${JSON.stringify(list, undefined, 2)}\n`)
}
const total = Object.values(found).reduce((sum, violations) => sum + violations.length, 0)
console.error(`${files.length} files: ${total} known violations${isFailed ? ', and the differences above' : ''}`)
process.exitCode = isFailed ? 1 : 0
