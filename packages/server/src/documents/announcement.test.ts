/** The announcement of districts: with the committee’s seal for the legal plan, with a watermark for a draft. */
import { expect, test } from 'vitest'
import { type Announcement, announcementTexts, printAnnouncement } from './announcement.ts'
import { installedFonts } from './fonts.ts'
import { compareWithGolden } from './testing/golden.ts'

const announcement: Announcement = {
  electionName: '示例区第一届人民代表大会代表选举',
  levelName: '县级人民代表大会代表',
  committee: '示例区选举委员会',
  date: '2026-11-01',
  draft: false,
  sketch: false,
  paragraphs: ['现将选区公告如下。'],
  districts: [{ name: '第1选区', units: ['甲社区', '乙村'], seats: 3, population: 12_345, perDeputy: 4_115 }],
  total: { seats: 3, population: 12_345 },
}

const printed = (one: Announcement) => {
  const fonts = installedFonts('/nowhere')
  for (const text of announcementTexts(one)) expect(fonts.unprintable(text)).toEqual([])
  return printAnnouncement(fonts, one)
}

test('the announcement of a frozen plan matches the approved picture, with the seal', () => {
  const one = printed(announcement)
  expect(one.pages).toBe(1)
  compareWithGolden('announcement-a4', one.svg())
})

test('a draft has no seal', () => {
  const red = (one: Announcement) => printed(one).svg().includes('#c8211b')
  expect([red(announcement), red({ ...announcement, draft: true })]).toEqual([true, false])
})
