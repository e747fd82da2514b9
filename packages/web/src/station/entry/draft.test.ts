import { checkCharacter } from '@mingce/domain/standards'
import { describe, expect, it } from 'vitest'
import { basesFor, checkDraft, type Draft, draftOf, EMPTY_DRAFT, fillFromCard } from './draft.ts'

const election = { pollingDay: '2026-12-20', ruleSet: 'beijing', area: { code: '110105021' } }
const NUMBER = '11010519491231002X'
const whole: Draft = { ...EMPTY_DRAFT, name: '张 三', number: '11010519491231002x', community: '110105021021', basis: 'hukou' }
const check = (change: Partial<Draft>) => checkDraft({ ...whole, ...change }, election, 'door')
const codes = (change: Partial<Draft>) => check(change).findings.map(({ code }) => code)
const bornOn = (date: string) => {
  const first = `110105${date}002`
  return first + checkCharacter(first)
}

describe('a draft', () => {
  it('becomes a registration when complete', () => {
    expect(check({ phone: ' 13900000000 ' })).toEqual({
      findings: [],
      gaps: [],
      registration: {
        person: { kind: 'resident-id', name: '张三', number: '11010519491231002x' },
        community: '110105021021',
        basis: 'hukou',
        evidence: [],
        channel: 'door',
        phone: '13900000000',
      },
    })
  })
  it.each([
    [{ number: '110105194912310021' }, ['identity.checksum']],
    [{ number: '' }, ['identity.missing']],
    [{ name: '' }, ['name.missing']],
    [{ number: bornOn('20081221') }, ['eligibility.age']],
  ])('is refused on the phone: %o', (change, expected) => {
    expect(codes(change)).toEqual(expected)
    expect(check(change).registration).toBeNull()
  })
  it('of someone who is 18 on election day is accepted (EL 4)', () => expect(codes({ number: bornOn('20081220') })).toEqual([]))
  it('with a doubtful name is sent to the office', () => {
    expect(codes({ name: '张?' })).toEqual(['name.unprintable'])
    expect(check({ name: '张?' }).registration).not.toBeNull()
  })
  it('lists what is missing', () => {
    expect(check({ community: '', basis: '' }).gaps).toEqual(['community', 'basis'])
    expect(check({ byFamily: true }).gaps).toEqual(['relation'])
  })
  it('by a family member records the consent', () => {
    expect(check({ byFamily: true, relation: '女儿', consentNote: '电话同意' }).registration?.consent).toEqual({
      relation: '女儿',
      note: '电话同意',
    })
  })
  it('says of the township’s vote what was chosen, where the committee decides by person', () => {
    const said = (electsTownship: Draft['electsTownship'], asks: boolean) =>
      checkDraft({ ...whole, electsTownship }, election, 'door', asks).registration?.electsTownship
    expect([said('yes', true), said('no', true), said('unsure', true), said('', true)]).toEqual([
      true,
      false,
      undefined,
      undefined,
    ])
    expect(said('yes', false)).toBeUndefined()
    const { registration } = checkDraft({ ...whole, electsTownship: 'no' }, election, 'door', true)
    expect(registration && draftOf(registration).electsTownship).toBe('no')
  })
  it('without an ID number requires another document, the birth date and the sex', () => {
    const draft = { kind: 'document', number: 'E12345678', documentType: 'passport' } as const
    expect(check(draft).gaps).toEqual(['birthDate', 'sex'])
    expect(check({ ...draft, birthDate: '2010-01-01', sex: 'F' }).registration).toBeNull()
    expect(check({ ...draft, birthDate: '1980年1月2日', sex: 'F' }).registration?.person).toEqual({
      kind: 'document',
      type: 'passport',
      number: 'E12345678',
      name: '张三',
      birthDate: '1980-01-02',
      sex: 'F',
    })
  })
  it('asks for what the rule set requires, and sends nothing else', () => {
    expect(basesFor({ hukou: 'here' }, election).flatMap(basis => basis.asks)).toEqual([])
    expect(basesFor({ hukou: 'outside' }, election).map(({ basis }) => basis)).toEqual(['residence', 'work', 'study'])
    expect(check({ hukou: 'outside', basis: 'hukou' }).gaps).toEqual(['basis'])
    const sent = check({ hukou: 'outside', basis: 'residence', evidence: ['certificate', 'residencePermit', 'student'] })
    expect(sent.registration?.evidence).toEqual(['certificate', 'residencePermit'])
  })
  it('is filled from the card and keeps the other fields', () => {
    const { draft, faults } = fillFromCard(
      { ...EMPTY_DRAFT, phone: '1', community: 'c' },
      `张三|女|汉|19491231|某市某路1号|${NUMBER}`,
    )
    expect(faults).toEqual([])
    expect(draft).toMatchObject({ name: '张三', number: NUMBER, address: '某市某路1号', phone: '1', community: 'c' })
  })
  it('is restored from a registration for correction', () => {
    const { registration } = check({ byFamily: true, relation: '女儿' })
    expect(registration && draftOf(registration)).toMatchObject({
      name: '张三',
      byFamily: true,
      relation: '女儿',
      basis: 'hukou',
    })
  })
})
