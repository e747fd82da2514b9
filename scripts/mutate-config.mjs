// Vitest for scripts/mutate.mjs: makes the change that MUTANT describes while its file is loaded, and stops at the first failure.
import { defineConfig } from 'vitest/config'

const mutant = JSON.parse(process.env.MUTANT ?? 'null')

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (code, id) =>
        mutant?.path === id ? code.slice(0, mutant.start) + mutant.replacement + code.slice(mutant.end) : undefined,
    },
  ],
  test: {
    include: ['packages/domain/src/**/*.test.ts'],
    isolate: false,
    bail: 1,
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 30_000,
  },
})
