/**
 * One installation of a pair in a child process, for tests of crashes: prints its address once it serves and sends, and reads the
 * current time from standard input, in milliseconds. `exchange-child URL SEED NOW`
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { openDatabase } from '../../platform/database/index.ts'
import { contextFor } from '../../registration/testing/office.ts'
import { serveExchange } from './exchange-server.ts'

const [, , , url = '', seed = '', at = ''] = process.argv
let now = new Date(Number(at))
createInterface(process.stdin).on('line', line => {
  now = new Date(Number(line))
})
const database = await openDatabase({ url })
const keys = memoryKeyring(new Uint8Array(32).fill(Number(seed)))
const { base } = await serveExchange({ ...contextFor(database), clock: { now: () => now }, keys }, true)
writeSync(1, `${base}\n`)
