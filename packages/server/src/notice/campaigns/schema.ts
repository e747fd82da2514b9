/** Requests and responses about notices: reminders with their preview, the states of messages, and how a voter wants to be reached. */
import { AUDIENCES, NOTICE_TEMPLATES } from '@mingce/domain/notice'
import { z } from 'zod'
import { AreaCode, AreaSchema, Cursor, GivenDay, Instant, Next, TextSchema } from '../../platform/http/index.ts'

/** Messages are about an election today. */
export const TopicId = z.object({ id: z.string().min(1).max(60) })

const Count = z.number().int().nonnegative()

const NoticeTemplateId = z.enum(NOTICE_TEMPLATES.map(({ id }) => id)).meta({ id: 'NoticeTemplateId' })
const ReminderId = z
  .enum(NOTICE_TEMPLATES.filter(({ kind }) => kind === 'reminder').map(({ id }) => id))
  .meta({ id: 'ReminderId' })
const AudienceSchema = z.enum(AUDIENCES).meta({ id: 'Audience' })

/** A place or hours in the office's own words: no link, and nothing as long as an appeal. */
const Where = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .refine(words => !/:\/\/|www\.|\d{15}/i.test(words.normalize('NFKC')), {
    params: {
      text: { zh: '只写地点和时间，不要放链接或号码', en: 'Enter only a place and hours: no links and no ID or phone numbers' },
    },
  })

export const Reminder = z
  .object({
    template: ReminderId,
    where: Where.meta({ description: 'Where and when to come, such as a station and its hours.' }),
    until: GivenDay.optional().meta({ description: 'The last day, for a template that names one.' }),
    to: z.object({
      area: AreaCode.optional().meta({ description: 'Everyone in this area; the own one where not given.' }),
      state: AudienceSchema,
    }),
  })
  .meta({ id: 'Reminder' })
export type Reminder = z.infer<typeof Reminder>

const Sample = z.object({ subject: z.string(), body: z.string() })

export const ReminderPreview = z
  .object({
    people: Count.meta({ description: 'Everyone of that state in that area, and nobody is left out.' }),
    estimated: z
      .boolean()
      .meta({ description: '`reachable` and `declined` are estimated from some communities; `people` is counted.' }),
    reachable: Count.meta({ description: 'Of them, with a phone or an e-mail address.' }),
    declined: Count.meta({
      description: 'Of the rest, those who deleted their contact: they cannot be written to, and nothing is sent.',
    }),
    otherRoad: z
      .object({ required: z.boolean(), text: TextSchema })
      .nullable()
      .meta({ description: 'How those are told who cannot be written to; required: by law (EL 28, 29).' }),
    sample: z.object({ zh: Sample, en: Sample }),
    from: Instant.meta({ description: 'When the first is sent: at once, or in the morning.' }),
    channels: z.object({ sms: z.string().nullable(), email: z.string().nullable() }),
  })
  .meta({ id: 'ReminderPreview' })
export type ReminderPreview = z.infer<typeof ReminderPreview>

const MessageStateSchema = z.enum(['queued', 'sending', 'sent', 'failed', 'given-up', 'unreachable']).meta({ id: 'MessageState' })

const States = z.partialRecord(MessageStateSchema, Count)

export const Campaign = z
  .object({
    id: z.string(),
    template: NoticeTemplateId,
    title: TextSchema,
    area: AreaSchema,
    state: AudienceSchema,
    people: Count,
    queued: Count,
    repeated: Count.meta({ description: 'They had the same reminder that day already, and get no second one.' }),
    by: z.string(),
    at: Instant,
    states: States,
  })
  .meta({ id: 'NoticeCampaign' })
export type Campaign = z.infer<typeof Campaign>

export const Notices = z
  .object({
    channels: z.object({ sms: z.string().nullable(), email: z.string().nullable() }).meta({
      description: 'Which gateway each goes through: smtp, http, mailbox (only shown); null: none, messages wait.',
    }),
    campaigns: z.array(Campaign),
    single: States.meta({ description: 'Notices to single people, by state.' }),
    errors: z.record(z.string(), Count).meta({ description: 'Why messages are late or given up.' }),
  })
  .meta({ id: 'Notices' })
export type Notices = z.infer<typeof Notices>

export const MessageFilter = z.object({
  campaign: z.uuid().optional(),
  state: MessageStateSchema.optional(),
  office: z.enum(['true', 'false']).default('false').meta({ description: 'true: what other offices told this one.' }),
  cursor: Cursor.optional(),
})
export type MessageFilter = z.infer<typeof MessageFilter>

export const MessagePage = z
  .object({
    items: z.array(
      z.object({
        countyCode: z.string(),
        id: z.number().int(),
        template: NoticeTemplateId,
        name: z.string().nullable(),
        channel: z.enum(['sms', 'email', 'office']).nullable(),
        recipient: z.string().nullable().meta({ description: 'Most of it covered.' }),
        state: MessageStateSchema,
        otherRoad: TextSchema.nullable().meta({
          description: 'Of someone who cannot be written to: how the person is told instead.',
        }),
        attempts: Count,
        error: z.string().nullable(),
        subject: z.string(),
        body: z.string(),
        createdAt: Instant,
        nextAt: Instant.nullable(),
        doneAt: Instant.nullable(),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'MessagePage' })
export type MessagePage = z.infer<typeof MessagePage>

export const RetryBody = z.object({ campaign: z.uuid().optional() })

/** A mobile number of the mainland, or one with its country's code. */
const Phone = z
  .string()
  .trim()
  .transform(text => text.normalize('NFKC').replace(/[\s-]/g, ''))
  .refine(text => /^(?:1[3-9]\d{9}|\+\d{8,15})$/.test(text), {
    params: { text: { zh: '请填11位手机号', en: 'Enter an 11-digit mobile phone number, or one with its country code' } },
  })

export const VoterContactBody = z.object({
  phone: Phone.nullable(),
  email: z.email().max(200).nullable(),
  language: z.enum(['zh', 'en']),
})
export type VoterContactBody = z.infer<typeof VoterContactBody>

export const VoterContact = z
  .object({
    phone: z.string().nullable(),
    email: z.string().nullable(),
    language: z.enum(['zh', 'en']),
    declined: z.boolean().meta({ description: 'The contact was deleted: nothing is sent, by no other contact either.' }),
  })
  .meta({ id: 'VoterContact', description: 'Most of phone and e-mail covered.' })
export type VoterContact = z.infer<typeof VoterContact>
