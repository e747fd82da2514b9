/** Tables as offices paste them. */
import { describe, expect, it } from 'vitest'
import { fillIn, readPasted } from './pasted-areas.ts'

describe('a pasted table of areas', () => {
  it('is read by its headings, in any order, without its total', () => {
    const text =
      '序号\t总人口（人）\t街道（乡镇）名称\t区划代码\r\n1\t16,000\t南磨房地区\t110105021\r\n2\t1.6万\t高碑店地区\t110105022\r\n\t32,000\t合计\t\r\n'
    expect(readPasted(text)).toEqual({
      areas: [
        { code: '110105021', name: '南磨房地区', population: 16_000 },
        { code: '110105022', name: '高碑店地区', population: 16_000 },
      ],
      unread: [],
    })
  })
  it('is read without headings, and says which lines it could not read', () => {
    expect(readPasted('110105021\t南磨房地区\t１６０００人\n驻区部队\n东风地区 16,900,\n乙乡,30')).toEqual({
      areas: [
        { code: '110105021', name: '南磨房地区', population: 16_000 },
        { code: null, name: '东风地区', population: 16_900 },
        { code: null, name: '乙乡', population: 30 },
      ],
      unread: ['驻区部队'],
    })
  })
  it('takes no part of a person, and nothing for a number that is none', () => {
    expect(readPasted('名称\t人口\n甲乡\t12.5\n乙乡\t约三千').unread).toEqual(['甲乡\t12.5', '乙乡\t约三千'])
  })
  it('fills in areas that are there by code or name, and adds the others', () => {
    const rows = [
      { code: '110105021', name: '南磨房地区', population: null },
      { code: '110105022', name: '高碑店地区', population: 5 },
    ]
    let n = 0
    const filled = fillIn(rows, readPasted('名称\t人口\n 高碑店地区 \t7\n驻区部队\t30'), () => `unit-${++n}`)
    expect(filled).toEqual([
      { code: '110105021', name: '南磨房地区', population: null },
      { code: '110105022', name: '高碑店地区', population: 7 },
      { code: 'unit-1', name: '驻区部队', population: 30 },
    ])
  })
})
