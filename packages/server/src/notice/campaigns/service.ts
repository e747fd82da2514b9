/**
 * Reminders of an office: to everyone in an area or a state of registration alike, with a preview of how many they are; and what became of
 * them. There is no other way to choose people, and there is to be none (fairness).
 */
import { randomUUID } from 'node:crypto'
import { aboutElection, findNoticeTemplate, type NoticeTemplate, renderNotice } from '@mingce/domain/notice'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise, visibleArea } from '../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../election/index.ts'
import { findArea } from '../../platform/areas/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { once } from '../../platform/database/index.ts'
import type { ListScope } from '../../registration/index.ts'
import { scopeOf } from '../../registration/index.ts'
import { type Gateways, inDaytime, openRecipient } from '../delivery/index.ts'
import type { NoticeFailure } from './errors.ts'
import type { Campaign, MessageFilter, MessagePage, Notices, Reminder, ReminderPreview } from './schema.ts'
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

/** Takes a reminder for nobody back whole: neither it nor its request id is kept. */
class Nobody extends Error {}

type Failure = { readonly code: NoticeFailure; readonly text?: Text; readonly next?: Text }
const PAGE = 20

const gatewayNames = (gateways: Gateways) => ({ sms: gateways.sms?.name ?? null, email: gateways.email?.name ?? null })

interface Ready {
  readonly election: Election
  readonly template: NoticeTemplate
  readonly scope: ListScope
  readonly parameters: Readonly<Record<string, string>>
}

/** What an office wants to send, looked at whole before anything is counted or queued. */
const readReminder = async (ctx: Context, electionId: string, reminder: Reminder): Promise<Result<Ready, Failure>> => {
  const found = await getElection(ctx, electionId, 'notify')
  if (!found.ok) return found
  const election = found.value
  const today = chinaDate(ctx.clock.now())
  if (election.state === 'closed' || today > election.pollingDay) return fail({ code: 'notice.over' })
  const template = findNoticeTemplate(reminder.template)
  if (!template?.audiences.includes(reminder.to.state)) return fail({ code: 'notice.unfit' })
  const scope = scopeOf(ctx, election)
  const area = reminder.to.area ?? scope.area
  if (!area.startsWith(scope.area) || !(await findArea(ctx.database, area))) return fail({ code: 'notice.area' })
  const allowed = authorise(ctx.actor, 'notify', area)
  if (!allowed.ok) return allowed
  const { until } = reminder
  if (template.parameters.includes('until') && (until === undefined || until < today || until > election.pollingDay))
    return fail({ code: 'notice.until' })
  const parameters = {
    ...aboutElection(election),
    pollingDay: election.pollingDay,
    where: reminder.where,
    ...(until === undefined ? {} : { until }),
  }
  return ok({ election, template, scope: { ...scope, area }, parameters })
}

/** How many a reminder would go to, how many of them can be reached, and what they would read. Changes nothing. */
export const previewReminder = async (
  ctx: Context,
  electionId: string,
  reminder: Reminder,
  gateways: Gateways,
): Promise<Result<ReminderPreview, Failure>> => {
  const ready = await readReminder(ctx, electionId, reminder)
  if (!ready.ok) return ready
  const { template, scope, parameters } = ready.value
  const groups = await findContactGroups(ctx.database, reminder.to.state, scope)
  return ok({
    people: groups.reduce((sum, group) => sum + group.people, 0),
    reachable: await countReachable(ctx.database, ctx.keys, groups),
    sample: { zh: renderNotice(template, parameters, 'zh'), en: renderNotice(template, parameters, 'en') },
    from: inDaytime(ctx.clock.now(), gateways),
    channels: gatewayNames(gateways),
  })
}

