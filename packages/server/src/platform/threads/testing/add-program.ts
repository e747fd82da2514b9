/** A program for tests: adds what it is asked to add, keeps the sum, and fails or ends where it is told to. */
import { answerInThread } from '../threads.ts'

let sum = 0

answerInThread((order: number | 'fail' | 'end' | 'block'): number => {
  if (order === 'fail') throw new Error('told to fail')
  if (order === 'end') process.exit(3)
  if (order === 'block') {
    const until = Date.now() + 500
    while (Date.now() < until);
    return 0
  }
  sum += order
  return sum
})
