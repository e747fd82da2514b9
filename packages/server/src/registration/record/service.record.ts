/** A person's record: what each module keeps of one person in an election. The sections are contributed (RECORD_SECTIONS). */
import type { TownshipGround, TownshipVote } from '@mingce/domain/election'
import { type FindingCode, getFinding } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { findElectionById, type RecordSection, type RecordSubject } from '../../election/index.ts'
import type { RecordFailure } from './errors.record.ts'
import type { PersonRecord } from './schema.record.ts'
import { findRecorded, findRecordedEvents, findRecordedFindings } from './store.record.ts'

export type FindSection = (ctx: Context, subject: RecordSubject) => Promise<RecordSection | null>

/** The record of the person of a registration in the actor's area. */
export const getRecord = async (
  ctx: Context,
  ref: { readonly countyCode: string; readonly registrationId: number },
  sections: readonly FindSection[],
): Promise<Result<PersonRecord, { readonly code: RecordFailure }>> => {
  const row = await findRecorded(ctx.database, ref.countyCode, ref.registrationId)
  const election = row && (await findElectionById(ctx.database, row.electionId))
  if (!row || !election || !(row.communityCode ?? election.areaCode).startsWith(ctx.actor.areaCode))
    return fail({ code: 'registration.unknown' })
  const { personKey, countyDistrict, townshipDistrict } = row
  const subject: RecordSubject = { ...ref, election, personKey, countyDistrict, townshipDistrict }
  const found = await Promise.all(sections.map(section => section(ctx, subject)))
  return ok({
    name: row.name,
    sections: found.flatMap(section =>
      section === null
        ? []
        : [
            {
              title: section.title,
              facts: [...section.facts],
              events: section.events.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
            },
          ],
    ),
  })
}

const CHANNELS: Readonly<Record<string, Text>> = {
  roster: { zh: '单位或社区报送的名单', en: 'Roster from a unit or community' },
  'previous-roll': { zh: '上届名册沿用', en: 'Carried over from the previous roll' },
  online: { zh: '网上登记', en: 'Online' },
  station: { zh: '选民登记站', en: 'Registration station' },
  door: { zh: '上门登记', en: 'Home visit' },
}
const STATUSES: Readonly<Record<string, Text>> = {
  registered: { zh: '已登记', en: 'Registered' },
  review: { zh: '待审核', en: 'To be reviewed' },
  pending: { zh: '待比对', en: 'Waiting for a register' },
  refused: { zh: '不予登记', en: 'Refused' },
  moved: { zh: '已转出', en: 'Moved' },
  removed: { zh: '已从选民名单中除名', en: 'Removed from the voter list' },
}
const DECISIONS: Readonly<Record<string, Text>> = {
  accepted: { zh: '核准登记', en: 'Approved' },
  refused: { zh: '不予登记', en: 'Refused' },
  undone: { zh: '撤回决定', en: 'Decision undone' },
  moved: { zh: '转出', en: 'Moved' },
  removed: { zh: '从选民名单中除名', en: 'Removed from the voter list' },
  updated: { zh: '更改', en: 'Changed' },
  confirmed: { zh: '第二名工作人员确认', en: 'Confirmed by a second officer' },
  returned: { zh: '转回', en: 'Returned' },
}
const VOTES: Readonly<Record<TownshipVote, Text>> = {
  yes: { zh: '选举乡镇代表', en: 'Elects the township’s deputies' },
  no: { zh: '不选举乡镇代表', en: 'Does not elect the township’s deputies' },
  undecided: { zh: '未确定', en: 'Undecided' },
}
const GROUNDS: Readonly<Record<TownshipGround, Text>> = {
  officer: { zh: '工作人员确定', en: 'decided by an officer' },
  unit: { zh: '按单位', en: 'by unit' },
  register: { zh: '按人口信息', en: 'by the population register' },
  stated: { zh: '按名册或本人', en: 'by the roster or the person' },
  community: { zh: '按社区', en: 'by community' },
  earlier: { zh: '乡镇内搬家保留', en: 'kept after a move within the township' },
  disputed: { zh: '来源说法不一', en: 'sources contradict each other' },
}

/** Whether the person elects the township's deputies, and by what. */
const voteText = (vote: TownshipVote, ground: TownshipGround, document: string | null): Text => {
  const of = ground === 'officer' && document !== null ? document : null
  return {
    zh: `${VOTES[vote].zh}（${GROUNDS[ground].zh}${of === null ? '' : `，${of}`}）`,
    en: `${VOTES[vote].en} (${GROUNDS[ground].en}${of === null ? '' : `, ${of}`})`,
  }
}

/** A word, or what is kept itself where there is none. */
const wordOf = (words: Readonly<Record<string, Text>>, kept: string): Text => words[kept] ?? { zh: kept, en: kept }
const same = (value: string): Text => ({ zh: value, en: value })

/** The registration itself: its particulars, what was found of it, what was decided. */
export const findRegistrationSection: FindSection = async (ctx, { countyCode, registrationId, personKey }) => {
  const row = await findRecorded(ctx.database, countyCode, registrationId)
  if (!row) return null
  const [findings, decisions] = await Promise.all([
    findRecordedFindings(ctx.database, personKey, countyCode, registrationId),
    findRecordedEvents(ctx.database, personKey, countyCode, registrationId),
  ])
  const events = [
    { at: row.createdAt, text: { zh: '收到登记', en: 'Registration received' }, by: row.fileName },
    ...findings.map(({ openedAt, code }) => {
      const { title } = getFinding(code as FindingCode)
      return { at: openedAt, text: { zh: `发现：${title.zh}`, en: `Found: ${title.en}` }, by: null }
    }),
    ...decisions.map(({ at, kind, reason, actor }) => {
      const word = wordOf(DECISIONS, kind)
      return { at, text: reason ? { zh: `${word.zh}：${reason}`, en: `${word.en}: ${reason}` } : word, by: actor }
    }),
  ]
  return {
    title: { zh: '选民登记', en: 'Registration' },
    facts: [
      { label: { zh: '状态', en: 'Status' }, value: wordOf(STATUSES, row.status) },
      {
        label: { zh: '社区（村）', en: 'Community' },
        value: row.community ? same(row.community) : { zh: '未填', en: 'Not stated' },
      },
      ...(row.unit ? [{ label: { zh: '单位', en: 'Unit' }, value: same(row.unit) }] : []),
      ...(row.townshipVote && row.townshipGround
        ? [
            {
              label: { zh: '乡级选举', en: 'Township election' },
              value: voteText(row.townshipVote, row.townshipGround, row.townshipDocument),
            },
          ]
        : []),
      { label: { zh: '登记方式', en: 'Registered by' }, value: wordOf(CHANNELS, row.channel) },
    ],
    events: events.sort((a, b) => a.at.getTime() - b.at.getTime()),
  }
}
