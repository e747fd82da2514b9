/** Notices to a person about a decision: queued in the transaction of the decision, sent after it has committed. */
import { findNoticeTemplate, type NoticeId, type NoticeParameters, renderNotice } from '@mingce/domain/notice'
import type { Sql } from '../../platform/database/index.ts'
import { type NewMessage, queueMessage } from '../delivery/index.ts'

export interface NewNotice<Id extends NoticeId> {
  readonly electionId: string
  readonly countyCode: string
  /** The person, where known; else the person of the registration. */
  readonly personKey?: string | undefined
  readonly registrationId: number | null
  readonly template: Id
  readonly parameters: NoticeParameters<Id>
  /** Unique in its county: a second notice with the same key is not sent. */
  readonly dedupeKey: string
  readonly at: Date
  /** The person's community, where known: offices see messages of their area. The county where not given. */
  readonly areaCode?: string | undefined
}

/** A notice as a message of the outbox, to queue many at once with `queueMessages`; `queueNotice` queues one. */
export const messageOfNotice = <Id extends NoticeId>(notice: NewNotice<Id>): NewMessage => {
  const template = findNoticeTemplate(notice.template)
  if (!template) throw new Error(`no notice ${notice.template}`)
  // Rendered once here, so that a missing parameter fails now and not hours later.
  renderNotice(template, notice.parameters, 'zh')
  renderNotice(template, notice.parameters, 'en')
  return {
    countyCode: notice.countyCode,
    topic: notice.electionId,
    areaCode: notice.areaCode ?? notice.countyCode,
    template: notice.template,
    parameters: notice.parameters,
    personKey: notice.personKey ?? null,
    reference: notice.registrationId,
    dedupeKey: notice.dedupeKey,
    at: notice.at,
    ...(template.kind === 'office' ? { channel: 'office' as const } : {}),
  }
}

/**
 * Queues a notice in the caller's transaction, by one insert. The contact is looked up when the notice is sent: the one that the voter gave,
 * else that of the registration, else that of the population register. A person without any contact is counted as unreachable.
 * A notice of kind `office` is not sent but shown to the office of `areaCode`.
 */
export const queueNotice = async <Id extends NoticeId>(tx: Sql, notice: NewNotice<Id>): Promise<void> => {
  await queueMessage(tx, messageOfNotice(notice))
}
