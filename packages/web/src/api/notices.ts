/** Calls of the API about notices. All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
export type Reminder = operations['sendReminder']['requestBody']['content']['application/json']
export type ReminderPreview = Schemas['ReminderPreview']
export type Notices = Schemas['Notices']
export type NoticeMessage = Schemas['MessagePage']['items'][number]
export type MessageState = Schemas['MessageState']
export type Audience = Schemas['Audience']

const of = (id: string) => ({ path: { id } })

export const previewReminder = (id: string, body: Reminder) =>
  bodyOf(api.POST('/api/elections/{id}/notices/preview', { params: of(id), body }))
export const sendReminder = (id: string, body: Reminder, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/notices', { params: of(id), body, headers: once(requestId) }))
export const readNotices = (id: string) => bodyOf(api.GET('/api/elections/{id}/notices', { params: of(id) }))
export const readNoticeMessages = (
  id: string,
  filter: { campaign?: string | undefined; state?: MessageState | undefined; office?: boolean | undefined },
  cursor?: string,
) =>
  bodyOf(
    api.GET('/api/elections/{id}/notices/messages', {
      params: {
        ...of(id),
        query: {
          office: filter.office ? 'true' : 'false',
          ...(filter.campaign ? { campaign: filter.campaign } : {}),
          ...(filter.state ? { state: filter.state } : {}),
          ...(cursor ? { cursor } : {}),
        },
      },
    }),
  )
export const retryNotices = (id: string, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/notices/retry', { params: of(id), body: {}, headers: once(requestId) }))
