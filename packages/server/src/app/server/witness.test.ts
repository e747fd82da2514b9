/** Two installations that witness each other's audit logs over real HTTP, and one that was set back. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addPartner, cosignByPartners, readPartnerCard, showOwnKeys } from '../../certificate/index.ts'
import { type AuditRow, recordAudits } from '../../platform/audit/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { exportLog, findCheckpointNote, integrateLog, verifyLogDirectory, witnessSigner } from '../../platform/log/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { readNote, verifySignatures } from '../../platform/tlog/index.ts'
import { startServer } from './testing/running.ts'

type Server = Awaited<ReturnType<typeof startServer>>
const START = '2026-11-20T01:00:00Z'
const ACTOR = { id: 'setup', name: 'setup', role: 'district', areaCode: '' } as const

/** Audited events, in the log at once. */
const act = async ({ services }: Server, from: number, count: number) => {
  const rows = Array.from(
    { length: count },
    (_, i): AuditRow => ({
      countyCode: '110105',
      at: services.clock.now(),
      actor: 'clerk',
      role: 'township',
      action: 'case.accepted',
      subject: `registration/${from + i}`,
      details: { reason: '同名' },
    }),
  )
  await services.database.transaction(tx => recordAudits(tx, rows))
  await integrateLog(services)
}

const introduce = async (from: Server, to: Server) => {
  const card = readPartnerCard(JSON.stringify(await showOwnKeys(from.services, { url: from.base })))
  if (!card.ok) throw new Error(card.error.code)
  const added = await addPartner({ ...to.services, actor: ACTOR }, card.value)
  if (!added.ok) throw new Error(added.error.code)
}

describeStores('witnesses', open => {
  const servers: Server[] = []
  const start = async (seed: number, database?: Database): Promise<Server> => {
    const server = await startServer(database ?? (await open()), START, memoryKeyring(Uint8Array.of(seed)))
    servers.push(server)
    return server
  }
  const troublesOf = async (server: Server) => [...(await cosignByPartners(server.services)).values()]
  let a: Server
  let b: Server
  beforeEach(async () => {
    a = await start(1)
    b = await start(2)
  })
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop()
  })

  const cosignaturesBy = async (witness: Server, log: Server) => {
    const note = readNote((await findCheckpointNote(log.services.database)) ?? '')
    return note && verifySignatures(note, [witnessSigner(witness.services.keys).verifier])
  }

  it('cosign each other’s checkpoints as the logs grow', async () => {
    await act(a, 0, 3)
    await introduce(b, a)
    // B does not know A's log yet.
    expect(await troublesOf(a)).toEqual(['refused'])
    await introduce(a, b)
    await act(b, 0, 300)
    for (const [log, witness, size] of [
      [a, b, 4],
      [b, a, 301],
    ] as const) {
      await integrateLog(log.services)
      expect(await troublesOf(log)).toEqual([null])
      expect(await cosignaturesBy(witness, log)).toMatchObject([{ at: new Date(START) }])
      const [, origin = ''] = /^(.*)\n/.exec((await findCheckpointNote(log.services.database)) ?? '') ?? []
      const hash = createHash('sha256').update(origin).digest('hex')
      const kept = await fetch(new URL(`/log/witness/${hash}/checkpoint`, witness.base))
      const text = await kept.text()
      expect(text.split('\n')[1]).toBe(String(size))
      expect(text).toBe(await findCheckpointNote(log.services.database))
      // Nothing new: nothing is asked.
      expect(await troublesOf(log)).toEqual([null])
    }
    await act(a, 3, 500)
    expect(await troublesOf(a)).toEqual([null])
    expect(await cosignaturesBy(b, a)).toHaveLength(1)
    const office = await a.signIn('wang', 'district', '110105')
    const { witnesses } = (await office('GET', '/api/log')).json as unknown as { witnesses: object[] }
    expect(witnesses).toMatchObject([{ name: witnessSigner(b.services.keys).verifier.name, size: 504, trouble: null }])
  })

  it('find a log that was set back or rewritten, and prove it offline', async () => {
    await introduce(b, a)
    await introduce(a, b)
    await act(a, 0, 9)
    expect(await troublesOf(a)).toEqual([null])
    const cosigned = (await findCheckpointNote(a.services.database)) ?? ''
    // The same installation with another history, as after a restore or in the hands of someone with its key.
    const rewritten = await start(1)
    await introduce(b, rewritten)
    await integrateLog(rewritten.services)
    expect(await troublesOf(rewritten)).toEqual(['rolled-back'])
    await act(rewritten, 100, 40)
    expect(await troublesOf(rewritten)).toEqual(['inconsistent'])
    expect(await cosignaturesBy(b, rewritten)).toEqual([])
    const folder = await mkdtemp(join(tmpdir(), 'mingce-witness-test-'))
    try {
      await writeFile(join(folder, 'cosigned'), cosigned)
      const checkpoints = [{ file: join(folder, 'cosigned') }]
      for (const [server, faults] of [
        [a, []],
        [rewritten, ['history']],
      ] as const) {
        const directory = join(folder, faults.join() || 'whole')
        expect((await exportLog(server.services, directory)).ok).toBe(true)
        const verified = await verifyLogDirectory(directory, { checkpoints })
        expect(verified.faults.map(({ code }) => code)).toEqual(faults)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('answer one of several requests that begin at the same size', async () => {
    await introduce(b, a)
    await introduce(a, b)
    const notes: string[] = []
    for (let n = 0; n < 4; n++) {
      await act(a, n, 1)
      notes.push((await findCheckpointNote(a.services.database)) ?? '')
    }
    const statuses = await Promise.all(
      notes.map(async note => {
        const response = await fetch(new URL('/log/witness/add-checkpoint', b.base), { method: 'POST', body: `old 0\n\n${note}` })
        return [response.status, response.headers.get('content-type')] as const
      }),
    )
    expect(statuses.filter(([status]) => status === 200)).toHaveLength(1)
    expect(statuses.filter(([status, type]) => status === 409 && type === 'text/x.tlog.size')).toHaveLength(3)
  })
})
