/** The rounds: each brings a fault, keeps it for a while, and takes it away. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Installation } from './installation.ts'
import type { Load } from './load.ts'

export const FAULTS = ['kill', 'freeze', 'disk', 'clock'] as const
export type Fault = (typeof FAULTS)[number]

interface Round {
  readonly installation: Installation
  readonly load: Load
  /** Everything of the installation is on this file system. */
  readonly folder: string
  readonly number: number
}

const DAY_MS = 86_400_000
const FROZEN_MS = 6_000
const FULL_MS = 3_000

/** Writes a file until the disk is full; answers its path. */
const fillDisk = (folder: string): string => {
  const path = join(folder, 'filler')
  const file = openSync(path, 'w')
  try {
    for (let size = 1 << 22; size >= 1 << 12; )
      try {
        writeSync(file, Buffer.alloc(size, 1))
      } catch {
        size >>= 1
      }
  } finally {
    closeSync(file)
  }
  return path
}

/** Tries to publish with a wrong clock. Answers how many lists were published: none may be. */
const publishWrongly = async ({ installation, load }: Round): Promise<number> => {
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await load
      .send(`/api/elections/${installation.electionId}/rolls`, { preview: 1 })
      .catch(() => ({ status: 0 }))
    if (status === 202) return 1
    if (status === 401) await load.signIn()
    else if (status === 503) return 0
    await sleep(100)
  }
  throw new Error('a request to publish got no usable answer')
}

/** Each answers how many things were done that must not be done under the fault. */
export const ROUNDS: Readonly<Record<Fault, (round: Round) => Promise<number>>> = {
  async kill({ installation, number }) {
    await installation.end('SIGKILL')
    if (number % 2 === 1) await installation.crashStore()
    await installation.startAgain()
    return 0
  },
  async freeze({ installation }) {
    installation.freeze()
    await sleep(FROZEN_MS)
    installation.thaw()
    return 0
  },
  async disk({ installation, folder }) {
    const filler = fillDisk(folder)
    await sleep(FULL_MS)
    rmSync(filler)
    // The embedded store needs a new start after a full disk, and PostgreSQL may have ended.
    await installation.end('SIGKILL')
    await installation.restartStore()
    await installation.startAgain()
    return 0
  },
  async clock(round) {
    const { installation, load, number } = round
    await installation.end('SIGTERM')
    await installation.startAgain(number % 2 === 0 ? 100 * DAY_MS : -DAY_MS)
    const published = await publishWrongly(round)
    await load.more(2)
    await installation.end('SIGTERM')
    await installation.startAgain()
    return published
  },
}
