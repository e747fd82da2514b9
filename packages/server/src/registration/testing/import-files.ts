/** An election and a folder of files to import, for tests of imports. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../platform/database/index.ts'
import { contextFor, loadSomeAreas, openElection } from './office.ts'

export const openImportFiles = async (database: Database) => {
  await loadSomeAreas(database)
  const ctx = contextFor(database)
  const election = await openElection(ctx)
  const folder = await mkdtemp(join(tmpdir(), 'mingce-import-files-'))
  return {
    ctx,
    election,
    folder,
    save: async (name: string, text: string) => {
      const path = join(folder, name)
      await writeFile(path, text)
      return { path, name }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
