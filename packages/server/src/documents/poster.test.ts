/** Posters: compared with an approved picture, with names as plain data and columns that fit long names. */
import { expect, test } from 'vitest'
import { installedFonts } from './fonts.ts'
import { chineseDate, createPosterPrinter, cut, type Poster } from './poster.ts'
import { compareWithGolden } from './testing/golden.ts'
import { createPrinter } from './typst.ts'

const people = (names: string, from = 1, group = '') =>
  names.split(' ').map((name, i) => ({ number: `${group}${from + i}`, name, sex: i % 2 ? '女' : '男', mark: '' }))

const poster: Poster = {
  title: '选民榜',
  electionName: '示例区第一届人民代表大会代表选举',
  levelName: '区人大代表选举',
  districtName: '第1选区（甲社区）',
  committee: '示例区选举委员会',
  publishedOn: '2026-11-30',
  version: 1,
  voting: ['选举日：2026年12月20日　投票时间：07:00至18:00', '投票地点：示例小学（示例路1号）'],
  notice: ['对公布的选民名单有不同意见的，可以在名单公布之日起五日内向选举委员会提出申诉。（选举法第二十九条）'],
  root: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  sections: [
    {
      title: '第一选民小组',
      note: '编号以1-开头　投票时间：07:00至18:00　投票地点：甲社区活动室',
      people: [
        ...people('丁一 王伟 欧阳震华 艾力·买买提·吐尔逊', 1, '1-'),
        { number: '1-5', name: '王伟', sex: '女', mark: '1985年生' },
        { number: '1-6', name: '阿卜杜热合曼·阿卜杜克热木', sex: '男', mark: '' },
      ],
    },
    { title: '第二选民小组', note: '编号以2-开头', people: people('李娜 𬭎秀 #strong[$]', 1, '2-') },
  ],
}

const printerFor = (...texts: string[]) => {
  const fonts = installedFonts('/nowhere')
  for (const text of texts) expect(fonts.unprintable(text)).toEqual([])
  return createPosterPrinter(fonts)
}

test('the poster matches the approved picture', () => {
  const [printed, ...more] = [...printerFor('𬭎').print(poster, 'A4')]
  expect(more).toEqual([])
  expect(printed?.pages).toBe(1)
  compareWithGolden('poster-a4', printed?.svg() ?? '')
})

test('the PDF contains the root in readable form, and the same list prints the same bytes', () => {
  const pdf = () => Buffer.from([...printerFor().print(poster)][0]?.pdf() ?? []).toString('latin1')
  const first = pdf()
  expect(first).toContain(`mingce-root:${poster.root}`)
  expect(pdf() === first).toBe(true)
})

test('prints the short code of the audit log where there is one', () => {
  const logCode = '12-ABCD-EFGH-JKMN-PQRS-TVWX-YZ01'
  const [printed] = [...printerFor().print({ ...poster, logCode })]
  expect(printed?.pages).toBe(1)
  expect(Buffer.from(printed?.pdf() ?? []).toString('latin1')).toContain(`mingce-log:${logCode}`)
  expect(printed?.svg()).not.toBe([...printerFor().print(poster)][0]?.svg())
})

test('prints markup characters in a name literally', () => {
  for (const name of ['#panic()', '$x$', '*甲*', '\\u{41}', '"', '<a>', '`', '#json("/etc/passwd")', '@甲', '// 甲']) {
    const sections = [{ title: name, note: name, people: [{ number: '1', name, sex: '', mark: name }] }]
    const printed = [...printerFor(name).print({ ...poster, electionName: name, districtName: name, sections })]
    expect(printed[0]?.pages).toBe(1)
  }
})

test('splits a large document in order and without losing a person', () => {
  const sections = [
    { title: '甲', note: '', people: people('一 二 三') },
    { title: '乙', note: '', people: people('四 五 六 七') },
  ]
  const parts = cut(sections, 2)
  expect(parts.map(part => part.map(({ title, people }) => `${title}${people.map(p => p.name).join('')}`))).toEqual([
    ['甲一二'],
    ['甲（续）三', '乙四'],
    ['乙（续）五六'],
    ['乙（续）七'],
  ])
})

test('the longest name fills a row and no more', () => {
  const name = '阿卜杜热合曼·阿卜杜克热木·买合木提·吐尔逊·伊敏·玉素甫·肉孜·艾合买提·阿布都拉'
  const sections = [{ title: '', note: '', people: people(`甲 ${name} 乙 ${name} 丙`) }]
  expect([...printerFor(name).print({ ...poster, sections })][0]?.pages).toBe(1)
})

test('throws on an unknown font, which would print empty boxes', () => {
  const { files } = installedFonts('/nowhere').inUse()
  expect(() => createPrinter(files).print('#set text(font: "No Such Font", fallback: false)\n甲', {})).toThrow(
    /unknown font family/,
  )
})

test('formats dates in Chinese', () => expect(chineseDate('2026-08-05')).toBe('2026年8月5日'))

test('marks a sheet of a practice election only', () => {
  const svgOf = (training: boolean) => [...printerFor('演练用，不是真实的选民名单').print({ ...poster, training }, 'A4')][0]
  expect(svgOf(true)?.pages).toBe(1)
  expect(svgOf(true)?.svg()).not.toBe(svgOf(false)?.svg())
})
