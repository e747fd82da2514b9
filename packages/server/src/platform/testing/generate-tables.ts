/** Writes or verifies tables.generated.ts, the types of the migrated database's tables, by kysely-codegen. */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const TABLES_FILE = fileURLToPath(new URL('../database/tables.generated.ts', import.meta.url))
const GENERATOR = path.join(
  path.dirname(createRequire(import.meta.url).resolve('kysely-codegen/package.json')),
  'dist/cli/bin.js',
)

/** The types that our parsers return (platform/database/values.ts). */
const TYPES = {
  int8: 'number',
  date: 'string',
  numeric: 'string',
  timestamptz: 'Date',
  bytea: 'Uint8Array',
  jsonb: 'unknown',
  json: 'unknown',
}

/** Runs the generator on the migrated database at `url`. With `verify` it writes nothing and fails if the file is out of date. */
export const generateTables = async (url: string, mode: 'write' | 'verify'): Promise<void> => {
  await promisify(execFile)(process.execPath, [
    GENERATOR,
    ...['--dialect', 'postgres', '--url', url, '--out-file', TABLES_FILE, '--default-schema', 'public'],
    ...['--type-mapping', JSON.stringify(TYPES)],
    ...(mode === 'verify' ? ['--verify'] : []),
  ])
}
