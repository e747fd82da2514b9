/** Telling a person what was done about them: a message queued in the same transaction, sent when that has committed. */
import { findNoticeTemplate, type NoticeId, type NoticeParameters, renderNotice } from '@mingce/domain/notice'
import type { Sql } from '../../platform/database/index.ts'
import { type NewMessage, queueMessage } from '../delivery/index.ts'

export interface NewNotice<Id extends NoticeId> {
  readonly electionId: string
  readonly countyCode: string
  /** Whom it is for, where it is known; else whoever the registration is of. */
  readonly personKey?: string | undefined
  readonly registrationId: number | null
  readonly template: Id
  readonly parameters: NoticeParameters<Id>
  /** Of this notice in its county: the same key again sends nothing. */
  readonly dedupeKey: string
  readonly at: Date
  /** Community of the person, where it is known: offices see messages of their area. The county when not given. */
  readonly areaCode?: string | undefined
}

/** A notice as a message of the outbox, for who queues many at once (`queueMessages`); `queueNotice` queues one. */
export const messageOfNotice = <Id extends NoticeId>(notice: NewNotice<Id>): NewMessage => {
  const template = findNoticeTemplate(notice.template)
  if (!template) throw new Error(`no notice ${notice.template}`)
  // Filled once here, so that a missing parameter fails where it was forgotten and not hours later.
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
 * Queues a notice in the caller's transaction, by one insert. How the person is reached is looked up when it is sent: the contact the voter
 * gave, else the one that came with the registration, else the population register's. Someone without any is counted, not written to.
 * A notice of kind `office` is not sent but shown to the office of `areaCode`.
 */
export const queueNotice = async <Id extends NoticeId>(tx: Sql, notice: NewNotice<Id>): Promise<void> => {
  await queueMessage(tx, messageOfNotice(notice))
}
