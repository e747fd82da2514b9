/** `mingce ballot judge` and `mingce tally evaluate`: the rules of the count. They need no store. */
import { ok, type Text } from '@mingce/domain/result'
import { type BallotOutput, evaluateTally, judgeBallot, MARKS, type TallyOutput, VOTES } from '@mingce/domain/tally'
import type { Command } from 'commander'
import { z } from 'zod'
import { addEvaluation, Count, type Exit, GivenSettings, haveOwnIds, Id, Level, RuleSetName, Seats } from './law-input.ts'
import { JUDGEMENT_WORDS, line, NEXT_WORDS, openLine, TALLY_WORDS } from './law-words.ts'

const BallotFile = z.strictObject({ seats: Seats, marks: z.array(z.enum(MARKS)).min(1), settings: GivenSettings })

const ballotWords = ({ judgement, chosen, article }: BallotOutput): Text[] => [
  line(`${chosen}  `, JUDGEMENT_WORDS[judgement], article),
]

const TallyFile = z.strictObject({
  rules: RuleSetName,
  level: Level,
  vote: z.enum(VOTES),
  seats: Seats,
  registered: Count,
  issued: Count,
  collected: Count,
  void: Count,
  votes: z
    .array(z.strictObject({ id: Id, for: Count, kind: z.enum(['candidate', 'write-in']), eligible: z.boolean() }))
    .refine(haveOwnIds),
  settings: GivenSettings,
})

const nextWords = ({ kind, seats, names, tied }: NonNullable<TallyOutput['next']>): Text => {
  const words = NEXT_WORDS[kind]
  const who = { zh: names.length > 0 ? `：${names.join('、')}` : '', en: names.length > 0 ? `: ${names.join(', ')}` : '' }
  const equal =
    tied.length > 0 ? { zh: `；末位票数相等：${tied.join('、')}`, en: `; equal at the border: ${tied.join(', ')}` } : null
  return {
    zh: `→ ${words.zh}，${seats} 名${who.zh}${equal?.zh ?? ''}`,
    en: `→ ${words.en}, seats: ${seats}${who.en}${equal?.en ?? ''}`,
  }
}

const tallyWords = ({ code, elected, needed, next, article, open }: TallyOutput): Text[] => [
  line('', TALLY_WORDS[code], article),
  ...(elected.length > 0 ? [{ zh: `当选：${elected.join('、')}`, en: `elected: ${elected.join(', ')}` }] : []),
  ...(needed === null ? [] : [{ zh: `当选至少需 ${needed} 票`, en: `votes needed: ${needed}` }]),
  ...(next ? [nextWords(next)] : []),
  ...openLine(open),
]

export const addTallyCommands = (root: Command, exit: Exit): void => {
  const ballot = root.command('ballot').description('选票（选举法第四十一条、第四十四条） · ballots')
  addEvaluation(ballot, exit, {
    name: 'judge',
    description: '一张选票是否有效 · is a ballot valid?',
    schema: BallotFile,
    evaluate: input => ok(judgeBallot(input)),
    words: ballotWords,
  })
  const tally = root.command('tally').description('计票结果（选举法第四十四条、第四十五条） · the count')
  addEvaluation(tally, exit, {
    name: 'evaluate',
    description: '选举是否有效、谁当选、下一步 · is the vote valid, who is elected, and what comes next',
    schema: TallyFile,
    evaluate: input => evaluateTally(input, input.settings),
    words: tallyWords,
  })
}
