/** Messages to people: their templates, and whom they may go to. They do not depend on an election. */
export { listWords, objectionWords } from './days.ts'
export {
  AUDIENCES,
  type Audience,
  aboutElection,
  findNoticeTemplate,
  NOTICE_TEMPLATES,
  type NoticeId,
  type NoticeParameters,
  type NoticeTemplate,
  renderNotice,
  withoutNumbers,
} from './templates.ts'
