/** An exported log in the hands of someone who changes it: with the log's own key, and without. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryBytes, type LogEvent, leafHash, rootAt, TILE_WIDTH, TileSet } from '@mingce/domain/log'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  COSIGNATURE_KEY,
  checkpointText,
  cosignText,
  formatNote,
  formatVerifierKey,
  NOTE_KEY,
  type Signer,
  sha256,
  shortCode,
  signerOf,
  signText,
} from '../../tlog/index.ts'
import { commitmentOf } from '../commitment.ts'
import { CHECKPOINT, FORMAT, readGiven, type VerifiedLog, verifyLogDirectory, writeArchive } from './index.ts'

const ORIGIN = 'mc-0/log'
const newSigner = (name: string, type: typeof NOTE_KEY | typeof COSIGNATURE_KEY) =>
  signerOf(name, type, generateKeyPairSync('ed25519').privateKey)
const log = newSigner(ORIGIN, NOTE_KEY)
const witness = newSigner('mc-1/witness', COSIGNATURE_KEY)
const KEYS = [log.verifier, witness.verifier]

interface Made {
  readonly event: LogEvent
  readonly salt: Buffer
}

const make = (n: number): Made => ({
  salt: randomBytes(32),
  event: {
    countyCode: '110105',
    at: '2026-11-30T01:02:03.000Z',
    actor: '王小明',
    role: 'township',
    action: 'case.accepted',
    subject: `registration/${n}`,
    details: { reason: '同名', n },
    requestId: null,
  },
})
const makeMany = (count: number): Made[] => Array.from({ length: count }, (_, n) => make(n))

const entryOf = ({ event, salt }: Made) => entryBytes(commitmentOf(event, salt), new Uint8Array())

/** The checkpoint of the first `size` events. */
const checkpointAt = (events: readonly Made[], size: number) => {
  const tiles = new TileSet(sha256)
  for (const [at, made] of events.slice(0, size).entries()) tiles.append(0, at, leafHash(entryOf(made), sha256))
  return { origin: ORIGIN, size, root: rootAt(size, tiles.read, sha256) }
}
const noteAt = (events: readonly Made[], size: number, signer: Signer = log, isCosigned = false): string => {
  const text = checkpointText(checkpointAt(events, size))
  const cosigned = isCosigned ? [cosignText(text, witness, new Date('2026-11-30T02:00:00Z'))] : []
  return formatNote(text, [signText(text, signer), ...cosigned])
}

let folder: string
let directories = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-log-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Writes a log whose files all agree, as its owner can at any time. */
const writeLog = async (events: readonly Made[], options: { signer?: Signer; earlier?: string; erased?: number } = {}) => {
  const directory = join(folder, String(directories++))
  const entries = events.map((made, position) => ({
    entry: entryOf(made),
    line:
      position === options.erased
        ? { position, erasedAt: '2026-12-01T00:00:00.000Z' }
        : { position, salt: made.salt.toString('hex'), event: { ...made.event, details: { ...(made.event.details as object) } } },
  }))
  const pages = Array.from({ length: Math.ceil(entries.length / TILE_WIDTH) }, (_, page) =>
    entries.slice(page * TILE_WIDTH, (page + 1) * TILE_WIDTH),
  )
  const { signer = log, earlier } = options
  await writeArchive(directory, {
    about: { format: FORMAT, origin: ORIGIN, keys: [formatVerifierKey(signer.verifier)], former: [] },
    checkpoint: noteAt(events, events.length, signer),
    checkpoints: earlier === undefined ? [] : [{ size: Number(earlier.split('\n')[1]), note: earlier }],
    pages,
  })
  return directory
}

const codesOf = (verified: VerifiedLog) => [...new Set(verified.faults.map(({ code }) => code))]

/** Changes of the events from number `i` on, as someone with the log's key can make them. */
const CHANGES = {
  flip: (events, i) => events.map((made, at) => (at === i ? { ...made, event: { ...made.event, actor: '别人' } } : made)),
  drop: (events, i) => events.filter((_, at) => at !== i),
  insert: (events, i) => [...events.slice(0, i), make(999), ...events.slice(i)],
  reorder: (events, i) => {
    const [moved] = events.slice(i, i + 1)
    return moved ? [...events.slice(0, i), ...events.slice(i + 1), moved] : [...events]
  },
  truncate: (events, i) => events.slice(0, i),
} as const satisfies Record<string, (events: readonly Made[], i: number) => Made[]>
type Change = keyof typeof CHANGES
const aChange = fc.constantFrom<Change>('flip', 'drop', 'insert', 'reorder', 'truncate')

/** Sizes around a tile, and small ones. */
const aLog = fc
  .oneof({ weight: 5, arbitrary: fc.integer({ min: 2, max: 20 }) }, { weight: 1, arbitrary: fc.integer({ min: 254, max: 260 }) })
  .chain(n => fc.record({ n: fc.constant(n), at: fc.nat(n - 1), size: fc.integer({ min: 1, max: n }) }))
const aCover = fc.constantFrom('published', 'cosigned', 'code')

