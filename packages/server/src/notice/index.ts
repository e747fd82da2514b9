export {
  findNoticeMessages,
  findNotices,
  forgetRecipients,
  myContact,
  NOTICE_FAILURES,
  type NoticeFailure,
  type NoticeUseCases,
  noticeText,
  previewReminder,
  reachWith,
  registerNoticeRoutes,
  retryNotices,
  saveMyContact,
  sendReminder,
} from './campaigns/index.ts'
export {
  type Gateways,
  gatewaysFrom,
  mailbox,
  type NewMessage,
  type Outgoing,
  openCarrier,
  openOutbox,
  queueMessages,
} from './delivery/index.ts'
export { noticeModule } from './module.ts'
export { messageOfNotice, type NewNotice, queueNotice } from './templates/index.ts'
