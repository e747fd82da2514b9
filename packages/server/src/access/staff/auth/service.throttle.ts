/**
 * Slows down guessing without letting a stranger keep somebody out. Wrong passwords are counted by name and place (the client's network): from
 * there further attempts at the name are refused, for longer each time. Attempts at a name or from a place with many wrong ones wait for a
 * moment and are then checked. A browser in which the account signed in before has a count of its own, which nobody else can raise.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { networkOf } from '../../../platform/http/index.ts'
import { isKnownTo, knownDeviceOf } from './service.known-device.ts'
import { countAttempt, countOf, delayAfter, forgetFailures, type Throttle } from './store.lockout.ts'
import { findPasswordHash } from './store.proofs.ts'

/** Refusals by name and place: half a minute after the fifth wrong password, then doubled, at most a quarter of an hour. */
const BY_NAME_AND_PLACE: Throttle = { free: 5, firstMs: 30_000, longestMs: 900_000 }
/** Waits: an attempt is checked after at most three seconds, whoever else guesses. */
const BY_NAME: Throttle = { free: 10, firstMs: 100, longestMs: 3000 }
const BY_PLACE: Throttle = { free: 30, firstMs: 100, longestMs: 3000 }

export interface ThrottleServices {
  readonly database: Database
  readonly keys: Keyring
  readonly clock: Clock
  /** Replaced in tests. */
  readonly wait?: ((ms: number) => Promise<unknown>) | undefined
}

/** An attempt that may be checked. */
export interface Attempt {
  /** Forgets the count: the password was right. */
  succeed(): Promise<void>
  /** Counts towards the waits; true if attempts are refused from now on. `isFirst`: they were not before. */
  fail(): Promise<{ readonly isLocked: boolean; readonly isFirst: boolean }>
}

export type BegunAttempt = Attempt | { readonly refusedFor: number }

/** Keys of limits on requests: known devices apart from the place, so that a stranger in the same network cannot use up their share. */
export const rateKeyOf = (keys: Keyring, clock: Clock, request: FastifyRequest): string => {
  const device = knownDeviceOf(keys, request, clock.now())
  return device ? `device/${device.id}` : networkOf(request.ip)
}

export const openThrottle = ({ database, keys, clock, wait = sleep }: ThrottleServices) => ({
  /** `userId`: the account of the name; undefined if there is none. */
  async begin(request: FastifyRequest, username: string, userId: string | undefined): Promise<BegunAttempt> {
    const name = username.toLowerCase()
    const place = networkOf(request.ip)
    const device = knownDeviceOf(keys, request, clock.now())
    const isKnown = device !== undefined && userId !== undefined && isKnownTo(device, userId)
    // A new password begins a new count, so that an office can help whoever cannot wait.
    const password = userId === undefined ? '' : await findPasswordHash(database, userId)
    const from = isKnown ? `device/${device.id}` : `place/${place}`
    const [strict = '', byName = '', byPlace = ''] = keys.digests([
      `sign-in/${from}/${name}/${password}`,
      `sign-in/name/${name}`,
      `sign-in/place/${place}`,
    ])
    const counted = await database.transaction(tx => countAttempt(tx, strict, clock.now(), BY_NAME_AND_PLACE))
    if ('until' in counted)
      return { refusedFor: Math.max(1, Math.ceil((counted.until.getTime() - clock.now().getTime()) / 1000)) }
    if (!isKnown) {
      const pause = Math.max(
        delayAfter(BY_NAME, await countOf(database, byName, clock.now())),
        delayAfter(BY_PLACE, await countOf(database, byPlace, clock.now())),
      )
      if (pause > 0) await wait(pause)
    }
    return {
      succeed: () => forgetFailures(database, strict),
      async fail() {
        await database.transaction(async tx => {
          if (!isKnown) for (const digest of [byName, byPlace].sort()) await countAttempt(tx, digest, clock.now())
        })
        return { isLocked: counted.failures >= BY_NAME_AND_PLACE.free, isFirst: counted.failures === BY_NAME_AND_PLACE.free }
      },
    }
  },
})

export type SignInThrottle = ReturnType<typeof openThrottle>