describe('a verifier finds', () => {
  it('nothing in a log that was not changed', async () => {
    const events = makeMany(300)
    const verified = await verifyLogDirectory(await writeLog(events, { earlier: noteAt(events, 200, log, true), erased: 7 }), {
      keys: KEYS,
    })
    expect(verified).toEqual({
      ok: true,
      size: 300,
      covered: 200,
      erased: 1,
      holding: [{ name: 'checkpoints/200', size: 200, witnesses: ['mc-1/witness'] }],
      usesOwnKeys: false,
      begun: [],
      faults: [],
    })
  })

  it('every change of an event that an earlier checkpoint covers, even by the owner of the log’s key, and claims no other', async () => {
    await fc.assert(
      fc.asyncProperty(aLog, aChange, aCover, async ({ n, at, size }, change, cover) => {
        const events = makeMany(n)
        const changed = CHANGES[change](events, at)
        // Moving the last event to the end changes nothing.
        fc.pre(changed.length > 0 && !(change === 'reorder' && at === n - 1))
        const file = join(folder, `earlier-${directories}`)
        await writeFile(file, noteAt(events, size, log, cover === 'cosigned'))
        const word = cover === 'code' ? shortCode(checkpointAt(events, size)) : file
        const directory = await writeLog(changed)
        const verified = await verifyLogDirectory(directory, { keys: KEYS, checkpoints: [readGiven(word)] })
        if (at < size) {
          expect(verified.ok).toBe(false)
          expect(codesOf(verified).every(code => code === 'history' || code === 'truncated')).toBe(true)
        } else {
          // Nobody has seen this event yet, and the tool says so.
          expect([verified.ok, verified.covered]).toEqual([true, size])
          expect(verified.covered).toBeLessThanOrEqual(at)
        }
      }),
      { numRuns: 150 },
    )
  }, 240_000)

  it('a log that was signed again with another key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.boolean(), async (n, sameName) => {
        const signer = newSigner(sameName ? ORIGIN : 'mc-9/log', NOTE_KEY)
        const verified = await verifyLogDirectory(await writeLog(makeMany(n), { signer }), { keys: KEYS })
        expect(codesOf(verified)).toContain('key-unknown')
      }),
      { numRuns: 20 },
    )
  })

  it('any flipped bit and any missing file, without an earlier checkpoint', async () => {
    const directory = await writeLog(makeMany(258))
    const files = (await readdir(directory, { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile() && entry.name !== 'log.json')
      .map(entry => join(entry.parentPath, entry.name))
    expect(files.length).toBe(8)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.nat(), fc.nat(7), async (file, where, bit) => {
        const whole = await readFile(file)
        const flipped = Buffer.from(whole)
        const at = where % whole.length
        flipped[at] = (flipped[at] ?? 0) ^ (2 ** bit)
        await writeFile(file, flipped)
        const verified = await verifyLogDirectory(directory, { keys: KEYS })
        await writeFile(file, whole)
        expect(verified.ok).toBe(false)
      }),
      { numRuns: 150 },
    )
    for (const file of files) {
      const whole = await readFile(file)
      await rm(file)
      expect((await verifyLogDirectory(directory, { keys: KEYS })).ok).toBe(false)
      await writeFile(file, whole)
    }
    expect((await verifyLogDirectory(directory, { keys: KEYS })).ok).toBe(true)
  }, 240_000)

  it('an opening that was left out or exchanged', async () => {
    const directory = await writeLog(makeMany(3))
    const file = join(directory, 'events/000.jsonl')
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    await writeFile(file, `${[lines[0], lines[2]].join('\n')}\n`)
    expect((await verifyLogDirectory(directory)).faults).toMatchObject([{ code: 'event-missing', position: 1 }])
    const exchanged = (lines[1] ?? '').replace('"position":1', '"position":0')
    await writeFile(file, `${[exchanged, (lines[0] ?? '').replace('"position":0', '"position":1'), lines[2]].join('\n')}\n`)
    expect((await verifyLogDirectory(directory)).faults).toMatchObject([
      { code: 'event-changed', position: 0 },
      { code: 'event-changed', position: 1 },
    ])
  })

  it('a checkpoint in the directory that belongs to another history, and counts one of the log alone for nothing', async () => {
    const events = makeMany(9)
    const other = noteAt(makeMany(9), 4, log, true)
    expect(codesOf(await verifyLogDirectory(await writeLog(events, { earlier: other }), { keys: KEYS }))).toEqual(['history'])
    const alone = await verifyLogDirectory(await writeLog(events, { earlier: noteAt(events, 4) }), { keys: KEYS })
    expect([alone.ok, alone.covered]).toEqual([true, 0])
    // With the keys of the directory alone it says that it used these.
    const directory = await writeLog(events)
    expect(await verifyLogDirectory(directory)).toMatchObject({ ok: true, usesOwnKeys: true })
    await rm(join(directory, CHECKPOINT))
    expect(codesOf(await verifyLogDirectory(directory))).toContain('file-missing')
  })
})
