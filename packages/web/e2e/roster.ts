/** Made-up people of one community and a clerk’s files about them: a register extract and a roster with typical input errors. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A number with a valid check digit (GB 11643) for a made-up person. */
const numberOf = (birth: string, sequence: number): string => {
  const body = `110105${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (WEIGHTS[at] ?? 0), 0)
  return body + '10X98765432'[sum % 11]
}

interface Person {
  readonly name: string
  readonly birth: string
  readonly number: string
  readonly sex: '男' | '女'
}

const NAMES = [
  '赵一凡',
  '钱双喜',
  '孙三省',
  '李四光辉',
  '周五常',
  '吴六奇',
  '郑七星',
  '王八达',
  '冯九成',
  '陈十全',
  '褚百川',
  '卫千里',
]
export const PEOPLE: readonly Person[] = NAMES.map((name, at) => {
  const birth = `19${70 + at}-0${1 + (at % 9)}-1${at % 9}`
  return { name, birth, number: numberOf(birth, 900 + at), sex: (900 + at) % 2 ? '男' : '女' }
})
const person = (at: number): Person => {
  const found = PEOPLE[at]
  if (!found) throw new Error(`no person ${at}`)
  return found
}

const fullWidth = (digits: string) => digits.replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
const mistyped = (number: string) => number.slice(0, 16) + String((Number(number[16]) + 1) % 10) + number[17]

/** The register: all live in `community`; the sixth is recorded as deceased. */
export const populationCsv = (community: string): string =>
  [
    '姓名,公民身份号码,性别,出生日期,民族,户籍区划,户籍地址,现住地址,社区代码,联系电话,状态,状态日期',
    ...PEOPLE.map(
      (one, at) =>
        `${one.name},${one.number},${one.sex},${one.birth},汉族,110105,测试路${at + 1}号,测试路${at + 1}号,${community},1390000${1000 + at},${at === 5 ? '死亡,2026-01-05' : '正常,'}`,
    ),
  ].join('\r\n')

/**
 * The result of the roster below; one more is not yet registered once the second case is refused. Three rows are refused: a
 * mistyped number, no name, under age.
 */
export const EXPECTED = { accepted: 5, review: 2, refused: 3, unchanged: 1, notYetRegistered: 5 } as const

/** A typical roster: a title above the header, a byte-order mark, full-width digits, apostrophes, spaces, three date formats. */
export const rosterCsv = (community: string): string => {
  const row = (one: Person, number = one.number, name = one.name, birth = one.birth) =>
    `${name},${number},${one.sex},${birth},${community},第一测试厂,测试路,,居住,组长抄送`
  const child: Person = { name: '魏小宝', birth: '2012-05-06', number: numberOf('2012-05-06', 901), sex: '男' }
  return `\ufeff${[
    '某某社区选民登记表（第一批）,,,,,,,,,',
    '姓名,身份证号,性别,出生日期,社区,单位,现住地址,联系电话,登记依据,备注',
    row(person(0), fullWidth(person(0).number)),
    row(person(1), `'${person(1).number.toLowerCase()}`),
    row(person(2), person(2).number.replace(/^(.{6})(.{8})/, '$1 $2 '), person(2).name, person(2).birth.replaceAll('-', '/')),
    row(person(3), person(3).number, person(3).name.split('').join(' ')),
    row(person(4)),
    row(person(0), fullWidth(person(0).number)),
    row(person(5)),
    row(person(6), mistyped(person(6).number)),
    row(person(7), person(7).number, '王捌达'),
    row(person(8), person(8).number, ''),
    row(child),
    ',,,,,,,,,',
  ].join('\r\n')}`
}
