/**
 * A process of its own for tests. `lock DIR`: takes the folder's lock. `write DIR`: opens the embedded store and inserts rows, saying each
 * one's id when it is acknowledged. `once DIR`: inserts one row, says so and closes.
 */
import { writeSync } from 'node:fs'
import { DataFolderBusy, lockFolder, openDatabase } from '../database/index.ts'

const [, , , task, folder = ''] = process.argv
const say = (line: string) => writeSync(1, `${line}\n`)

try {
  if (task === 'lock') {
    await lockFolder(folder)
    say('holds')
    process.stdin.resume() // until the parent ends it
  } else {
    const database = await openDatabase({ dataDir: folder })
    say('open')
    await database.script('CREATE TABLE IF NOT EXISTS note (id integer PRIMARY KEY, text text)')
    const [last] = await database.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM note')
    for (let id = (last?.id ?? 0) + 1; ; id++) {
      await database.transaction(tx => tx.run('INSERT INTO note VALUES ($1, $2)', [id, '名'.repeat(500)]))
      say(String(id))
      if (task === 'once') break
    }
    await database.close()
  }
} catch (error) {
  if (!(error instanceof DataFolderBusy)) throw error
  say(JSON.stringify({ busy: error.holder, text: error.text }))
}
