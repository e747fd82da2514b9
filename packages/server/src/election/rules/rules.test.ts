/** Rule sets of offices: two people, versions, and frozen with an election when its list is published. */
import { RULE_FILES, RULE_KEYS } from '@mingce/domain/election'
import { beforeEach, expect, it } from 'vitest'
import { type Context, checkCodeOf } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, DISTRICT_OFFICE, loadSomeAreas, openElection } from '../../registration/testing/office.ts'
import { findElectionById, freezeRules } from '../lifecycle/index.ts'
import { confirmRuleSet, findRuleSets, listRuleSets, proposeRuleSet, waitingRules } from './index.ts'
import { withdrawRuleSet } from './service.ts'

const WHOLE_COUNTRY = { ...DISTRICT_OFFICE, id: 'province-1', name: '省办甲', areaCode: '' }
const OTHER = { ...WHOLE_COUNTRY, id: 'province-2', name: '省办乙' }

/** A made-up fifth province. */
const hebei = (version = 1, change: object = {}) => ({
  id: 'hebei',
  version,
  name: { zh: '河北', en: 'Hebei' },
  provinces: ['13'],
  source: '河北省实施细则（虚构）',
  bases: (RULE_FILES.default as { bases: unknown }).bases,
  values: {
    ...Object.fromEntries(RULE_KEYS.map(key => [key, 'not settled'])),
    pollingDaysMost: { value: 2, article: '河北省实施细则 37' },
    ...change,
  },
})
const codeOf = (result: { ok: boolean; error?: unknown }) => (result.ok ? 'ok' : (result.error as { code: string }).code)

describeStores('rule sets of offices', open => {
  let database: Database
  let first: Context
  let second: Context
  const propose = (file: unknown, by = first) => proposeRuleSet(by, { file, note: '新的实施细则' })
  const names = async () => (await findRuleSets(database)).map(({ id, version }) => `${id}/${version}`)

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    first = contextFor(database, WHOLE_COUNTRY)
    second = contextFor(database, OTHER)
  })

  it('hold once the level above has signed for exactly this version on paper', async () => {
    await propose(hebei())
    const change = await waitingRules.find(first, 'rules.confirm', 'hebei/1')
    if (!change) throw new Error('nothing waits')
    const paper = {
      how: 'paper',
      document: '冀选〔2026〕1号',
      signer: '王主任',
      change: checkCodeOf(first.keys, change),
    } as const
    await withdrawRuleSet(first, { id: 'hebei', version: 1 })
    await proposeRuleSet(first, { file: hebei(), note: '另一份说明' })
    expect(codeOf(await confirmRuleSet(first, { id: 'hebei', version: 1 }, paper))).toBe('officer.other-change')
    await withdrawRuleSet(first, { id: 'hebei', version: 1 })
    await propose(hebei())
    expect(codeOf(await confirmRuleSet(first, { id: 'hebei', version: 1 }, paper))).toBe('ok')
    const [row] = await readRows(database, `SELECT details FROM audit WHERE action = 'rules.confirmed'`)
    expect(row).toMatchObject({ details: { second: 'paper', signer: '王主任' } })
  })

  it('hold once another person has confirmed them, and replace those before', async () => {
    expect(await propose(hebei())).toEqual({ ok: true, value: { id: 'hebei', version: 1 } })
    expect(await names()).not.toContain('hebei/1')
    const listed = await listRuleSets(first)
    expect(listed.ok && listed.value.waiting.map(one => [one.rules.id, one.proposedBy, one.own])).toEqual([
      ['hebei', '省办甲', true],
    ])
    expect(codeOf(await confirmRuleSet(first, { id: 'hebei', version: 1 }))).toBe('officer.same')
    expect(codeOf(await propose(hebei(2)))).toBe('rules.waiting')
    expect(codeOf(await confirmRuleSet(second, { id: 'hebei', version: 1 }))).toBe('ok')
    expect(codeOf(await confirmRuleSet(second, { id: 'hebei', version: 1 }))).toBe('rules.unknown')
    expect(await names()).toEqual(['hebei/1', 'beijing/1', 'shanghai/1', 'zhejiang/1', 'shandong/1', 'default/1'])
    expect(codeOf(await propose(hebei(3)))).toBe('rules.version')
    expect(codeOf(await propose(hebei(2), second))).toBe('ok')
    expect(codeOf(await withdrawRuleSet(first, { id: 'hebei', version: 2 }))).toBe('ok')
    const audited = await readRows<{ action: string }>(
      database,
      `SELECT action FROM audit WHERE action LIKE 'rules.%' ORDER BY id`,
    )
    expect(audited.map(({ action }) => action)).toEqual([
      'rules.proposed',
      'rules.confirmed',
      'rules.proposed',
      'rules.withdrawn',
    ])
  })

  it('are refused with their faults, outside the office’s provinces, and where they would move a built-in set', async () => {
    const wrong = await propose(hebei(1, { pollingDaysMost: { value: 99, article: '河北省实施细则 37' } }))
    expect(wrong).toMatchObject({ ok: false, error: { code: 'rules.invalid' } })
    expect(!wrong.ok && 'text' in wrong.error && wrong.error.text?.en).toContain('values.pollingDaysMost.value')
    expect(codeOf(await propose(hebei(), contextFor(database)))).toBe('forbidden')
    expect(codeOf(await propose({ ...hebei(2), id: 'default' }))).toBe('rules.reserved')
    expect(codeOf(await propose({ ...hebei(2), id: 'beijing' }))).toBe('rules.reserved')
  })

  it('apply to elections whose list is not published yet; what is frozen stays', async () => {
    const newer = { ...(RULE_FILES.beijing as object), version: 2 }
    const values = { ...(RULE_FILES.beijing as { values: object }).values, pollingDaysMost: { value: 3, article: 'BJ 47' } }
    const open = await openElection(contextFor(database))
    const rulesNow = async () => (await findElectionById(database, open.id))?.rules
    expect((await rulesNow())?.pollingDays).toEqual({ most: 1, article: 'EL 37' })
    await propose({ ...newer, values })
    await confirmRuleSet(second, { id: 'beijing', version: 2 })
    expect((await rulesNow())?.pollingDays).toEqual({ most: 3, article: 'BJ 47' })
    const rules = await rulesNow()
    if (!rules) throw new Error('no rules')
    await freezeRules(database, open.id, rules)
    await propose({ ...newer, version: 3 })
    await confirmRuleSet(second, { id: 'beijing', version: 3 })
    expect(await rulesNow()).toEqual(rules)
    expect((await findRuleSets(database)).find(({ id }) => id === 'beijing')?.version).toBe(3)
  })
})
