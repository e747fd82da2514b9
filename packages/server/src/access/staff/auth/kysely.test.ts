/** The Kysely of better-auth runs on our connections and transactions. */
import { type Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { describeStores } from '../../../platform/testing/stores.ts'
import { openAuthKysely } from './store.kysely.ts'

interface AreaTable {
  area: { code: string; parent_code: string | null; name: string; level: number }
}

describeStores('Kysely of better-auth', open => {
  it('commits, counts and rolls back like our database', async () => {
    const database = await open()
    const kysely = openAuthKysely(database) as unknown as Kysely<AreaTable>
    const area = { code: '11', parent_code: null, name: '北京市', level: 1 }
    await kysely.transaction().execute(async trx => {
      const { numInsertedOrUpdatedRows } = await trx.insertInto('area').values(area).executeTakeFirstOrThrow()
      expect(numInsertedOrUpdatedRows).toBe(1n)
    })
    await expect(
      kysely.transaction().execute(async trx => {
        await trx.deleteFrom('area').execute()
        throw new Error('undo')
      }),
    ).rejects.toThrow('undo')
    await expect(
      kysely.transaction().execute(async trx => {
        await sql`SELECT 1/0`.execute(trx).catch(() => undefined)
      }),
    ).rejects.toThrow()
    expect(await kysely.selectFrom('area').select('code').where('level', '=', 1).execute()).toEqual([{ code: '11' }])
    const renamed = await kysely.updateTable('area').set({ name: '北京' }).returning('name').execute()
    expect(renamed).toEqual([{ name: '北京' }])
  })
})
