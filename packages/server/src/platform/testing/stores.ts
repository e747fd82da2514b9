/** Runs test suites on both stores, with the migrations applied. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, describe, inject } from 'vitest'
import { loadAreas } from '../areas/index.ts'
import { type Database, databaseOver, migrate, openDatabase, pgliteStore, readMigrations } from '../database/index.ts'
import { changeFolder, type Entry, openCopy, writeFolder } from './memory-folder.ts'

const pgliteFolder = dirname(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')))
/** In node_modules, so that it belongs to this checkout and is deleted with the packages. */
const cacheFolder = join(pgliteFolder, '../../.cache/mingce-tests')

const MADE_BY = ['stores.ts', 'memory-folder.ts'].map(name => fileURLToPath(new URL(name, import.meta.url)))

/** Depends on the migrations, PGlite and these files, so that a cached database is never out of date. */
function levelName(): string {
  const digest = createHash('sm3')
  for (const file of [join(pgliteFolder, 'package.json'), ...MADE_BY]) digest.update(readFileSync(file))
  for (const { name, checksum } of readMigrations()) digest.update(name + checksum)
  return `level_${digest.digest('hex').slice(0, 32)}`
}

/** Reads a prepared folder from the cache, or makes it; those of other levels with the same ending are removed. */
async function cachedFolder(ending: string, make: () => Promise<readonly Entry[]>): Promise<readonly Entry[]> {
  const name = `${levelName()}${ending}`
  const file = join(cacheFolder, name)
  if (existsSync(file)) return deserialize(readFileSync(file)) as readonly Entry[]
  const made = await make()
  mkdirSync(cacheFolder, { recursive: true })
  for (const old of readdirSync(cacheFolder))
    if (extname(old) === ending && old !== name) rmSync(join(cacheFolder, old), { force: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, serialize(made))
  renameSync(draft, file)
  return made
}

let empty: Promise<readonly Entry[]> | undefined

/** A migrated, empty embedded database. Created once per checkout and level, because initdb takes seconds. */
function emptyFolder(): Promise<readonly Entry[]> {
  empty ??= cachedFolder('.empty', () =>
    changeFolder(undefined, async pglite => {
      await migrate(databaseOver(pgliteStore(pglite)))
      for (const spare of ['template0', 'template1']) {
        await pglite.exec(`UPDATE pg_database SET datistemplate = false WHERE datname = '${spare}'`)
        await pglite.exec(`DROP DATABASE ${spare}`)
      }
    }),
  )
  return empty
}

let filled: Promise<readonly Entry[]> | undefined

/**
 * Puts an embedded database into the data folder of a command line, as its first command would leave it: migrated, with the areas of the
 * country (of another version, they are loaded again when it is opened). A first start takes ten seconds of a processor, and is tested where it is
 * what the test is about.
 */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  filled ??= cachedFolder('.filled', async () =>
    changeFolder(await emptyFolder(), pglite => loadAreas(databaseOver(pgliteStore(pglite)))),
  )
  const store = join(dataDir, 'store')
  mkdirSync(store, { recursive: true, mode: 0o700 })
  writeFolder(join(store, 'database'), await filled)
}

/** A new, migrated database in memory, on the embedded store. */
export const openFreshEmbedded = async (): Promise<Database> => databaseOver(pgliteStore(await openCopy(await emptyFolder())))

let administration: pg.Pool | undefined

/** Works on a connection to the temporary server that this process keeps: connecting takes longer than dropping a database. */
async function maintenance<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  if (administration === undefined) {
    administration = new pg.Pool({ connectionString: inject('postgresUrl'), idleTimeoutMillis: 0, allowExitOnIdle: true })
    // The server ends before the process that runs the tests.
    administration.on('error', () => undefined)
  }
  const client = await administration.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

const urlOf = (name: string): string => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

let template: Promise<string> | undefined

/** The migrated template database. Test files run in several processes; the first one creates it. */
function templateDatabase(): Promise<string> {
  template ??= maintenance(async client => {
    const name = `template_${levelName()}`
    await client.query('SELECT pg_advisory_lock(1)')
    try {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
      if (rowCount === 0) {
        const draft = `draft_${randomBytes(6).toString('hex')}`
        await client.query(`CREATE DATABASE ${draft} TEMPLATE template0`)
        const database = await openDatabase({ url: urlOf(draft) })
        await migrate(database)
        await database.close()
        await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
      }
    } finally {
      await client.query('SELECT pg_advisory_unlock(1)')
    }
    return name
  })
  return template
}

/** A new, migrated database on the temporary server, by its URL, for tests that open it themselves; dropped by `drop`. */
export async function createServerDatabase(migrated = true): Promise<{ url: string; drop: () => Promise<void> }> {
  const source = migrated ? await templateDatabase() : 'template0'
  const name = `test_${randomBytes(8).toString('hex')}`
  await maintenance(client => client.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`))
  return {
    url: urlOf(name),
    drop: () => maintenance(async client => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  }
}

/** A copy of a database of the temporary server that nobody has open, as a backup of it would be. */
export async function copyServerDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const source = new URL(url).pathname.slice(1)
  await maintenance(client => client.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`))
  return {
    url: urlOf(name),
    drop: () => maintenance(async client => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  }
}

/** A new, migrated database on the temporary server; dropped when closed. */
export async function openFreshServer(): Promise<Database> {
  const { url, drop } = await createServerDatabase()
  const database = await openDatabase({ url })
  const close = database.close.bind(database)
  let closed: Promise<void> | undefined
  return Object.assign(database, {
    close: () => {
      closed ??= close().then(drop)
      return closed
    },
  })
}

/**
 * Runs `suite` once per store. `open` returns a new, migrated, empty database. If a test or a `beforeEach` opens it, it is closed after that
 * test; if a `beforeAll` opens it, after the suite. A test may close it itself.
 */
export function describeStores(title: string, suite: (open: () => Promise<Database>, kind: Database['kind']) => void): void {
  const stores = [
    { kind: 'pglite', openFresh: openFreshEmbedded },
    { kind: 'postgres', openFresh: openFreshServer },
  ] as const
  describe.each(stores)(`${title} ($kind)`, ({ kind, openFresh }) => {
    const ofTest = new Set<Database>()
    const ofSuite = new Set<Database>()
    let current = ofSuite
    const closeAll = async (opened: Set<Database>) => {
      for (const database of opened) await database.close()
      opened.clear()
    }
    beforeEach(() => {
      current = ofTest
    })
    afterEach(() => closeAll(ofTest))
    afterAll(() => closeAll(ofSuite))
    suite(async () => {
      const database = await openFresh()
      current.add(database)
      return database
    }, kind)
  })
}
