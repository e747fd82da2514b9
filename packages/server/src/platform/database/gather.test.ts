import { expect, it } from 'vitest'
import { gather } from './gather.ts'

it('combines simultaneous calls in one batch, and returns each its own result', async () => {
  const asked: number[][] = []
  const double = gather(async (numbers: readonly number[]) => {
    asked.push([...numbers])
    return numbers.map(n => n * 2)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(await double(4)).toBe(8)
  expect(asked).toEqual([[1, 2, 3], [4]])
  expect((await Promise.all(Array.from({ length: 450 }, (_, n) => double(n)))).at(-1)).toBe(898)
  expect(asked.slice(2).map(numbers => numbers.length)).toEqual([200, 200, 50])
})

it('rejects all calls of a failed batch, but not later ones', async () => {
  let fails = true
  const ask = gather(async (numbers: readonly number[]) => {
    if (fails) throw new Error('no')
    return numbers
  })
  await expect(Promise.allSettled([ask(1), ask(2)])).resolves.toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
  fails = false
  expect(await ask(3)).toBe(3)
})
