/**
 * A child process for tests of crashes during an import: `import-child FOLDER STAGE FILE URL` imports the roster FILE by a job, on the
 * server's database at URL or the embedded store in FOLDER, and stops for ever at STAGE, which it prints: `reading`, `deciding` or `report` as the import states them, or `sealing`,
 * when the first bytes of the report were handed over. At the stage `die` it kills itself while the file is read. If the import ends, the
 * child prints its record and exits.
 */
import { writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { migrate, openDatabase } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { findImportById } from '../../population/index.ts'
import { openImports, runImport } from '../roster/index.ts'
import { contextFor, loadSomeAreas, openElection } from './office.ts'

const [, , , folder = '', stage = '', path = '', url = ''] = process.argv

/** Blocks the whole process until it is killed. */
const freeze = (): void => {
  writeSync(1, `${stage}\n`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

const database = await openDatabase(url === '' ? { dataDir: join(folder, 'store') } : { url })
if (url === '') await migrate(database)
const plain = contextFor(database)
const files = await openSealedFiles(join(folder, 'files'), plain.keys)
async function* freezing(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    yield piece
    if (stage === 'sealing') freeze()
  }
}
const ctx = {
  ...plain,
  files: {
    ...files,
    put: (source: AsyncIterable<Uint8Array> | string) => files.put(typeof source === 'string' ? source : freezing(source)),
    withPlainCopy: <T>(id: string, work: (at: string) => Promise<T>) =>
      files.withPlainCopy(id, at => {
        if (stage === 'die') process.kill(process.pid, 'SIGKILL')
        return work(at)
      }),
  },
}

const jobs = openJobs(database, { pollMs: 50 })
const imports = openImports(jobs, ctx)
const isOfImport = ['reading', 'deciding', 'report'].includes(stage)

/** Imports as the job does, and stops where its progress says `stage`. */
const importUntil = async (electionId: string, sealedId: string): Promise<unknown> =>
  ctx.files.withPlainCopy(sealedId, at =>
    runImport(
      ctx,
      { electionId, kind: 'registrations', files: [{ path: at, name: basename(path) }], keepReport: true, upload: sealedId },
      progress => {
        if (progress.stage === stage) freeze()
      },
    ),
  )

let importId = 1
await jobs.start()
if (path !== '') {
  await loadSomeAreas(database)
  const election = await openElection(ctx)
  const sealedId = await files.put(path)
  if (isOfImport) await importUntil(election.id, sealedId)
  const file = { sealedId, name: basename(path), bytes: 1 }
  const started = await imports.startImport(ctx, { electionId: election.id, kind: 'registrations', file })
  if (!started.ok) throw new Error(started.error.code)
  importId = started.value.id
}
for (;;) {
  const record = await findImportById(database, importId)
  if (record && record.state !== 'reading' && !record.reportDue && !imports.progressOf(importId)) {
    writeSync(1, `${JSON.stringify({ state: record.state, error: record.error })}\n`)
    break
  }
  await new Promise(resolve => setTimeout(resolve, 50))
}
await jobs.stop()
await database.close()
