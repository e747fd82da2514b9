/** `mingce nomination evaluate`, `mingce candidates order`, `mingce candidates primary`: the rules of nomination. They need no store. */
import {
  evaluateNomination,
  evaluatePrimary,
  type NominationOutput,
  type OrderOutput,
  orderCandidates,
  type PrimaryOutput,
} from '@mingce/domain/nomination'
import { ok, type Text } from '@mingce/domain/result'
import type { Command } from 'commander'
import { z } from 'zod'
import {
  addEvaluation,
  Count,
  Day,
  type Exit,
  GivenSettings,
  haveOwnIds,
  Id,
  Level,
  RuleSetName,
  Seats,
  Time,
} from './law-input.ts'
import { line, NOMINATION_WORDS, NOMINEE_WORDS, openLine, PRIMARY_WORDS, SIGNATURE_WORDS, STEP_WORDS } from './law-words.ts'

const Flag = z.boolean().optional()
const isInOrder = ({ from, until }: { readonly from: string; readonly until: string }): boolean =>
  until === 'life' || from <= until

const Nominee = z.strictObject({
  id: Id,
  birth: Day,
  voterOf: z.array(Id),
  consents: z.boolean().nullable(),
  citizen: Flag,
  deprived: z
    .strictObject({
      from: Day,
      until: z.union([Day, z.literal('life')]),
      sentence: z.strictObject({ from: Day, until: Day }).refine(isInOrder).optional(),
    })
    .refine(isInOrder)
    .optional(),
  suspended: Flag,
  foreignMoney: Flag,
  untrue: Flag,
  committeeMember: Flag,
  deputyElsewhere: Flag,
  left: z.enum(['withdrew', 'died']).optional(),
  otherDistricts: z.array(z.strictObject({ district: Id, at: Time })).optional(),
})

const Nomination = z.strictObject({
  id: Id,
  kind: z.enum(['joint', 'organisation']),
  nominee: Id,
  at: Time,
  by: z.array(z.strictObject({ id: Id, at: Time.nullable(), withdrawn: Time.optional() })),
})

const NominationFile = z
  .strictObject({
    rules: RuleSetName,
    level: Level,
    election: z.enum(['general', 'by-election']),
    area: Id,
    district: Id,
    day: Day,
    seats: Seats,
    closes: Time.optional(),
    now: Time.optional(),
    voters: z.array(z.strictObject({ id: Id, district: Id.nullable() })).refine(haveOwnIds),
    nominees: z.array(Nominee).refine(haveOwnIds),
    nominations: z.array(Nomination).refine(haveOwnIds),
    settings: GivenSettings,
  })
  .refine(
    ({ nominees, nominations }) => {
      const known = new Set(nominees.map(({ id }) => id))
      return nominations.every(({ nominee }) => known.has(nominee))
    },
    { path: ['nominations'] },
  )

const nominationWords = ({ nominees, nominations, signatures, ratio, next, open }: NominationOutput): Text[] => [
  ...nominees.map(({ id, code, article }) => line(`${id}  `, NOMINEE_WORDS[code], article)),
  ...nominations.map(({ id, code, counted }) => line(`${id}  ${counted}  `, NOMINATION_WORDS[code])),
  ...signatures.map(({ nomination, signer, code }) => line(`${nomination}/${signer}  `, SIGNATURE_WORDS[code])),
  {
    zh: `列入 ${ratio.count} 人，应为 ${ratio.min} 至 ${ratio.max ?? '不限'}`,
    en: `${ratio.count} listed, ${ratio.min} to ${ratio.max ?? 'any number'} required`,
  },
  ...next.map(({ code, about, article }) => line(about === null ? '→ ' : `→ ${about}  `, STEP_WORDS[code], article)),
  ...openLine(open),
]

const OrderFile = z.strictObject({
  rules: RuleSetName,
  people: z
    .array(z.strictObject({ id: Id, name: z.string().min(1), votes: Count.optional() }))
    .refine(haveOwnIds)
    .refine(people => new Set(people.map(({ votes }) => votes === undefined)).size < 2),
  settings: GivenSettings,
})

const orderWords = ({ order, article, open }: OrderOutput): Text[] => {
  const names = order.map((id, i) => `${i + 1}. ${id}`).join('  ')
  return [line(names, { zh: '', en: '' }, article), ...openLine(open)]
}

const PrimaryFile = z.strictObject({
  rules: RuleSetName,
  seats: Seats,
  voters: Count,
  tookPart: Count,
  wanted: Seats,
  people: z.array(z.strictObject({ id: Id, name: z.string().min(1), votes: Count })).refine(haveOwnIds),
  settings: GivenSettings,
})

const primaryWords = ({ code, formal, tie, places, article, open }: PrimaryOutput): Text[] => [
  line('', PRIMARY_WORDS[code], article),
  ...(formal.length > 0 ? [{ zh: `正式代表候选人：${formal.join('、')}`, en: `candidates: ${formal.join(', ')}` }] : []),
  ...(tie ? [{ zh: `其中 ${places} 名尚不能确定：${tie.join('、')}`, en: `${places} of these: ${tie.join(', ')}` }] : []),
  ...openLine(open),
]

export const addNominationCommands = (root: Command, exit: Exit): void => {
  const nomination = root.command('nomination').description('代表候选人的提名推荐（选举法第三十条至第三十二条） · nomination')
  addEvaluation(nomination, exit, {
    name: 'evaluate',
    description: '哪些推荐有效、哪些人列入名单、下一步 · which nominations are valid, who is listed, and what comes next',
    schema: NominationFile,
    evaluate: input => ok(evaluateNomination(input, input.settings)),
    words: nominationWords,
  })
  const candidates = root.command('candidates').description('正式代表候选人 · formal candidates')
  addEvaluation(candidates, exit, {
    name: 'order',
    description: '名单排列顺序 · the order of a list of candidates',
    schema: OrderFile,
    evaluate: input => ok(orderCandidates(input)),
    words: orderWords,
  })
  addEvaluation(candidates, exit, {
    name: 'primary',
    description: '预选结果 · the result of a primary',
    schema: PrimaryFile,
    evaluate: input => evaluatePrimary(input, input.settings),
    words: primaryWords,
  })
}
