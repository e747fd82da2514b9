/** Measures the cost of the embedded store's durability: `node packages/server/dist/platform/testing/measure-durability.js` after a build. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { copyLine, type Database, databaseOver, openDatabase, pgliteStore } from '../database/index.ts'

const folder = mkdtempSync(join(process.argv[2] ?? '/var/tmp', 'mingce-durability-'))
const stores: Record<string, () => Promise<Database>> = {
  'PGlite without fsync': async () => databaseOver(pgliteStore(await PGlite.create(join(folder, 'plain')))),
  'with fsync': () => openDatabase({ dataDir: join(folder, 'durable') }),
}
const commits = 1000
const rows = 200_000
function* lines() {
  for (let id = 0; id < rows; id += 1000) {
    yield Array.from({ length: 1000 }, (_, index) =>
      copyLine([commits + id + index, `张三丰${id}`, '110105021001', '1990-01-02']),
    ).join('')
  }
}
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

for (const [name, open] of Object.entries(stores)) {
  const started = performance.now()
  const database = await open()
  const start = (performance.now() - started) / 1000
  await database.script('CREATE TABLE note (id integer PRIMARY KEY, name text, community text, day date)')
  const single = await seconds(async () => {
    for (let id = 0; id < commits; id++) await database.run('INSERT INTO note VALUES ($1, $2)', [id, '张三丰'])
  })
  const copy = await seconds(() => database.copyIn('note', ['id', 'name', 'community', 'day'], lines()))
  const close = await seconds(() => database.close())
  const fixed = (value: number) => value.toFixed(2)
  console.log(
    `${name}: first start ${fixed(start)} s, ${Math.round(commits / single)} commits/s, COPY of ${rows} rows ${fixed(copy)} s, close ${fixed(close)} s`,
  )
}
rmSync(folder, { recursive: true })
