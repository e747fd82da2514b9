/** The audit log over real HTTP: what is done in the console is soon in a signed tree, which anybody can verify. */
import { leafHash, rootAt, TileSet } from '@mingce/domain/log'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { readCheckpoint, readNote, readVerifierKey, sha256, shortCode, verifySignatures } from '../../platform/tlog/index.ts'
import { startServer } from './testing/running.ts'

type Server = Awaited<ReturnType<typeof startServer>>

/** The entries of a bundle. */
const entriesOf = (bundle: Buffer): Buffer[] => {
  const entries: Buffer[] = []
  for (let at = 0; at < bundle.length; ) {
    const length = bundle.readUInt16BE(at)
    entries.push(bundle.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}

describeStores('the audit log of a server', open => {
  let database: Database
  let server: Server
  beforeEach(async () => {
    database = await open()
    server = await startServer(database)
  })
  afterEach(() => server.stop())

  const read = async (address: string) => {
    const response = await fetch(new URL(address, server.base))
    return { response, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  it('has every event in a signed tree soon after its commit, which anybody can verify', async () => {
    const office = await server.signIn('chen', 'district', '110105')
    await office('POST', '/api/elections', { areaCode: '110105', day: '2026-12-20', levels: ['county'], name: '朝阳区换届选举' })
    type Status = { size: number; waiting: number; key: string; checkpoint: { shortCode: string } | null }
    let status: Status | undefined
    await expect
      .poll(
        async () => {
          status = (await office('GET', '/api/log')).json as unknown as Status
          return status.waiting === 0 && status.size > 0
        },
        { timeout: 30_000, interval: 50 },
      )
      .toBe(true)
    const { response, bytes } = await read('/log/checkpoint')
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const note = readNote(bytes.toString())
    const key = readVerifierKey(status?.key ?? '')
    const checkpoint = note && readCheckpoint(note.text)
    if (!note || !key || !checkpoint) throw new Error('no checkpoint')
    expect(verifySignatures(note, [key])).toHaveLength(1)
    expect(shortCode(checkpoint)).toBe(status?.checkpoint?.shortCode)
    const bundle = await read(`/log/tile/entries/000.p/${checkpoint.size}`)
    expect(bundle.response.headers.get('cache-control')).toContain('immutable')
    const entries = entriesOf(bundle.bytes)
    expect(entries).toHaveLength(checkpoint.size)
    const tiles = new TileSet(sha256)
    for (const [at, entry] of entries.entries()) tiles.append(0, at, leafHash(entry, sha256))
    expect(Buffer.from(rootAt(checkpoint.size, tiles.read, sha256))).toEqual(Buffer.from(checkpoint.root))
    const tile = await read(`/log/tile/0/000.p/${checkpoint.size}`)
    expect(tile.bytes).toEqual(Buffer.concat(entries.map(entry => leafHash(entry, sha256))))
    // No name of a person, and nothing else of what was done.
    expect(bundle.bytes.toString('latin1')).not.toContain('chen')
  })

  it.each(['0/000', '0/000.p/255', '0/0', '1/000.p/1', 'entries/000', '64/000', '..%2f..%2fcheckpoint'])(
    'has no tile %s',
    async path => {
      expect((await read(`/log/tile/${path}`)).response.status).toBe(404)
    },
  )
})
