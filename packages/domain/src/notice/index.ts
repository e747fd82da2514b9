/** Messages to people: their templates, and whom they may go to. They do not depend on an election. */
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
