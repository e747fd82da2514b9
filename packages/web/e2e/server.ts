/** A real server for the page tests: a copy of a demo that `build.ts` made, with the pages that it built. */
import { inject } from 'vitest'
import type { DemoSize } from './build.ts'
import { type RunningServer, serveDemo } from './serve.ts'

export type { RunningServer } from './serve.ts'

/** Serves a copy of the demo of this size. */
export const startDemo = (size: DemoSize): Promise<RunningServer> => serveDemo(inject('demos')[size])
