/** Formatting of numbers, dates and names. */
import { describe, expect, it } from 'vitest'
import {
  differs,
  formatBytes,
  formatCount,
  formatDay,
  formatMoment,
  formatShare,
  groupedRoot,
  percent,
  shortCommunity,
} from './format.ts'

describe('numbers', () => {
  it('groups digits and shows a dash for unknown values', () => {
    expect(formatCount(1234567, 'zh-CN')).toBe('1,234,567')
    expect(formatCount(null, 'en')).toBe('–')
  })
  it('rounds a share down, so that 100 % means everyone', () => {
    expect(formatShare(9999, 10000)).toBe('99.9%')
    expect(formatShare(10000, 10000)).toBe('100.0%')
    expect(percent(3, 0)).toBe(0)
    expect(percent(5, 4)).toBe(100)
  })
  it('formats sizes', () => {
    expect([0, 1536, 10 * 1024 * 1024, 500 * 1024].map(formatBytes)).toEqual(['0 B', '1.5 KB', '10 MB', '500 KB'])
  })
})

describe('days', () => {
  it('formats the same day in every time zone', () => {
    expect(formatDay('2026-11-05', 'zh-CN')).toBe('2026年11月5日')
    expect(formatDay('2026-11-05', 'en')).toBe('5 Nov 2026')
    expect(formatDay('soon', 'en')).toBe('soon')
    expect(formatDay(null, 'en')).toBe('–')
  })
  it('shows moments and their days in Beijing time, and says so to a reader elsewhere', () => {
    const before = process.env.TZ
    try {
      process.env.TZ = 'America/New_York'
      // Half past one in the morning in China is still the day before in New York, and in UTC.
      expect(formatDay('2026-11-29T17:30:00Z', 'zh-CN')).toBe('2026年11月30日')
      expect(formatMoment('2026-11-29T17:30:00Z', 'zh-CN')).toContain('中国标准时间')
      expect(formatMoment('2026-11-29T17:30:00Z', 'en')).toBe('30/11/2026, 01:30 China Standard Time')
      process.env.TZ = 'Asia/Shanghai'
      expect(formatMoment('2026-11-29T17:30:00Z', 'en')).toBe('30/11/2026, 01:30')
    } finally {
      process.env.TZ = before
    }
  })
})

describe('names', () => {
  it('shortens the names of residents’ and villagers’ committees', () => {
    expect(shortCommunity('南新园社区居民委员会')).toBe('南新园社区')
    expect(shortCommunity('南郎家园社区居委会')).toBe('南郎家园社区')
    expect(shortCommunity('某某村村民委员会')).toBe('某某村')
    expect(shortCommunity('楼梓庄村委会')).toBe('楼梓庄村')
    expect(shortCommunity('居民委员会')).toBe('居民委员会')
  })
  it('detects differences other than spaces and dots', () => {
    expect(differs('阿依古丽·买买提', '阿依古丽•买买提')).toBe(false)
    expect(differs('张 伟', '张伟')).toBe(false)
    expect(differs('张伟', '张玮')).toBe(true)
    expect(differs('张伟', null)).toBe(false)
  })
  it('groups the digits of a root', () => expect(groupedRoot('0123456789ab')).toBe('0123 4567 89ab'))
})
