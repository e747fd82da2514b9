/**
 * From a file to rows in a table, batch by batch: the road of every import. Each batch is read, its numbers become person keys in one
 * call, its addresses and phones are sealed in blocks by community, and it is on its way to the store while the next batch is being read. Nothing of it counts before
 * the import's own transaction says so; memory does not grow with the file.
 */

import { packResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { CONTACTS_PER_BLOCK, type Contact, sealContacts } from '../../platform/crypto/index.ts'
import type { CopyPage, Database, Load, LoadColumns } from '../../platform/database/index.ts'

import { reserveContactBlocks } from './store.ts'

/** What the road needs to know of a row, whatever else the row holds. */
export interface StagedRow {
  /** 18 places, checked; null when the row has no usable number. */
  readonly number: string | null
  readonly address: string | null
  readonly phone: string | null
  /** The row's community, as the file has it: contacts are sealed by it. */
  readonly community?: string | null
  /** Where the person is reached when `address` is not given. */
  readonly hukouAddress?: string | null
  /** Normalised particulars whose keyed digest the row keeps; none when it keeps none. */
  readonly particulars?: string
}

/** What the road adds to a row. */
export interface Staging {
  /** Person keys of a batch, 16 bytes each; of a row without a number the nil UUID but for its row number. */
  readonly keys: Uint8Array
  /** Digests of the particulars of a batch, 16 bytes each; empty where rows keep none. */
  readonly digests: Uint8Array
  /** Where the row's own bytes begin in both. */
  readonly at: number
  readonly contactBlock: number | null
  readonly contactIndex: number | null
}

export interface StagingTarget<Row extends StagedRow> {
  /** Writes a row. */
  readonly write: (page: CopyPage, row: Row, rowNo: number, staging: Staging) => void
  /** Rows that cannot go to the table: true leaves the row out, and whoever answers has taken it into account. */
  readonly leaveOut?: (row: Row, rowNo: number) => boolean
}

/** Batches of a table file, as platform/files/tables gives them. */
export interface RowBatches {
  readonly rowNos: ArrayLike<number>
  readonly cells: readonly (readonly string[])[]
  readonly bytesRead: number
}

export interface ReadingProgress {
  readonly stage: 'reading'
  readonly rowsRead: number
  readonly bytesRead: number
  readonly bytesTotal: number
}

/** Rows that go to the store in one COPY: enough to be cheap, few enough to be forgotten while they are young (the collector copies the rest). */
const BATCH = 2_500

const KEY_BYTES = 16
const NO_DIGESTS = new Uint8Array()

/** Ids reserved at a time: a round trip for some twenty batches. */
const RESERVED = 128

/** Ids for contact blocks, in order; reserved ahead, so that the next are there when they are asked for. */
const blockIds = (database: Database): (() => Promise<number>) => {
  let ids: number[] = []
  return async () => {
    if (ids.length === 0) ids = (await reserveContactBlocks(database, RESERVED)).reverse()
    const id = ids.pop()
    if (id === undefined) throw new Error('no id of a contact block was reserved')
    return id
  }
}

/** Contacts that may wait for their block to fill, of all communities: some 60 MB. Beyond, the fullest blocks are sealed as they are. */
const MOST_WAITING = 250_000

interface OpenBlock {
  readonly id: number
  readonly contacts: Contact[]
}

interface ContactPlace {
  readonly block: number | null
  readonly index: number | null
}

const NO_PLACE: ContactPlace = { block: null, index: null }

/**
 * Seals contacts by community, in whatever order the rows come: who lists the people of a community opens each of its few blocks once. In the
 * order of a register that mixes communities, a list of 2,000 people opened hundreds of blocks.
 */
const openContactBlocks = (ctx: Pick<Context, 'keys'>, loads: Loads, importId: number) => {
  const open = new Map<string, OpenBlock>()
  let full: OpenBlock[] = []
  let waiting = 0
  const close = (community: string, block: OpenBlock): void => {
    open.delete(community)
    full.push(block)
    waiting -= block.contacts.length
  }
  const closeFullest = (most: number): void => {
    const fullest = [...open].sort(([, one], [, other]) => other.contacts.length - one.contacts.length)
    for (const [community, block] of fullest) {
      if (waiting <= most) return
      close(community, block)
    }
  }
  const begin = async (community: string): Promise<OpenBlock> => {
    const block = { id: await loads.nextId(), contacts: [] }
    open.set(community, block)
    return block
  }
  const send = async (): Promise<void> => {
    if (full.length === 0) return
    const blocks = full
    full = []
    const sealed = await Promise.all(blocks.map(block => sealContacts(ctx.keys, block.contacts)))
    const ids = blocks.map(({ id }) => id)
    await loads.contacts.send(blockPage(loads.contacts.page(ids.length), sealed, ids, importId))
  }
  return {
    /** Gives each row its place; the blocks that it filled are on their way to the store. */
    async place(rows: readonly StagedRow[]): Promise<readonly ContactPlace[]> {
      const places: ContactPlace[] = []
      for (const row of rows) {
        const address = row.address ?? row.hukouAddress ?? null
        if (address === null && row.phone === null) {
          places.push(NO_PLACE)
          continue
        }
        const community = row.community ?? ''
        const block = open.get(community) ?? (await begin(community))
        places.push({ block: block.id, index: block.contacts.length })
        block.contacts.push({ address, phone: row.phone })
        waiting += 1
        if (block.contacts.length === CONTACTS_PER_BLOCK) close(community, block)
      }
      if (waiting > MOST_WAITING) closeFullest(MOST_WAITING / 2)
      await send()
      return places
    },
    /** Seals what is left at the end of a file. */
    async end(): Promise<void> {
      closeFullest(0)
      await send()
    },
  }
}

/** Person keys of a batch, in one call of the cipher. */
const keysOf = (ctx: Pick<Context, 'keys'>, rows: readonly StagedRow[], rowNos: readonly number[]): Uint8Array => {
  const packed = new Uint8Array(KEY_BYTES * rows.length)
  rows.forEach((row, index) => {
    if (row.number !== null) packResidentId(row.number, packed, KEY_BYTES * index)
  })
  const keys = ctx.keys.personKeyBlocks(packed)
  const view = new DataView(keys.buffer, keys.byteOffset, keys.byteLength)
  rows.forEach((row, index) => {
    if (row.number !== null) return
    const at = KEY_BYTES * index
    keys.fill(0, at, at + KEY_BYTES)
    view.setUint32(at + 12, rowNos[index] ?? 0)
  })
  return keys
}

/** Rows on their way, of all files of a command: to the table they are staged in, and their contacts to theirs. */
export interface Loads {
  readonly rows: Load
  readonly contacts: Load
  /** The id of another contact block. Files are staged one after the other. */
  readonly nextId: () => Promise<number>
}

/** Opens the loads for `work`, which reads files by `stageRows`, and ends them when it is done, or takes them back when it fails. */
export const stageInto = async <T>(
  database: Database,
  table: string,
  columns: LoadColumns,
  work: (loads: Loads) => Promise<T>,
): Promise<T> => {
  const contacts = database.load('contact_block', { id: 'bigint', import_id: 'bigint', sealed: 'bytea' })
  const rows = database.load(table, columns)
  try {
    const result = await work({ rows, contacts, nextId: blockIds(database) })
    await contacts.finish()
    await rows.finish()
    return result
  } catch (error) {
    await contacts.cancel()
    await rows.cancel()
    throw error
  }
}

export interface FileToStage<Row extends StagedRow> {
  readonly importId: number
  readonly batches: AsyncIterable<RowBatches>
  /** Size of the file, for the progress. */
  readonly bytesTotal: number
  /** Converts a row of cells; must not keep the cells. */
  readonly read: (cells: readonly string[]) => Row
  readonly target: StagingTarget<Row>
  readonly onProgress: (progress: ReadingProgress) => void
}

/** Reads a file into `loads`. Returns the number of rows read. Rows are numbered as the file has them. */
export const stageRows = async <Row extends StagedRow>(
  ctx: Pick<Context, 'keys'>,
  loads: Loads,
  { importId, batches, bytesTotal, read, target, onProgress }: FileToStage<Row>,
): Promise<number> => {
  const { keys } = ctx
  const contacts = openContactBlocks(ctx, loads, importId)
  let rowsRead = 0
  let rows: Row[] = []
  let rowNos: number[] = []

  const write = async (): Promise<void> => {
    const batch = rows
    const numbers = rowNos
    rows = []
    rowNos = []
    const placing = contacts.place(batch)
    const personKeys = keysOf(ctx, batch, numbers)
    const digests = batch[0]?.particulars === undefined ? NO_DIGESTS : keys.digestBlocks(batch.map(row => row.particulars ?? ''))
    const places = await placing
    const page = loads.rows.page(batch.length)
    batch.forEach((row, index) => {
      const rowNo = numbers[index] ?? 0
      if (target.leaveOut?.(row, rowNo)) return
      const { block, index: at } = places[index] ?? NO_PLACE
      target.write(page, row, rowNo, {
        keys: personKeys,
        digests,
        at: KEY_BYTES * index,
        contactBlock: block,
        contactIndex: at,
      })
    })
    await loads.rows.send(page)
  }

  for await (const batch of batches) {
    for (let index = 0; index < batch.cells.length; index += 1) {
      rows.push(read(batch.cells[index] ?? []))
      rowNos.push(batch.rowNos[index] ?? 0)
    }
    rowsRead += batch.cells.length
    if (rows.length >= BATCH) await write()
    onProgress({ stage: 'reading', rowsRead, bytesRead: batch.bytesRead, bytesTotal })
  }
  if (rows.length > 0) await write()
  await contacts.end()
  return rowsRead
}

const blockPage = (page: CopyPage, blocks: readonly Uint8Array[], ids: readonly number[], importId: number): CopyPage => {
  blocks.forEach((block, index) => {
    page
      .row()
      .bigint(ids[index] ?? 0)
      .bigint(importId)
      .bytea(block)
  })
  return page
}
