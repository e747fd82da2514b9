/** How often an address may bring messages: a signature costs some milliseconds to check, and nobody brings more than a few a minute. */
import type { Clock } from '../../platform/clock/index.ts'

const MINUTE_MS = 60_000
/** Addresses remembered at once; beyond that all are forgotten, which costs a minute's limit and no memory. */
const MOST_ADDRESSES = 10_000

/** Answers whether `address` may knock again, at most `perMinute` times in a minute. */
export const openFeedDoor = (clock: Clock, perMinute = 30): ((address: string) => boolean) => {
  let begun = 0
  const knocks = new Map<string, number>()
  return address => {
    const now = clock.now().getTime()
    if (now - begun >= MINUTE_MS || knocks.size >= MOST_ADDRESSES) {
      begun = now
      knocks.clear()
    }
    const count = (knocks.get(address) ?? 0) + 1
    knocks.set(address, count)
    return count <= perMinute
  }
}
