/** Whether a version says what its preview said, and where it does not. */
import type { Level } from '@mingce/domain/election'
import type { Text } from '@mingce/domain/result'
import type { Election } from '../../../election/index.ts'
import type { GlyphChoice } from '../../glyph/index.ts'
import type { VotingPlace } from '../../place/index.ts'
import type { PreviewRow, TallyDistrict } from '../../preview/index.ts'
import { sm3 } from '../../verify/index.ts'
import type { RollRefusal } from '../errors.ts'
import type { VersionRow } from '../store.ts'

/** A district as it was counted, with its name. */
export interface CountedDistrict extends TallyDistrict {
  readonly name: string
}

/** Digest of everything that a version publishes, except salts and the day. */
export const digestOf = (
  election: Pick<Election, 'id' | 'name' | 'pollingDay'>,
  { version, kind }: Pick<VersionRow, 'version' | 'kind'>,
  districts: readonly CountedDistrict[],
  { places, glyphs }: { readonly places: readonly VotingPlace[]; readonly glyphs: readonly GlyphChoice[] },
): string =>
  sm3(
    JSON.stringify([
      'preview',
      1,
      [election.id, election.name, election.pollingDay, version, kind],
      districts.map(d => [d.level, d.code, d.name, d.listed, d.added, d.removed, d.corrected, d.digest]),
      places.map(p => [p.level, p.district, p.group, p.name, p.address, p.opens, p.closes]),
      glyphs.map(g => [g.codePoint, g.handling, g.picture]),
    ]),
  )

const LEVEL: Readonly<Record<Level, Text>> = { county: { zh: '县级', en: 'county' }, township: { zh: '乡级', en: 'township' } }
const entriesOf = (d: TallyDistrict | undefined): number => (d ? d.listed + d.added + d.removed + d.corrected : 0)

/** Districts that the text names. */
const MAX_NAMED = 5

/** The failure that names the districts which say something else now than in the preview. */
export const previewOutdated = (preview: PreviewRow, now: readonly CountedDistrict[]): RollRefusal => {
  const keyOf = (d: Pick<CountedDistrict, 'level' | 'code'>) => `${d.level} ${d.code}`
  const before = new Map(preview.content.districts.map(d => [keyOf(d), d]))
  const after = new Map(now.map(d => [keyOf(d), d]))
  const changed = [...new Map<string, CountedDistrict>([...before, ...after])].filter(([key, d]) => {
    const [was, is] = [before.get(key), after.get(key)]
    return entriesOf(d) + entriesOf(was) > 0 && (was?.digest !== is?.digest || was?.name !== is?.name)
  })
  const said = (language: 'zh' | 'en') =>
    changed.slice(0, MAX_NAMED).map(([key, { level, name }]) => {
      const [was, is] = [entriesOf(before.get(key)), entriesOf(after.get(key))]
      return language === 'zh'
        ? `${name}（${LEVEL[level].zh}）预览时${was}条，现在${is}条${was === is ? '，内容不同' : ''}`
        : `${name} (${LEVEL[level].en}) had ${was} entries in the preview and has ${is} now${was === is ? ', which differ' : ''}`
    })
  const rest = changed.length - MAX_NAMED
  const zh = [...said('zh'), ...(rest > 0 ? [`另有${rest}个选区`] : [])].join('；')
  const en = [...said('en'), ...(rest > 0 ? [`and ${rest} more districts`] : [])].join('; ')
  return {
    code: 'roll.preview-outdated',
    text: {
      zh: `预览以后名单有变化，原来的核对不再有效，名单未公布${zh ? `：${zh}` : '：选举名称、选举日、投票时间或地点、缺字的处理有变化'}`,
      en: `The list has changed since the preview, so it cannot be confirmed; nothing was published${en ? `: ${en}` : ': the name or day of the election, the hours or place of voting, or what is printed for a character without a glyph, has changed'}`,
    },
  }
}
