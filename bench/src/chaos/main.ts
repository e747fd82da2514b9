/**
 * `npm run chaos -- [--rounds N] [--store embedded|postgres] [--fault kill|freeze|disk|clock]`: kills, freezes, fills the disk and moves the
 * clock of a working installation, again and again, on both stores. Loopback only. Exit codes: 0 nothing was lost or doubled, 1 something
 * was, 2 wrong use.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FAULTS, type Fault, ROUNDS } from './faults.ts'
import { Installation, type StoreKind } from './installation.ts'
import { Load } from './load.ts'

const USAGE = 'npm run chaos -- [--rounds N] [--store embedded|postgres] [--fault kill|freeze|disk|clock]'
const STORES = ['embedded', 'postgres'] as const
const DISK_MEGABYTES = 700

interface Outcome {
  readonly rounds: number
  readonly acknowledged: number
  readonly lost: number
  readonly doubled: number
  /** Published under a wrong clock. */
  readonly wrongly: number
  readonly outageMs: number
}

/** A folder on a small file system of its own, which a filler can fill; null: this user may not mount one. */
const mountSmallDisk = (folder: string): boolean =>
  process.getuid?.() === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', folder]).status === 0

const runFault = async (kind: StoreKind, fault: Fault, rounds: number): Promise<Outcome | null> => {
  const root = mkdtempSync(join(tmpdir(), 'mingce-chaos-'))
  chmodSync(root, 0o755)
  const isMounted = fault === 'disk' && mountSmallDisk(root)
  const clean = () => {
    if (isMounted) spawnSync('umount', ['-l', root])
    rmSync(root, { recursive: true, force: true })
  }
  process.once('exit', clean)
  try {
    if (fault === 'disk' && !isMounted) return null
    if (isMounted) chmodSync(root, 0o777)
    return await runRounds(kind, fault, rounds, root)
  } finally {
    process.removeListener('exit', clean)
    clean()
  }
}

const runRounds = async (kind: StoreKind, fault: Fault, rounds: number, folder: string): Promise<Outcome> => {
  const before = process.env.TMPDIR
  const installation = await Installation.open(kind, folder)
  try {
    const load = new Load(installation)
    await load.signIn()
    load.start()
    await load.more(3)
    let wrongly = 0
    for (let number = 0; number < rounds; number++) {
      await load.settle()
      const published = await ROUNDS[fault]({ installation, load, folder, number })
      wrongly += published
      await load.more(3)
    }
    await load.stop()
    const { lost, doubled } = await load.count()
    return { rounds, acknowledged: load.acknowledged.length, lost, doubled, wrongly, outageMs: Math.round(load.longestOutage) }
  } finally {
    await installation.close(join(folder, 'data'))
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

const rowOf = (kind: StoreKind, fault: Fault, outcome: Outcome | null): string =>
  outcome === null
    ? `${fault.padEnd(7)} ${kind.padEnd(9)} not run: a small disk can be mounted by root only`
    : `${fault.padEnd(7)} ${kind.padEnd(9)} rounds ${outcome.rounds}  acknowledged ${outcome.acknowledged}  lost ${outcome.lost}  doubled ${outcome.doubled}` +
      `  published wrongly ${outcome.wrongly}  longest outage ${(outcome.outageMs / 1000).toFixed(1)} s`

const main = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '3' }, store: { type: 'string' }, fault: { type: 'string' } },
  })
  const rounds = Number(values.rounds)
  const stores = STORES.filter(store => values.store === undefined || values.store === store)
  const faults = FAULTS.filter(fault => values.fault === undefined || values.fault === fault)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100 || stores.length === 0 || faults.length === 0) {
    console.error(USAGE)
    return 2
  }
  let isWell = true
  for (const kind of stores)
    for (const fault of faults) {
      const outcome = await runFault(kind, fault, rounds)
      console.log(rowOf(kind, fault, outcome))
      if (outcome && outcome.lost + outcome.doubled + outcome.wrongly > 0) isWell = false
    }
  return isWell ? 0 : 1
}

// A signal ends the process in order, so that servers, databases and mounts go with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
process.exitCode = await main(process.argv.slice(2))