/** Queues a reminder for everyone of a state in an area; the same reminder reaches a person once a day, however often it is sent. */
export const sendReminder = async (
  ctx: Context,
  electionId: string,
  reminder: Reminder,
  gateways: Gateways,
): Promise<Result<{ id: string } & Queued, Failure>> => {
  const ready = await readReminder(ctx, electionId, reminder)
  if (!ready.ok) return ready
  const { election, template, scope, parameters } = ready.value
  const at = ctx.clock.now()
  const sending = ctx.database.transaction(tx =>
    once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action: `notices ${electionId}`, at }, async () => {
      const id = ctx.requestId ?? randomUUID()
      const queued = await queueCampaign(
        tx,
        {
          countyCode: homeCounty(election),
          id,
          electionId,
          template: template.id,
          parameters,
          audience: reminder.to.state,
          by: ctx.actor.name,
          at,
          from: inDaytime(at, gateways),
          day: chinaDate(at),
        },
        scope,
      )
      if (queued.people === 0) throw new Nobody()
      await recordAudit(tx, {
        countyCode: homeCounty(election),
        at,
        actor: ctx.actor.name,
        role: ctx.actor.role,
        action: 'notice.sent',
        subject: electionId,
        details: { template: template.id, area: scope.area, state: reminder.to.state, where: reminder.where, ...queued },
        requestId: ctx.requestId,
      })
      return { id, ...queued }
    }),
  )
  return sending.then(ok, error => {
    if (error instanceof Nobody) return fail({ code: 'notice.nobody' })
    throw error
  })
}

const titleOf = (id: string): Text => findNoticeTemplate(id)?.title ?? { zh: id, en: id }

/** What was sent in an election, as far as the actor's area goes, and what became of it. */
export const findNotices = async (ctx: Context, electionId: string, gateways: Gateways): Promise<Result<Notices, Failure>> => {
  const found = await getElection(ctx, electionId, 'notify')
  if (!found.ok) return found
  const area = visibleArea(ctx.actor, found.value.areaCode) ?? ''
  const counts = await countMessages(ctx.database, electionId, area)
  const errors: Record<string, number> = {}
  for (const { error, messages } of counts) if (error !== null) errors[error] = (errors[error] ?? 0) + messages
  const statesOf = (batch: string | null) => {
    const states: Notices['single'] = {}
    for (const row of counts) if (row.batch === batch) states[row.state] = (states[row.state] ?? 0) + row.messages
    return states
  }
  const campaigns = (await findCampaigns(ctx.database, electionId, area)).map(
    ({ audience, areaCode, areaName, ...row }) =>
      ({
        ...row,
        title: titleOf(row.template),
        state: audience,
        area: { code: areaCode, name: areaName },
        states: statesOf(row.id),
      }) as Campaign,
  )
  return ok({ channels: gatewayNames(gateways), campaigns, single: statesOf(null), errors })
}

/** Messages of an election in the actor's area, newest first, recipients covered. */
export const findNoticeMessages = async (
  ctx: Context,
  electionId: string,
  filter: MessageFilter,
): Promise<Result<MessagePage, Failure>> => {
  const found = await getElection(ctx, electionId, 'notify')
  if (!found.ok) return found
  const rows = await findMessages(
    ctx.database,
    electionId,
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
  return ok({
    items: page.map(({ parameters, language, recipient, ...row }) => ({
      ...row,
      template: row.template as MessagePage['items'][number]['template'],
      recipient: recipient ? maskRecipient(openRecipient(ctx.keys, recipient)) : null,
      ...noticeText({ template: row.template, parameters }, language ?? 'zh'),
    })),
    next: rows.length > PAGE ? String(page.at(-1)?.id ?? '') : null,
  })
}

/** Tries again what was given up or could not be reached, in the actor's area; contacts are looked up anew. */
export const retryNotices = async (
  ctx: Context,
  electionId: string,
  campaign: string | null,
  gateways: Gateways,
): Promise<Result<{ queued: number }, Failure>> => {
  const found = await getElection(ctx, electionId, 'notify')
  if (!found.ok) return found
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode)
  if (area === null) return fail({ code: 'notice.area' })
  if (election.state === 'closed') return fail({ code: 'notice.over' })
  const at = ctx.clock.now()
  return ok(
    await ctx.database.transaction(tx =>
      once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action: `notices retry ${electionId}`, at }, async () => {
        const queued = await requeueEnded(tx, electionId, area, campaign, inDaytime(at, gateways))
        await recordAudit(tx, {
          countyCode: homeCounty(election),
          at,
          actor: ctx.actor.name,
          role: ctx.actor.role,
          action: 'notice.retried',
          subject: electionId,
          details: { queued },
          requestId: ctx.requestId,
        })
        return { queued }
      }),
    ),
  )
}
