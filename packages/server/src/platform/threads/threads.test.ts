/** Threads: orders in their order, faults that reach the asker, a pool that outlives a thread, and an event loop that goes on. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { openThread, openThreadPool } from './threads.ts'

const PROGRAM = new URL('testing/add-program.ts', import.meta.url)
type Order = number | 'fail' | 'end' | 'block'

test('orders are answered one after the other, and a fault ends only its own order', async () => {
  const thread = openThread<Order, number>(PROGRAM)
  const answers = [thread.ask(1), thread.ask(2), thread.ask('fail'), thread.ask(3)]
  const ended = await Promise.allSettled(answers)
  expect(ended.map(one => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    1,
    3,
    'Error: told to fail',
    6,
  ])
  await expect(thread.ask('end')).rejects.toThrow('ended with 3')
  await expect(thread.ask(1)).rejects.toThrow('ended with 3')
  await thread.close()
})

test('a pool has so many threads, and goes on after one has ended', async () => {
  const pool = openThreadPool<Order, number>(PROGRAM, 2)
  const answers = await Promise.allSettled([
    pool.ask('end'),
    pool.ask(1),
    pool.ask(1),
    pool.ask('fail'),
    pool.ask(1),
    pool.ask(1),
  ])
  expect(answers.map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ])
})

test('the event loop goes on while a thread takes a processor', async () => {
  const pool = openThreadPool<Order, number>(PROGRAM, 1)
  await pool.ask(0)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await pool.ask('block')
  delay.disable()
  expect(delay.max / 1e6).toBeLessThan(400)
})
