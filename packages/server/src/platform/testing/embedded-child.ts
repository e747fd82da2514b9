/**
 * A child process for tests. `lock DIR`: takes the folder's lock. `write DIR`: opens the embedded store and inserts rows, printing each id
 * once the insert is committed. `once DIR`: inserts one row, prints its id and closes.
 */

import { writeSync } from 'node:fs'
import { DataFolderBusy, lockFolder, openDatabase } from '../database/index.ts'
import { readRows } from './rows.ts'

const [, , , task, folder = ''] = process.argv
const print = (line: string) => writeSync(1, `${line}\n`)

try {
  if (task === 'lock') {
    await lockFolder(folder)
    print('holds')
    process.stdin.resume() // until the parent kills it
  } else {
    const database = await openDatabase({ dataDir: folder })
    print('open')
    await database.script('CREATE TABLE IF NOT EXISTS note (id integer PRIMARY KEY, text text)')
    const [last] = await readRows<{ id: number }>(database, 'SELECT coalesce(max(id), 0) AS id FROM note')
    for (let id = (last?.id ?? 0) + 1; ; id++) {
      await database.transaction(tx => tx.run('INSERT INTO note VALUES ($1, $2)', [id, '名'.repeat(500)]))
      print(String(id))
      if (task === 'once') break
    }
    await database.close()
  }
} catch (error) {
  if (!(error instanceof DataFolderBusy)) throw error
  print(JSON.stringify({ busy: error.holder, text: error.text }))
}
