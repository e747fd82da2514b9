/** What a campaign needs from the module that knows its topic and the people: notices know neither elections nor registrations. */
import type { Audience } from '@mingce/domain/notice'
import type { Result } from '@mingce/domain/result'
import type { Context, Forbidden } from '../../access/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Addressee, ContactPlace, PeopleQuery } from './store.ts'

/** The subject of messages, such as an election. */
export interface Topic {
  readonly id: string
  /** The county in whose audit log campaigns are recorded. */
  readonly countyCode: string
  readonly areaCode: string
  /** Reminders are sent until this day. */
  readonly lastDay: string
  readonly isClosed: boolean
  /** Parameters of reminders that are the same for everyone. */
  readonly parameters: Readonly<Record<string, string>>
  /** The last day that a template must name, where it follows from what happened; null: that has not happened yet. */
  untilOf(templateId: string): string | null | undefined
  /** The people of an audience in an area of the topic. */
  selectPeople(audience: Audience, area: string): PeopleQuery
  /** How many they are by community, from counts that are kept. */
  countPeople(audience: Audience, area: string): Promise<readonly { readonly community: string; readonly people: number }[]>
  /** Those of some communities, looked up one by one. */
  selectWithin(audience: Audience, communities: readonly string[]): PeopleQuery
}

export type TopicFailure = Forbidden | { readonly code: 'election.unknown' }

/** Implemented by `registration`, and passed in where the server is composed. */
export interface AudienceSource {
  /** The topic, if the actor may send notices about it. */
  findTopic(ctx: Context, topicId: string): Promise<Result<Topic, TopicFailure>>
  /** In the order of `people`. */
  findContactPlaces(sql: Sql, people: readonly Addressee[]): Promise<readonly ContactPlace[]>
  findContactBlocks(sql: Sql, ids: readonly number[]): Promise<readonly { readonly id: number; readonly sealed: Uint8Array }[]>
  /** In the order of `people`; null where the name is not known. */
  findNames(sql: Sql, people: readonly Addressee[]): Promise<readonly (string | null)[]>
}
