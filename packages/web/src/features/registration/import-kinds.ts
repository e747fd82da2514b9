/** What can be imported, and the ways registrations come. */
import type { ImportKind } from '../../api/index.ts'

export const KINDS: readonly ImportKind[] = ['registrations', 'population', 'disqualifications', 'previous-roll']
/** Those a file may come by; the previous roll's registrations are carried over, not sent. */
export const CHANNELS = ['roster', 'station', 'door', 'online'] as const
export type Channel = (typeof CHANNELS)[number] | 'previous-roll'
export const isChannel = (channel: string): channel is Channel =>
  channel === 'previous-roll' || CHANNELS.some(known => known === channel)
