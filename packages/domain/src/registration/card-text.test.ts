import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCharacter } from '../standards/index.ts'
import { readCardText } from './card-text.ts'

// The example number of the standard.
const NUMBER = '11010519491231002X'
const OTHER = `11010519900307663${checkCharacter('11010519900307663')}`
const PERSON = {
  name: '张三',
  number: NUMBER,
  sex: 'F',
  birthDate: '1949-12-31',
  address: '北京市朝阳区某路1号院2号楼',
  faults: [],
} as const

describe('the text of an ID card', () => {
  it.each([
    [
      'lines with labels',
      `姓名：张三\n性别：女\n民族：汉\n出生：1949年12月31日\n住址：${PERSON.address}\n公民身份号码：${NUMBER}`,
    ],
    ['windows line ends', `姓名:张三\r\n性别:女\r\n出生日期:19491231\r\n地址:${PERSON.address}\r\n身份证号:${NUMBER}\r\n`],
    [
      'as printed on the card',
      `姓 名 张三\n性 别 女 民 族 汉\n出 生 1949 年 12 月 31 日\n住 址 北京市朝阳区某路1号院\n2号楼\n公民身份号码 11010519491231002x`,
    ],
    ['labels on one line', `姓名:张三 性别:女 民族:汉 出生:1949-12-31 住址:${PERSON.address} 身份证号码:${NUMBER}`],
    ['labels over values', `姓名\n张三\n性别\n女\n住址\n${PERSON.address}\n公民身份号码\n${NUMBER}`],
    [
      'a copied table',
      `姓名\t性别\t民族\t出生日期\t住址\t公民身份号码\t签发机关\n张三\t女\t汉\t19491231\t${PERSON.address}\t${NUMBER}\t某分局`,
    ],
    ['tabs in the order of the card', `张三\t女\t汉\t19491231\t${PERSON.address}\t${NUMBER}`],
    ['bars', `张三|女|汉族|19491231|${PERSON.address}|${NUMBER}|某公安分局|20100101-20300101`],
    ['bars, coded sex and people', `张三|2|01|19491231|${PERSON.address}|${NUMBER}`],
    ['commas', `张三，女，汉，1949-12-31，${PERSON.address}，${NUMBER}`],
    ['number first', `${NUMBER}|张三|女|19491231|${PERSON.address}`],
    ['full-width figures', `姓名：张三\n住址：${PERSON.address}\n身份证号：１１０１０５１９４９１２３１００２Ｘ`],
    ['spaces in the number', `姓名：张三\n住址：${PERSON.address}\n身份证号：110105 19491231 002X`],
    ['English labels', `Name: 张三\nSex: F\nAddress: ${PERSON.address}\nID Number: ${NUMBER}`],
    [
      'the back of the card beside it',
      `姓名：张三\n有效期限：2010.01.01-2030.01.01\n签发机关：某公安分局\n住址：${PERSON.address}\n身份证号：${NUMBER}`,
    ],
  ])('is read from %s', (_, text) => expect(readCardText(text)).toEqual(PERSON))

  it('may lack the address and the labels', () => {
    expect(readCardText(`张三 ${NUMBER}`)).toEqual({ ...PERSON, address: null })
  })
  it('may have names with dots and rare characters', () => {
    expect(readCardText(`姓名:买买提•艾力\n身份证号:${NUMBER}`).name).toBe('买买提·艾力')
    expect(readCardText(`𠮷田|女|汉|${NUMBER}`).name).toBe('𠮷田')
  })
  it('may have a surname that is also the name of an ethnic group', () =>
    expect(readCardText(`白|女|汉|${NUMBER}`).name).toBe('白'))
})

describe('a fault in the text', () => {
  const faultsOf = (text: string) => readCardText(text, '2026-11-20').faults
  it.each([
    ['a mistyped digit', '姓名:张三\n身份证号:110105194912310021', ['checksum']],
    ['a day that is none', '姓名:张三\n身份证号:110105199002300018', ['date']],
    ['a place too few', '姓名:张三\n身份证号:1101051949123100', ['format']],
    ['no number', '姓名:张三\n性别:女', ['missing']],
    ['nothing', '   ', ['name-missing', 'missing']],
    ['no name', `身份证号:${NUMBER}\n性别:女`, ['name-missing']],
    ['a name with a hole', `姓名:张?\n身份证号:${NUMBER}`, ['name-unprintable']],
    ['another birth date', `姓名:张三\n出生:1950-01-01\n身份证号:${NUMBER}`, ['birth-differs']],
    ['another sex', `姓名:张三\n性别:男\n身份证号:${NUMBER}`, ['sex-differs']],
    ['two people at once', `姓名:张三\n身份证号:${NUMBER}\n姓名:李四\n身份证号:${OTHER}`, ['two-numbers']],
  ])('is found: %s', (_, text, faults) => expect(faultsOf(text)).toEqual(faults))

  it('pairs no name with a number if the text has two people', () => {
    expect(readCardText(`张三|${NUMBER}\n李四|${OTHER}`)).toMatchObject({ name: '', number: null })
  })
})

const people = fc.record({
  name: fc.constantFrom('张三', '欧阳修文', '买买提·艾力', '白雪'),
  birth: fc.date({ min: new Date('1920-01-01'), max: new Date('2008-11-01'), noInvalidDate: true }),
  sequence: fc.integer({ min: 0, max: 999 }),
})
const numberOf = (birth: Date, sequence: number) => {
  const first = `110105${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return first + checkCharacter(first)
}

it('a person is read back from any format, and a wrong digit is never accepted', () => {
  fc.assert(
    fc.property(people, fc.constantFrom('|', '\t', '\n', ','), fc.integer({ min: 0, max: 16 }), (person, sign, place) => {
      const number = numberOf(person.birth, person.sequence)
      const sex = Number(number[16]) % 2 ? '男' : '女'
      const text = [person.name, sex, '汉', number.slice(6, 14), '北京市朝阳区某路1号', number].join(sign)
      expect(readCardText(text)).toMatchObject({ name: person.name, number, faults: [] })
      const wrong = number.slice(0, place) + String((Number(number[place]) + 1) % 10) + number.slice(place + 1)
      expect(readCardText(text.replace(number, wrong)).number).toBeNull()
    }),
  )
})

it('no text makes the reader throw, and a number it returns is always valid', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      const { number } = readCardText(text)
      if (number !== null) expect(checkCharacter(number.slice(0, 17))).toBe(number[17])
    }),
  )
})
