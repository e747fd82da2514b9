export { registerNoticeRoutes } from './routes.ts'
export type { AudienceSource } from './service.audience.ts'
export { noticeText, reachWith } from './service.reach.ts'
export { findReminders, type NoticeUseCases, openNotices } from './service.ts'
export {
  type Addressee,
  type ContactPlace,
  forgetRecipients,
  forgetVoterContacts,
  type PeopleQuery,
  requeueEnded,
} from './store.ts'
