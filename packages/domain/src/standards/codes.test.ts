import { expect, it } from 'vitest'
import {
  areaLevel,
  isCommunityCode,
  PEOPLES,
  parentArea,
  peopleName,
  readCode,
  readPeople,
  readSex,
  readText,
  readYes,
} from './index.ts'

it('reads sex by its GB/T 2261.1 codes and as commonly written', () => {
  expect(['男', '1', 'M', 'male', '男性', '１'].map(readSex)).toEqual(Array(6).fill('M'))
  expect(['女', '2', 'F', ' 女 ', '女性'].map(readSex)).toEqual(Array(5).fill('F'))
  expect(['', '0', '9', '未知'].map(readSex)).toEqual(Array(4).fill(undefined))
})

it('has the 56 ethnic groups of GB/T 3304', () => {
  expect(PEOPLES).toHaveLength(56)
  expect(new Set(PEOPLES.map(p => p.name)).size).toBe(56)
  expect(['汉', '汉族', '01', '1'].map(readPeople)).toEqual(Array(4).fill('01'))
  expect([readPeople('基诺族'), readPeople('土家'), readPeople('土'), readPeople('火星')]).toEqual(['56', '15', '30', undefined])
  expect([peopleName('05'), peopleName('57')]).toEqual(['维吾尔族', undefined])
})

it('derives the level and the parent of an area from its code', () => {
  expect(['11', '1101', '110105', '110105021', '110105021001'].map(areaLevel)).toEqual([1, 2, 3, 4, 5])
  expect(['99', '1', '11010x', ''].map(areaLevel)).toEqual(Array(4).fill(undefined))
  expect([parentArea('110105021001'), parentArea('110105'), parentArea('11')]).toEqual(['110105021', '1101', undefined])
  expect([isCommunityCode('110105021001'), isCommunityCode('110105021'), isCommunityCode('南磨房')]).toEqual([true, false, false])
})

it('reads text, codes and yes/no cells', () => {
  expect([readText(' 甲 乙\u3000'), readText('甲\r\n乙'), readText(' '), readText(undefined)]).toEqual([
    '甲 乙',
    '甲 乙',
    null,
    null,
  ])
  expect([readCode("'110105021001"), readCode('１１０１０５'), readCode('双井社区')]).toEqual([
    '110105021001',
    '110105',
    '双井社区',
  ])
  expect(['是', '有', '√', '1', 'Y', '京A123', '✓'].every(readYes)).toBe(true)
  expect(['', '否', '无', '0', 'no', '×', ' 否 ', '—', '/', '没有', undefined].some(readYes)).toBe(false)
})
