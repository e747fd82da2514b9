/** What can be imported, and the ways registrations come. */
import type { ImportKind } from '../../api/index.ts'

export const KINDS: readonly ImportKind[] = ['registrations', 'population', 'disqualifications', 'previous-roll']
export const CHANNELS = ['roster', 'station', 'door', 'online'] as const
export type Channel = (typeof CHANNELS)[number]
export const isChannel = (channel: string): channel is Channel => CHANNELS.some(known => known === channel)
