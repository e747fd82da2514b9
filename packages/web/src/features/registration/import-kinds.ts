/** What can be imported, and the ways registrations come. */
import type { ImportKind } from '../../api/index.ts'

export const KINDS: readonly ImportKind[] = ['registrations', 'population', 'disqualifications', 'previous-roll']
/** Channels of an imported file. Registrations of the previous roll have their own. */
export const CHANNELS = ['roster', 'station', 'door', 'online'] as const
export type Channel = (typeof CHANNELS)[number] | 'previous-roll'
export const isChannel = (channel: string): channel is Channel =>
  channel === 'previous-roll' || CHANNELS.some(known => known === channel)
