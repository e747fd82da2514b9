/** Builds the server and the pages once before the page tests if they are older than their sources. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BUILD = fileURLToPath(new URL('../../../scripts/build.mjs', import.meta.url))

/** Runs in its own process, like a release build: under the tests’ NODE_ENV, libraries would use their development builds. */
export const setup = (): void => {
  execFileSync(process.execPath, [BUILD], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
}
