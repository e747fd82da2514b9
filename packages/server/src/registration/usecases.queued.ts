/** Registering one person out of a device's queue, on the road of every registration at a station or a door. */
import type { RegisterQueued } from './usecases.sync.ts'

/** Until a single person can be registered here, everything waits on the device. */
export const registerQueued: RegisterQueued = async () => {
  throw new Error('nobody is registered one by one yet')
}
