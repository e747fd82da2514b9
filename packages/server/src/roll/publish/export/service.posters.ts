/** The words of a voter list's posters (EL 28, 29), and their sections. */
import type { RollDistrict } from '@mingce/domain/roll'
import { type PeriodEnd, spellArticles } from '@mingce/domain/standards'
import { chineseDate, codePointName, type Poster, type PosterGlyph, type PosterSection } from '../../../documents/index.ts'
import type { ProvenStatement } from '../../../platform/log/index.ts'
import type { GlyphChoice } from '../../glyph/index.ts'
import type { SignatoryOf, VotingPlace } from '../../place/index.ts'
import { CHANGE, SEX } from '../../verify/index.ts'
import type { EntryRow, VersionRow } from '../store.ts'

/** What posters say besides the list. */
export interface PosterWords extends PosterDays {
  readonly signatoryOf: SignatoryOf
  readonly places: readonly VotingPlace[]
  readonly lastDay: string | null
  readonly glyphs: readonly GlyphChoice[]
  readonly training?: boolean
  /** The proof that the publication is in the audit log, and its short code. */
  readonly inLog?: ProvenStatement | undefined
}

const LAW = '《中华人民共和国全国人民代表大会和地方各级人民代表大会选举法》'

/** The days that a poster says, and the article that sets the day of publishing. */
export interface PosterDays {
  /** Last day for objections to what this version has. */
  readonly objections: PeriodEnd
  readonly suitUntil: string
  readonly article: string
}

const notice = (kind: VersionRow['kind'], { objections, suitUntil, article }: PosterDays): string[] => {
  const { date, movedFrom } = objections
  const until = `至${chineseDate(date)}${movedFrom === null ? '' : `，第五日${chineseDate(movedFrom)}为休息日，顺延`}`
  // A by-election's day is set by the rules of the province (BJ 61, ZJ 59).
  const local = article === 'EL 28' ? '' : `和${spellArticles(article).zh}`
  return [
    kind === 'list'
      ? `依照${LAW}第二十八条${local}的规定，现将本选区选民名单公布如下。`
      : `依照${LAW}第二十七条、第二十九条的规定，现对已公布的本选区选民名单补充、更正如下。以下申诉期限只适用于本次补充、更正的人员。`,
    `对公布的选民名单有不同意见的，可以在名单公布之日起五日内（${until}）向选举委员会提出申诉。选举委员会对申诉意见，应在三日内作出处理决定。申诉人不服的，可以在选举日的五日以前（至${chineseDate(suitUntil)}）向人民法院起诉。（选举法第二十九条）`,
  ]
}

const hours = ({ opens, closes }: VotingPlace): string => `${opens}至${closes}`
const whereIs = ({ name, address }: VotingPlace): string => (address === '' ? name : `${name}（${address}）`)

/** To be filled in by hand. */
const BLANK = '＿'.repeat(12)

/** The day, the hours and the place (BJ 36). Places of single groups stand at the groups. */
const votingLines = (pollingDay: string, lastDay: string | null, places: readonly VotingPlace[]): string[] => {
  const day = `选举日：${chineseDate(pollingDay)}${lastDay === null ? '' : `至${chineseDate(lastDay)}`}`
  const whole = places.find(({ group }) => group === '')
  if (whole) return [`${day}　投票时间：${hours(whole)}`, `投票地点：${whereIs(whole)}`]
  if (places.length > 0) return [day, '投票时间和地点：见各选民小组']
  return [`${day}　投票时间：${BLANK}`, `投票地点：${BLANK}${BLANK}`]
}

/** What stands before the numbers of each group, so that a number says of which group it is; '' where there is only one. */
const labelsOf = (entries: readonly EntryRow[]): ReadonlyMap<string, string> => {
  const groups = [...new Set(entries.map(({ group }) => group))]
  if (groups.length < 2) return new Map()
  const digits = groups.map(group => /^\D*(\d{1,4})\D*$/.exec(group)?.[1] ?? '')
  const own = digits.every((label, i) => label !== '' && digits.indexOf(label) === i)
  return new Map(groups.map((group, i) => [group, `${own ? digits[i] : i + 1}-`]))
}

/** Under the heading of a group: how its numbers begin, and where it votes where it has a place of its own. */
const noteOf = (group: string, label: string, places: readonly VotingPlace[]): string => {
  const own = group === '' ? undefined : places.find(place => place.group === group)
  return [label === '' ? '' : `编号以${label}开头`, own ? `投票时间：${hours(own)}　投票地点：${whereIs(own)}` : '']
    .filter(Boolean)
    .join('　')
}

/** A section for each voter group; in a supplement one for each kind of change in it. */
const sectionsOf = (entries: readonly EntryRow[], places: readonly VotingPlace[]): PosterSection[] => {
  const labels = labelsOf(entries)
  const sections: { key: string; title: string; note: string; people: PosterSection['people'][number][] }[] = []
  for (const { group, change, number, name, sex, mark } of entries) {
    const key = `${group}\n${change}`
    const label = labels.get(group) ?? ''
    if (sections.at(-1)?.key !== key) {
      const title = [group, change === 'listed' ? '' : CHANGE[change]].filter(Boolean).join('　')
      sections.push({ key, title, note: noteOf(group, label, places), people: [] })
    }
    sections.at(-1)?.people.push({ number: `${label}${number}`, name, sex: SEX[sex] ?? sex, mark })
  }
  return sections
}

const pictureOf = (hex: string | null): PosterGlyph => (hex === null ? {} : { picture: Buffer.from(hex, 'hex') })

/** Where a box is filled by hand: the numbers, and the character to write. */
const handNotes = (sections: readonly PosterSection[], glyphs: readonly GlyphChoice[]): string[] => {
  const blanks = glyphs.filter(({ handling }) => handling === 'blank').map(({ codePoint }) => codePoint)
  const places = sections.flatMap(({ people }) =>
    people.flatMap(({ number, name }) =>
      [...name].flatMap((character, i) => {
        const codePoint = character.codePointAt(0) ?? 0
        return blanks.includes(codePoint) ? [`${number}号姓名第${i + 1}字（${codePointName(codePoint)}）`] : []
      }),
    ),
  )
  return places.length === 0 ? [] : [`方框中的字由选举委员会手写补入：${places.join('，')}。`]
}

/** What is printed for one district of a version. */
export const posterOf = (
  version: VersionRow,
  district: RollDistrict,
  entries: readonly EntryRow[],
  words: PosterWords,
): Poster => {
  const places = words.places.filter(({ level, district: code }) => level === district.level && code === district.code)
  const sections = sectionsOf(entries, places)
  const glyphs = new Map(words.glyphs.map(({ codePoint, picture }) => [String.fromCodePoint(codePoint), pictureOf(picture)]))
  // A heading is one text, in which a plain box stands for the character.
  const heading = (text: string) => [...text].map(character => (glyphs.has(character) ? '□' : character)).join('')
  return {
    title: version.kind === 'list' ? '选民榜' : '补充选民榜',
    electionName: heading(version.electionName),
    levelName: district.level === 'county' ? '县级人大代表选举' : '乡级人大代表选举',
    districtName: heading(district.name),
    committee: heading(words.signatoryOf(district)),
    publishedOn: version.publishedOn,
    version: version.version,
    voting: votingLines(version.pollingDay, words.lastDay, places),
    notice: [...notice(version.kind, words), ...handNotes(sections, words.glyphs)],
    glyphs,
    root: version.root,
    logCode: words.inLog?.shortCode,
    training: words.training === true,
    sections: sections.map(section => ({ ...section, title: heading(section.title) })),
  }
}
