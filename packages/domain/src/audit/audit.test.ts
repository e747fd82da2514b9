import { describe, expect, it } from 'vitest'
import { AUDIT_ACTIONS } from './actions.ts'
import { AUDIT_DETAILS } from './details.ts'
import { actionText, particularsOf, roleText, subjectText } from './index.ts'
import { AUDIT_VALUES } from './values.ts'

const ELECTION = '110105021-20261229'
const zh = (details: unknown) =>
  particularsOf(details, ELECTION).map(({ name, values }) => [name.zh, ...values.map(value => value.zh)])

describe('an audit row in words', () => {
  it('has a word in both languages for each action, particular and coded value', () => {
    const texts = [AUDIT_ACTIONS, AUDIT_DETAILS, ...Object.values(AUDIT_VALUES)].flatMap(words => Object.values(words))
    expect(texts.length).toBeGreaterThan(300)
    expect(
      texts.filter(text => !/\p{Script=Han}|Excel|CSV/u.test(text.zh) || !/^[\p{Script=Latin}\d ,;'’()–-]+$/u.test(text.en)),
    ).toEqual([])
  })

  it('names its action, and who did it', () => {
    expect(actionText('roll.published').zh).toBe('公布选民名单')
    expect(actionText('electorate.set').zh).toBe('确定是否选举乡级代表')
    expect(roleText('system').en).toBe('By the system')
  })

  it('names its object by a word and a number', () => {
    expect(subjectText(ELECTION, ELECTION).zh).toBe('本次选举')
    expect(subjectText('registration/2683', ELECTION)).toEqual({ zh: '第 2683 号登记', en: 'Registration no. 2683' })
    expect(subjectText(`${ELECTION}/import/33`, ELECTION).zh).toBe('第 33 号导入')
    expect(subjectText('feed/court-1/17', ELECTION).zh).toBe('报文 court-1/17')
    expect(subjectText(`${ELECTION}/2`, ELECTION).zh).toBe('第 2 版名单')
    expect(subjectText('clock', ELECTION).zh).toBe('系统时钟')
    expect(subjectText('li.si', ELECTION).zh).toBe('li.si')
  })

  it('says coded values and codes of findings in words, and others as they are', () => {
    expect(zh({ channel: 'roster', rows: 12, training: true, name: 'roster', findings: ['identity.document'] })).toEqual([
      ['来源', '名单导入'],
      ['总行数', '12'],
      ['演练', '是'],
      ['名称', 'roster'],
      ['核对发现', '没有公民身份号码，凭其他证件登记'],
    ])
  })

  it('keeps the path of nested particulars, leaves out empty ones, and ends after twelve', () => {
    expect(zh({ before: { role: 'station', area: '' }, opened: null, findings: [], election: ELECTION })).toEqual([
      ['原来 · 岗位', '登记站'],
    ])
    expect(particularsOf(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`part${i}`, i])), ELECTION)).toHaveLength(12)
    expect(particularsOf('text', ELECTION)).toEqual([])
  })
})
