/** Why an entry of the disqualification feed cannot be taken: the refusals of a file's row, and those of the feed alone. */
import { findPopulationRefusal, type PopulationRefusal, type RefusalText } from './refusals.ts'

type OwnRefusal = 'entry.json' | 'entry.more-than-needed' | 'entry.nothing-to-withdraw'
export type FeedRefusal = PopulationRefusal | OwnRefusal

export interface FeedRefusalText extends Omit<RefusalText, 'code'> {
  readonly code: FeedRefusal
}

const OWN: readonly FeedRefusalText[] = [
  {
    code: 'entry.json',
    article: 'RFC 8259',
    title: { zh: '这一行不是一个 JSON 对象', en: 'The line is not a JSON object' },
    next: {
      zh: '每行一个对象，按 docs/registers/disqualification-feed.md 更正后在下一份报文中重发',
      en: 'One object per line. Correct it as described in docs/registers/disqualification-feed.md and send it in the next message',
    },
  },
  {
    code: 'entry.more-than-needed',
    article: 'PIPL 6, 19',
    title: { zh: '含有登记不需要的内容，整行未接收', en: 'It contains more than is needed; the entry was not accepted' },
    next: { zh: '删去多余的字段后在下一份报文中重发', en: 'Remove the extra fields and send it in the next message' },
  },
  {
    code: 'entry.nothing-to-withdraw',
    article: 'CL 55–58, P83 §4',
    title: {
      zh: '要撤销的记录不存在，或不是本机关报送的',
      en: 'The entry to withdraw does not exist, or was not sent by this authority',
    },
    next: { zh: '核对号码、类别和文书号', en: 'Check the ID number, the ground and the document number' },
  },
]

const ORDER: readonly FeedRefusal[] = [
  'entry.json',
  'entry.more-than-needed',
  'identity.missing',
  'identity.format',
  'identity.area',
  'identity.foreign',
  'identity.checksum',
  'identity.date',
  'identity.precision-lost',
  'name.missing',
  'row.incomplete',
  'ground.court',
  'ground.authority',
  'ground.end',
  'ground.sentence',
  'entry.nothing-to-withdraw',
]

/** The codes found, in one order. */
export const refusedInOrder = (found: ReadonlySet<FeedRefusal>): FeedRefusal[] => ORDER.filter(code => found.has(code))

/** Texts of every refusal of the feed. */
export const FEED_REFUSALS: readonly FeedRefusalText[] = ORDER.flatMap(code => {
  const text = OWN.find(own => own.code === code) ?? findPopulationRefusal(code)
  return text ? [text] : []
})
