import { expect, it } from 'vitest'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { once, RequestIdTaken } from './requests.ts'

const key = {
  requestIds: ['0c9d3a52-0000-4000-8000-000000000001'],
  actor: 'clerk',
  action: 'visit.record',
  at: new Date('2026-11-01T00:00:00Z'),
}

describeStores('once', open => {
  it('returns the same result for a retry and changes nothing', async () => {
    const database = await open()
    let runs = 0
    const ask = () => database.transaction(tx => once(tx, key, async () => ({ runs: ++runs, names: ['张三'] })))
    expect(await ask()).toEqual({ runs: 1, names: ['张三'] })
    expect(await ask()).toEqual({ runs: 1, names: ['张三'] })
    expect(runs).toBe(1)
  })

  it('makes concurrent duplicates wait for the first', async () => {
    const database = await open()
    let runs = 0
    const ask = () =>
      database.transaction(tx =>
        once(tx, key, async () => {
          await readRows(tx, 'SELECT pg_sleep(0.05)')
          return ++runs
        }),
      )
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
  })

  it('runs again after a failure, and every time without an id', async () => {
    const database = await open()
    let runs = 0
    const ask = (requestIds: readonly string[], fails: boolean) =>
      database.transaction(tx =>
        once(tx, { ...key, requestIds }, async () => {
          runs++
          if (fails) throw new Error('broken')
          return runs
        }),
      )
    await expect(ask(key.requestIds, true)).rejects.toThrow('broken')
    expect(await ask(key.requestIds, false)).toBe(2)
    expect(await ask([], false)).toBe(3)
    expect(await ask([], false)).toBe(4)
  })

  it('refuses an id that was used by another user or for another action', async () => {
    const database = await open()
    await database.transaction(tx => once(tx, key, async () => 1))
    for (const other of [{ actor: 'other' }, { action: 'roll.publish' }]) {
      await expect(database.transaction(tx => once(tx, { ...key, ...other }, async () => 2))).rejects.toBeInstanceOf(
        RequestIdTaken,
      )
    }
  })

  it('returns the answer of any id that is known, and keeps it under the others', async () => {
    const database = await open()
    const [first, second, third] = [1, 2, 3].map(n => `0c9d3a52-0000-4000-8000-00000000000${n}`) as [string, string, string]
    let runs = 0
    const ask = (...requestIds: string[]) => database.transaction(tx => once(tx, { ...key, requestIds }, async () => ++runs))
    expect(await ask(first, second)).toBe(1)
    expect(await ask(second, third)).toBe(1)
    expect(await ask(third)).toBe(1)
    expect(runs).toBe(1)
  })
})
