/**
 * Reminders of an office to everyone in an area with the same state of registration, with a preview of how many people that is; and what
 * became of them. People can be chosen in no other way (fairness).
 */
import { randomUUID } from 'node:crypto'
import { findNoticeTemplate, type NoticeTemplate, renderNotice } from '@mingce/domain/notice'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise, visibleArea } from '../../access/index.ts'
import { findArea } from '../../platform/areas/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { write } from '../../platform/write/index.ts'
import { type Gateways, inDaytime, openRecipient } from '../delivery/index.ts'
import type { NoticeFailure } from './errors.ts'
import type {
  Campaign,
  MessageFilter,
  MessagePage,
  Notices,
  Reminder,
  ReminderPreview,
  VoterContact,
  VoterContactBody,
} from './schema.ts'
import type { AudienceSource, Topic } from './service.audience.ts'
import { myContact, saveMyContact } from './service.contact.ts'
import { countReachable, maskRecipient, noticeText } from './service.reach.ts'
import {
  countMessages,
  findCampaigns,
  findContactGroups,
  findMessages,
  type Queued,
  queueCampaign,
  requeueEnded,
} from './store.ts'

export interface NoticeOptions {
  readonly audience: AudienceSource
  readonly gateways: Gateways
}

type Failure = { readonly code: NoticeFailure; readonly text?: Text; readonly next?: Text }
type Answer<T> = Promise<Result<T, Failure>>
export interface NoticeUseCases {
  previewReminder(ctx: Context, topicId: string, reminder: Reminder): Answer<ReminderPreview>
  sendReminder(ctx: Context, topicId: string, reminder: Reminder): Answer<{ id: string } & Queued>
  findNotices(ctx: Context, topicId: string): Answer<Notices>
  findNoticeMessages(ctx: Context, topicId: string, filter: MessageFilter): Answer<MessagePage>
  retryNotices(ctx: Context, topicId: string, campaign: string | null): Answer<{ readonly queued: number }>
  myContact(ctx: VoterContext): Promise<VoterContact>
  saveMyContact(ctx: VoterContext, input: VoterContactBody): Promise<VoterContact>
}

const PAGE = 20

const gatewayNames = (gateways: Gateways) => ({ sms: gateways.sms?.name ?? null, email: gateways.email?.name ?? null })

