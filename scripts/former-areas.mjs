// Derives packages/server/src/platform/areas/former.generated.ts: six-digit codes that GB/T 2260 once had, from the yearly tables of the
// Ministry of Civil Affairs, 1980 to 2019, as github.com/cn/GB2260 collects them (mca/*.tsv).
//   node scripts/former-areas.mjs FOLDER-OF-TSV
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, exit } from 'node:process'

const [folder] = argv.slice(2)
if (!folder) {
  console.error('usage: node scripts/former-areas.mjs FOLDER')
  exit(2)
}
const codes = new Set()
for (const file of readdirSync(folder).filter(name => name.endsWith('.tsv')))
  for (const [, code] of readFileSync(join(folder, file), 'utf8').matchAll(/(?:^|\t)([1-8]\d{5})\t\D/gm))
    if (!code.endsWith('0000')) codes.add(Number(code))
const sorted = [...codes].sort((a, b) => a - b)
// Steps from one code to the next in base 36, so that the list is short.
const steps = sorted.map((code, at) => (code - (sorted[at - 1] ?? 0)).toString(36)).join(' ')
writeFileSync(
  new URL('../packages/server/src/platform/areas/former.generated.ts', import.meta.url),
  `/**
 * Six-digit codes of GB/T 2260 from 1980 to 2019, those of today included: steps from one code to the next, in base 36. Derived by
 * scripts/former-areas.mjs from the yearly tables of the Ministry of Civil Affairs.
 */
export const KNOWN_CODES =
  '${steps}'
`,
)
console.log(`${sorted.length} codes`)
