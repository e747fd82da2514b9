/** `bench log`: audited writes per second with the Merkle log, and the same audit rows without it, on a durable PostgreSQL. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startCluster } from './cluster.ts'
import type { Options } from './options.ts'
import type { Report } from './report.ts'

const PROGRAM = fileURLToPath(new URL('../../packages/server/dist/platform/testing/measure-log.js', import.meta.url))

interface Side {
  readonly log: { readonly perSecond: number; readonly longestWaitMs: number }
  readonly plain: { readonly perSecond: number }
}

const round = (value: number): number => Math.round(value * 100) / 100

export const benchLog = async (options: Options): Promise<Report> => {
  const cluster = await startCluster()
  try {
    cluster.psql('postgres', ['-c', 'CREATE DATABASE bench_log'])
    const output = execFileSync(process.execPath, [PROGRAM, cluster.url('bench_log'), String(options.seconds)], {
      encoding: 'utf8',
    })
    const { single, batch } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as { single: Side; batch: Side }
    return {
      name: 'log',
      seconds: options.seconds,
      peers: {},
      ratio: {
        'one row in a transaction': round(single.plain.perSecond / single.log.perSecond),
        'twenty rows in a transaction': round(batch.plain.perSecond / batch.log.perSecond),
      },
      peakMemoryMB: null,
      auditedPerSecond: {
        'one row in a transaction': { log: single.log.perSecond, plain: single.plain.perSecond },
        'twenty rows in a transaction': { log: batch.log.perSecond, plain: batch.plain.perSecond },
      },
      longestWaitForPositionMs: { 'one row': single.log.longestWaitMs, 'twenty rows': batch.log.longestWaitMs },
    }
  } finally {
    await cluster.stop()
  }
}