interface CheckedReminder {
  readonly topic: Topic
  readonly template: NoticeTemplate
  readonly area: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Checks a reminder completely before anything is counted or queued. */
const checkReminder = async (
  { audience }: NoticeOptions,
  ctx: Context,
  topicId: string,
  reminder: Reminder,
): Answer<CheckedReminder> => {
  const found = await audience.findTopic(ctx, topicId)
  if (!found.ok) return found
  const topic = found.value
  const today = chinaDate(ctx.clock.now())
  if (topic.isClosed || today > topic.lastDay) return fail({ code: 'notice.over' })
  const template = findNoticeTemplate(reminder.template)
  if (!template?.audiences.includes(reminder.to.state)) return fail({ code: 'notice.unfit' })
  const ownArea = visibleArea(ctx.actor, topic.areaCode) ?? topic.areaCode
  const area = reminder.to.area ?? ownArea
  if (!area.startsWith(ownArea) || !(await findArea(ctx.database, area))) return fail({ code: 'notice.area' })
  const allowed = authorise(ctx.actor, 'notify', area)
  if (!allowed.ok) return allowed
  const { where } = reminder
  const fixed = topic.untilOf(template.id)
  if (fixed === null) return fail({ code: 'notice.not-yet' })
  const until = fixed ?? reminder.until
  if (template.parameters.includes('until') && (until === undefined || until < today || until > topic.lastDay))
    return fail({ code: 'notice.until' })
  return ok({ topic, template, area, parameters: { ...topic.parameters, where, ...(until === undefined ? {} : { until }) } })
}

/** Whose contacts a preview looks at: opening those of millions takes seconds, and their share says as much. */
const SAMPLE = 5_000

/** Communities of about `SAMPLE` people, evenly from among all; all of them where there are no more people. */
const sampleOf = (
  communities: readonly { readonly community: string; readonly people: number }[],
  people: number,
  topicArea: string,
): string[] => {
  if (people <= 2 * SAMPLE) return communities.map(({ community }) => community)
  const typical = people / communities.length
  const step = Math.max(1, Math.floor(communities.length / Math.max(1, Math.round(SAMPLE / typical))))
  return communities.flatMap(({ community }, at) => (at % step === step >> 1 && community !== topicArea ? [community] : []))
}

/** How many people a reminder would go to, how many of them can be reached, and what they would read. Changes nothing. */
const previewReminder = async (
  options: NoticeOptions,
  ctx: Context,
  topicId: string,
  reminder: Reminder,
): Answer<ReminderPreview> => {
  const checked = await checkReminder(options, ctx, topicId, reminder)
  if (!checked.ok) return checked
  const { topic, template, area, parameters } = checked.value
  const communities = await topic.countPeople(reminder.to.state, area)
  const people = communities.reduce((sum, one) => sum + one.people, 0)
  const chosen = sampleOf(communities, people, topic.areaCode)
  const estimated = chosen.length < communities.length
  // People without a community are counted under the area of the topic.
  const isWhole = chosen.includes(topic.areaCode)
  const groups = await findContactGroups(
    ctx.database,
    isWhole ? topic.selectPeople(reminder.to.state, area) : topic.selectWithin(reminder.to.state, chosen),
  )
  const asked = groups.reduce((sum, group) => sum + group.people, 0)
  const ofAll = (some: number) => (estimated ? Math.round((some * people) / Math.max(1, asked)) : some)
  const declined = ofAll(groups.reduce((sum, group) => sum + (group.declined ? group.people : 0), 0))
  return ok({
    people,
    estimated,
    declined,
    otherRoad: template.otherRoad,
    reachable: Math.min(people - declined, ofAll(await countReachable(ctx.database, ctx.keys, options.audience, groups))),
    sample: { zh: renderNotice(template, parameters, 'zh'), en: renderNotice(template, parameters, 'en') },
    from: inDaytime(ctx.clock.now(), options.gateways),
    channels: gatewayNames(options.gateways),
  })
}

/** Queues a reminder for everyone of an audience in an area. The same reminder goes to a person once a day, however often it is sent. */
const sendReminder = async (
  options: NoticeOptions,
  ctx: Context,
  topicId: string,
  reminder: Reminder,
): Answer<{ id: string } & Queued> => {
  const checked = await checkReminder(options, ctx, topicId, reminder)
  if (!checked.ok) return checked
  const { topic, template, area, parameters } = checked.value
  const { state } = reminder.to
  return write<{ id: string } & Queued, Failure>(ctx, { action: `notices ${topicId}` }, async (tx, at) => {
    const campaign = {
      countyCode: topic.countyCode,
      id: ctx.requestId ?? randomUUID(),
      topic: topicId,
      template: template.id,
      parameters,
      audience: state,
      area,
      by: ctx.actor.name,
      at,
      from: inDaytime(at, options.gateways),
      day: chinaDate(at),
    }
    const queued = await queueCampaign(tx, campaign, topic.selectPeople(state, area))
    if (queued.people === 0) return fail({ code: 'notice.nobody' })
    return ok({
      answer: { id: campaign.id, ...queued },
      audit: {
        countyCode: topic.countyCode,
        action: 'notice.sent',
        subject: topicId,
        details: { template: template.id, area, state, where: reminder.where, ...queued },
      },
    })
  })
}

const titleOf = (id: string): Text => findNoticeTemplate(id)?.title ?? { zh: id, en: id }

type Counts = Awaited<ReturnType<typeof countMessages>>

const statesIn = (counts: Counts, batch: string | null): Notices['single'] => {
  const states: Notices['single'] = {}
  for (const row of counts) if (row.batch === batch) states[row.state] = (states[row.state] ?? 0) + row.messages
  return states
}

const campaignsIn = async (sql: Sql, topicId: string, area: string, counts: Counts): Promise<Campaign[]> =>
  (await findCampaigns(sql, topicId, area)).map(
    ({ audience, areaCode, areaName, ...row }) =>
      ({
        ...row,
        title: titleOf(row.template),
        state: audience,
        area: { code: areaCode, name: areaName },
        states: statesIn(counts, row.id),
      }) as Campaign,
  )

/** Reminders of a topic in an area, the latest first, with the states of their messages. */
export const findReminders = async (sql: Sql, topicId: string, area: string): Promise<Campaign[]> =>
  campaignsIn(sql, topicId, area, await countMessages(sql, topicId, area))

/** Campaigns of a topic in the actor's area, and the states of their messages. */
const findNotices = async ({ audience: source, gateways }: NoticeOptions, ctx: Context, topicId: string): Answer<Notices> => {
  const found = await source.findTopic(ctx, topicId)
  if (!found.ok) return found
  const area = visibleArea(ctx.actor, found.value.areaCode) ?? ''
  const counts = await countMessages(ctx.database, topicId, area)
  const errors: Record<string, number> = {}
  for (const { error, messages } of counts) if (error !== null) errors[error] = (errors[error] ?? 0) + messages
  const campaigns = await campaignsIn(ctx.database, topicId, area, counts)
  return ok({ channels: gatewayNames(gateways), campaigns, single: statesIn(counts, null), errors })
}

/** Messages of a topic in the actor's area, the newest first, with masked recipients. */
const findNoticeMessages = async (
  { audience }: NoticeOptions,
  ctx: Context,
  topicId: string,
  filter: MessageFilter,
): Answer<MessagePage> => {
  const found = await audience.findTopic(ctx, topicId)
  if (!found.ok) return found
  const rows = await findMessages(
    ctx.database,
    topicId,
    visibleArea(ctx.actor, found.value.areaCode) ?? '',
    {
      campaign: filter.campaign ?? null,
      state: filter.state ?? null,
      office: filter.office === 'true',
      before: Number(filter.cursor) || Number.MAX_SAFE_INTEGER,
    },
    PAGE + 1,
  )
  const page = rows.slice(0, PAGE)
  const names = await audience.findNames(ctx.database, page)
  return ok({
    items: page.map(({ parameters, language, recipient, topic, personKey, reference, ...row }, at) => ({
      ...row,
      template: row.template as MessagePage['items'][number]['template'],
      name: names[at] ?? null,
      otherRoad: row.state === 'unreachable' ? (findNoticeTemplate(row.template)?.otherRoad?.text ?? null) : null,
      recipient: recipient ? maskRecipient(openRecipient(ctx.keys, recipient)) : null,
      ...noticeText({ template: row.template, parameters }, language ?? 'zh'),
    })),
    next: rows.length > PAGE ? String(page.at(-1)?.id ?? '') : null,
  })
}

/** Queues again, in the actor's area, what was given up or could not be reached. Contacts are looked up anew. */
const retryNotices = async (
  { audience, gateways }: NoticeOptions,
  ctx: Context,
  topicId: string,
  campaign: string | null,
): Answer<{ queued: number }> => {
  const found = await audience.findTopic(ctx, topicId)
  if (!found.ok) return found
  const topic = found.value
  const area = visibleArea(ctx.actor, topic.areaCode)
  if (area === null) return fail({ code: 'notice.area' })
  if (topic.isClosed) return fail({ code: 'notice.over' })
  return write<{ queued: number }, Failure>(ctx, { action: `notices retry ${topicId}` }, async (tx, at) => {
    const queued = await requeueEnded(tx, topicId, area, campaign, inDaytime(at, gateways))
    return ok({
      answer: { queued },
      audit: { countyCode: topic.countyCode, action: 'notice.retried', subject: topicId, details: { queued } },
    })
  })
}

/** The use cases of notices, over the module that knows the people and the gateways that send. */
export const openNotices = (options: NoticeOptions): NoticeUseCases => ({
  previewReminder: (ctx, topicId, reminder) => previewReminder(options, ctx, topicId, reminder),
  sendReminder: (ctx, topicId, reminder) => sendReminder(options, ctx, topicId, reminder),
  findNotices: (ctx, topicId) => findNotices(options, ctx, topicId),
  findNoticeMessages: (ctx, topicId, filter) => findNoticeMessages(options, ctx, topicId, filter),
  retryNotices: (ctx, topicId, campaign) => retryNotices(options, ctx, topicId, campaign),
  myContact,
  saveMyContact,
})
