/** Household sheets and the posters that open the portal, compared with approved pictures. */
import { expect, test } from 'vitest'
import { ENTRANCE_TEMPLATE, entranceData } from './entrance.ts'
import { installedFonts } from './fonts.ts'
import { HOUSEHOLD_TEMPLATE, type HouseholdSheet, householdData } from './household.ts'
import { compareWithGolden } from './testing/golden.ts'
import { createPrinter } from './typst.ts'

const person = (name: string, sex = '男') => ({ name, sex, born: '1980', phone: '138****0001' })
const sheet: HouseholdSheet = {
  electionName: '示例区第一届人民代表大会代表选举',
  place: '示例区甲街道乙社区',
  printedOn: '2026-11-20',
  outcomes: ['已登记', '家中无人', '在国外', '已迁走', '查无此人', '终止走访'],
  doors: [
    {
      building: '示例路1号 3号楼 2单元',
      door: '501',
      url: 'https://xm.example.cn/office/household#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      people: [person('丁一'), person('欧阳震华', '女'), person('阿卜杜热合曼·阿卜杜克热木·买合木提·吐尔逊·伊敏')],
    },
    {
      building: '示例路1号 3号楼 2单元',
      door: '502',
      url: 'https://xm.example.cn/office/household#b',
      people: [person('#panic()')],
    },
  ],
  training: false,
}

const print = (more: Partial<HouseholdSheet> = {}) => {
  const fonts = installedFonts('/nowhere')
  const one = { ...sheet, ...more }
  expect(fonts.unprintable(JSON.stringify(one))).toEqual([])
  const { files, families } = fonts.inUse()
  return createPrinter(files).print(HOUSEHOLD_TEMPLATE, { ...householdData(one), families })
}

test('a household sheet matches the approved picture', () => {
  expect(print().pages).toBe(1)
  compareWithGolden('household-a4', print().svg())
})

test('many doors fill several pages from the first on, and a large household is not cut off', () => {
  const people = Array.from({ length: 40 }, (_, at) => person(`丁${at}`))
  const doors = Array.from({ length: 30 }, (_, at) => ({ ...sheet.doors[0], door: String(at + 1), people: people.slice(0, 3) }))
  const printed = print({ doors: [{ ...sheet.doors[0], people }, ...doors] as HouseholdSheet['doors'] })
  // 40 rows of 7 mm on the first page and a half, then six doors a page.
  expect(printed.pages).toBe(7)
  expect(Buffer.from(printed.pdf()).length).toBeGreaterThan(20_000)
})

test('the poster of a place matches the approved picture', () => {
  const page = {
    place: '乙社区居民委员会',
    lines: ['示例路1号', '每天9:00至17:00'],
    url: 'https://xm.example.cn/?at=110105021001',
    filled: true,
  }
  const posters = { electionName: sheet.electionName, pages: [page], training: false }
  const fonts = installedFonts('/nowhere')
  expect(fonts.unprintable(JSON.stringify(posters))).toEqual([])
  const { files, families } = fonts.inUse()
  const printed = createPrinter(files).print(ENTRANCE_TEMPLATE, { ...entranceData(posters), families })
  expect(printed.pages).toBe(1)
  compareWithGolden('entrance-a4', printed.svg())
})
