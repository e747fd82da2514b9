/** Builds the server and the pages once before the page tests if they are older than their sources, and makes the demos that the tests copy. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

const BUILD = fileURLToPath(new URL('../../../scripts/build.mjs', import.meta.url))
const MINGCE = fileURLToPath(new URL('../../server/bin/mingce.js', import.meta.url))

/** Made-up people of a demo. */
const PEOPLE = { small: 300, large: 1500 } as const
export type DemoSize = keyof typeof PEOPLE

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the data of a demo of each size, before anyone worked in it. */
    demos: Record<DemoSize, string>
  }
}

/** The build runs in its own process, like a release build: under the tests’ NODE_ENV, libraries would use their development builds. */
export const setup = async (project: TestProject): Promise<() => void> => {
  execFileSync(process.execPath, [BUILD], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const folder = mkdtempSync(join(tmpdir(), 'mingce-demos-'))
  const demos = { small: join(folder, 'small'), large: join(folder, 'large') }
  await Promise.all(
    (['small', 'large'] as const).map(size =>
      promisify(execFile)(process.execPath, [
        MINGCE,
        'demo',
        '--people',
        String(PEOPLE[size]),
        '--no-serve',
        '--data',
        demos[size],
      ]),
    ),
  )
  project.provide('demos', demos)
  return () => rmSync(folder, { recursive: true, force: true })
}
