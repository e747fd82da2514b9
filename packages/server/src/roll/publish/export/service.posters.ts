/** The words of a voter list's posters (EL 28, 29), and their sections. */
import type { RollDistrict } from '@mingce/domain/roll'
import { chineseDate, type Poster, type PosterSection } from '../../../documents/index.ts'
import { CHANGE, SEX } from '../../verify/index.ts'
import type { EntryRow, VersionRow } from '../store.ts'

const LAW = '《中华人民共和国全国人民代表大会和地方各级人民代表大会选举法》'

const notice = (kind: VersionRow['kind'], until: string): string[] => [
  kind === 'list'
    ? `依照${LAW}第二十八条的规定，现将本选区选民名单公布如下。`
    : `依照${LAW}第二十七条、第二十九条的规定，现对已公布的本选区选民名单补充、更正如下。`,
  `对公布的选民名单有不同意见的，可以在名单公布之日起五日内（至${chineseDate(until)}）向选举委员会提出申诉。选举委员会对申诉意见，应在三日内作出处理决定。申诉人不服的，可以在选举日的五日以前向人民法院起诉。（选举法第二十九条）`,
]

/** A section for each voter group; in a supplement one for each kind of change in it. */
const sectionsOf = (entries: readonly EntryRow[]): PosterSection[] => {
  const sections: { key: string; title: string; people: PosterSection['people'][number][] }[] = []
  for (const { group, change, number, name, sex, mark } of entries) {
    const key = `${group}\n${change}`
    if (sections.at(-1)?.key !== key) {
      const title = [group, change === 'listed' ? '' : CHANGE[change]].filter(Boolean).join('　')
      sections.push({ key, title, people: [] })
    }
    sections.at(-1)?.people.push({ number, name, sex: SEX[sex] ?? sex, mark })
  }
  return sections
}

/** What is printed for one district of a version. */
export const posterOf = (
  version: VersionRow,
  district: RollDistrict,
  entries: readonly EntryRow[],
  words: {
    readonly committee: string
    readonly objectionsUntil: string
    readonly training?: boolean
    readonly logCode?: string | undefined
  },
): Poster => ({
  title: version.kind === 'list' ? '选民榜' : '补充选民榜',
  electionName: version.electionName,
  levelName: district.level === 'county' ? '县级人大代表选举' : '乡级人大代表选举',
  districtName: district.name,
  committee: words.committee,
  publishedOn: version.publishedOn,
  version: version.version,
  notice: notice(version.kind, words.objectionsUntil),
  root: version.root,
  logCode: words.logCode,
  training: words.training === true,
  sections: sectionsOf(entries),
})
