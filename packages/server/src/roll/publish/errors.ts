/** Expected failures of publishing, with their HTTP status and texts. */
import type { Text } from '@mingce/domain/result'
import { OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const ROLL_FAILURES = {
  ...ELECTION_FAILURES,
  ...OTHER_OFFICER_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'roll.late': {
    status: 409,
    text: {
      zh: '选民名单应在选举日的二十日以前公布（选举法第二十八条）',
      en: 'The voter list must be published at least twenty days before election day (Electoral Law, Art. 28)',
    },
    next: { zh: '写明逾期公布的原因后再公布', en: 'Enter the reason for the late publication, then publish' },
  },
  'roll.election-day-passed': {
    status: 409,
    text: { zh: '选举日已过，不能再公布选民名单', en: 'Election day has passed; the voter list can no longer be published' },
    next: { zh: '核对选举日', en: 'Check the election day' },
  },
  'roll.nothing-to-publish': {
    status: 409,
    text: { zh: '没有可公布的内容，未生成新版本', en: 'There is nothing to publish; no new version was created' },
    next: { zh: '登记或更正选民后再公布', en: 'Publish again after registrations or corrections' },
  },
  'roll.preview-unknown': {
    status: 404,
    text: {
      zh: '没有这份公布预览：编号不对，或已有人重新预览',
      en: 'There is no such preview: the number is wrong, or somebody has prepared a newer one',
    },
    next: { zh: '打开最新的预览核对，再确认公布', en: 'Open the newest preview, check it, then confirm it' },
  },
  'roll.preview-used': {
    status: 409,
    text: { zh: '这份预览已经公布过了', en: 'This preview was published already' },
    next: { zh: '要公布以后的变动，先重新预览', en: 'To publish what changed since, prepare a new preview' },
  },
  'roll.preview-outdated': {
    status: 409,
    text: {
      zh: '预览以后名单有变化，原来的核对不再有效，名单未公布',
      en: 'The list has changed since the preview, so it cannot be confirmed; nothing was published',
    },
    next: { zh: '重新预览，由另一人核对后再公布', en: 'Prepare a new preview, have another person check it, then publish' },
  },
  'roll.same-person': {
    status: 409,
    text: { zh: '预览和确认公布应由两个人进行', en: 'A list is previewed by one person and confirmed by another' },
    next: {
      zh: '请选举委员会的另一人核对预览并确认公布',
      en: 'Ask another officer of the committee to check the preview and confirm it',
    },
  },
  'roll.unprintable': {
    status: 409,
    text: {
      zh: '这台机器没有字体可以印出有的字，没有写入任何文件',
      en: 'No font of this machine can print some of the characters; nothing was written',
    },
    next: {
      zh: '公布预览列出缺哪些字、装哪种字体；也可以给这些字上传图片或留方框。办好后再公布',
      en: 'The preview lists the characters and the font to install; a picture or a box for these characters will do as well. Then publish again',
    },
  },
  'roll.directory-taken': {
    status: 409,
    text: { zh: '文件夹中已有别的内容，未写入任何文件', en: 'The directory contains other files; nothing was written' },
    next: { zh: '换一个空的或不存在的文件夹', en: 'Name a directory that is empty or does not exist' },
  },
  'roll.directory-unwritable': {
    status: 409,
    text: { zh: '文件夹不能写入，名单未公布', en: 'The directory cannot be written; the list was not published' },
    next: { zh: '换一个能写入的文件夹，或腾出磁盘空间', en: 'Name a directory that can be written, or free space on the disk' },
  },
  'roll.files-not-ready': {
    status: 409,
    text: { zh: '这一版的选民榜和数据文件还没有生成', en: 'The posters and data files of this version have not been made yet' },
    next: {
      zh: '在名单页打开“选民榜与数据文件”，等生成完再下载',
      en: 'Open “Posters and data files” of the list, and download them once they are made',
    },
  },
  'roll.files-not-written': {
    status: 503,
    text: { zh: '文件没有写成', en: 'The files could not be written' },
    next: { zh: '腾出磁盘空间，或换一个文件夹', en: 'Free space on the disk, or name another directory' },
  },
} as const satisfies FailureTable

export type RollFailure = keyof typeof ROLL_FAILURES
export const rollFailures = failuresOf<RollFailure>(ROLL_FAILURES)

/** What a use case of this module fails with. */
export interface RollRefusal {
  readonly code: RollFailure
  readonly article?: string
  readonly text?: Text | undefined
  readonly next?: Text | undefined
}
