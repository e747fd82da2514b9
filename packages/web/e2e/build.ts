/** Builds server and pages once before the tests of the pages, where they are older than their sources. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BUILD = fileURLToPath(new URL('../../../scripts/build.mjs', import.meta.url))

/** In a process of its own, as a release is built: under the tests' NODE_ENV libraries would show their development side. */
export const setup = (): void => {
  execFileSync(process.execPath, [BUILD], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
}
