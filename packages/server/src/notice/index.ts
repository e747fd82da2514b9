/** Messages to people by SMS and e-mail. Knows no election: other modules supply the topics and the people (`AudienceSource`). */
export {
  type Addressee,
  type AudienceSource,
  type ContactPlace,
  findReminders,
  forgetRecipients,
  forgetVoterContacts,
  type NoticeUseCases,
  openNotices,
  type PeopleQuery,
  reachWith,
  registerNoticeRoutes,
} from './campaigns/index.ts'
export {
  findMessagesTo,
  type Gateways,
  gatewaysFrom,
  holdAfterRestore,
  mailbox,
  type NewMessage,
  type Outgoing,
  queueMessages,
} from './delivery/index.ts'
export { AUDIENCE, noticeModule } from './module.ts'
export { messageOfNotice, type NewNotice, queueNotice } from './templates/index.ts'
