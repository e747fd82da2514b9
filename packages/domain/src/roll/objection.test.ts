import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decisionDue, lastDayToSue, objectionRulesFor, objectionsUntil } from '../election/index.ts'
import { addDays, daysBetween, isRestDay } from '../standards/index.ts'
import {
  closeObjection,
  decideObjection,
  fileObjection,
  type Objection,
  type ObjectionTerms,
  recordJudgment,
  recordSuit,
  serveDecision,
  undoObjectionDecision,
} from './objection.ts'

const rules = objectionRulesFor('beijing')
const terms: ObjectionTerms = { publishedOn: '2026-11-30', pollingDay: '2026-12-20', rules }
const decision = { decision: 'upheld', reason: '已核实', article: 'EL 29', decidedOn: '2026-12-02' } as const
const suit = { court: '朝阳区人民法院', caseNumber: '（2026）京0105民特1号', suedOn: '2026-12-10' }
const judgment = { judgment: 'list', judgmentNumber: '（2026）京0105民特1号', judgedOn: '2026-12-17' } as const

const value = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T => {
  if (!result.ok) throw new Error(result.error)
  return result.value
}
const fault = (result: { ok: true } | { ok: false; error: string }) => (result.ok ? 'ok' : result.error)

const filed = value(fileObjection('2026-12-01', terms))
const decided = value(decideObjection(filed, decision))
const served = value(serveDecision(decided, '2026-12-03'))
const sued = value(recordSuit(served, suit, terms))
const judged = value(recordJudgment(sued, judgment, terms))
const closed = value(closeObjection(judged, '2026-12-17', terms))

const date = fc.integer({ min: 0, max: 36_000 }).map(days => addDays('2000-01-01', days))
const someTerms = fc.record({
  publishedOn: date,
  lead: fc.integer({ min: 0, max: 60 }),
  publicationDayCounts: fc.boolean(),
})

describe('the time limits of an objection (EL 29, CPL 188)', () => {
  it('are five days from publication, three from filing, and five days before election day for a suit', () => {
    // The fifth day is a Saturday: Monday is the last one.
    expect(objectionsUntil('2026-11-30', rules)).toEqual({ date: '2026-12-07', movedFrom: '2026-12-05' })
    expect(objectionsUntil('2026-11-30', { ...rules, publicationDayCounts: true }).date).toBe('2026-12-04')
    expect(filed).toMatchObject({ until: '2026-12-07', late: false, dueOn: '2026-12-04' })
    expect(value(fileObjection('2026-12-02', terms)).dueOn).toBe('2026-12-07')
    expect(value(fileObjection('2026-12-07', terms)).late).toBe(false)
    expect(value(fileObjection('2026-12-08', terms)).late).toBe(true)
    expect(lastDayToSue('2026-12-20', rules)).toBe('2026-12-15')
    expect(fault(recordSuit(served, { ...suit, suedOn: '2026-12-15' }, terms))).toBe('ok')
    expect(fault(recordSuit(served, { ...suit, suedOn: '2026-12-16' }, terms))).toBe('objection.suit-late')
    expect(fault(recordJudgment(sued, { ...judgment, judgedOn: '2026-12-19' }, terms))).toBe('ok')
    expect(fault(recordJudgment(sued, { ...judgment, judgedOn: '2026-12-20' }, terms))).toBe('objection.judgment-late')
  })

  it('leave time to decide and to sue after a timely objection to a list published in time (EL 28, 29)', () => {
    fc.assert(
      fc.property(date, pollingDay => {
        const due = decisionDue(addDays(pollingDay, -15), pollingDay, rules).date
        expect(daysBetween(due, lastDayToSue(pollingDay, rules))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('mark a filing late exactly after the last day, and require a decision three days after any filing', () => {
    fc.assert(
      fc.property(someTerms, fc.integer({ min: 0, max: 60 }), ({ publishedOn, lead, publicationDayCounts }, after) => {
        const own = {
          publishedOn,
          pollingDay: addDays(publishedOn, lead),
          rules: { ...rules, publicationDayCounts },
        }
        const filing = fileObjection(addDays(publishedOn, after), own)
        if (after > lead) {
          expect(fault(filing)).toBe('objection.polling-over')
          return
        }
        const taken = value(filing)
        const fifth = addDays(publishedOn, publicationDayCounts ? 4 : 5)
        expect(taken.late).toBe(taken.filedOn > objectionsUntil(publishedOn, own.rules).date)
        if (taken.filedOn <= fifth) expect(taken.late).toBe(false)
        if (taken.filedOn > fifth && !taken.late) expect(isRestDay(fifth)).toBe(true)
        expect(daysBetween(taken.filedOn, taken.dueOn)).toBeGreaterThanOrEqual(3)
        if (!isRestDay(addDays(taken.filedOn, 3))) expect(daysBetween(taken.filedOn, taken.dueOn)).toBe(3)
      }),
    )
  })

  it('end a day earlier if the day of publication counts', () => {
    fc.assert(
      fc.property(date, publishedOn => {
        const still = { ...rules, movesToWorkday: false }
        const shorter = objectionsUntil(publishedOn, { ...still, publicationDayCounts: true }).date
        expect(daysBetween(shorter, objectionsUntil(publishedOn, still).date)).toBe(1)
      }),
    )
  })
})

describe('the states of an objection', () => {
  it('go from filed to closed', () => {
    expect([filed, decided, served, sued, judged, closed].map(({ state }) => state)).toEqual([
      'filed',
      'decided',
      'served',
      'suit',
      'judged',
      'closed',
    ])
    expect(closed).toMatchObject({ ...decision, ...suit, ...judgment, filedOn: '2026-12-01' })
  })

  it('allow each step from its own states only', () => {
    const all: readonly Objection[] = [filed, decided, served, sued, judged, closed]
    const steps: readonly (readonly [string, readonly string[], (from: Objection) => { ok: boolean }])[] = [
      ['decide', ['filed'], from => decideObjection(from, decision)],
      ['undo', ['decided'], from => undoObjectionDecision(from)],
      ['serve', ['decided'], from => serveDecision(from, '2026-12-03')],
      ['sue', ['served'], from => recordSuit(from, suit, terms)],
      ['judge', ['suit'], from => recordJudgment(from, judgment, terms)],
      ['close', ['served', 'judged'], from => closeObjection(from, '2026-12-18', terms)],
    ]
    for (const [name, from, step] of steps)
      expect([name, ...all.filter(objection => step(objection).ok).map(({ state }) => state)]).toEqual([name, ...from])
  })

  it('return to filed when a decision is undone before it is served', () => {
    expect(value(undoObjectionDecision(decided))).toEqual(filed)
    expect(fault(undoObjectionDecision(served))).toBe('objection.other-state')
  })

  it('refuse filing before publication, closing while a suit is open, and dates out of order', () => {
    expect(fault(fileObjection('2026-12-01', { ...terms, publishedOn: null }))).toBe('objection.not-published')
    expect(fault(fileObjection('2026-11-29', terms))).toBe('objection.not-published')
    expect(fault(closeObjection(served, '2026-12-15', terms))).toBe('objection.suit-open')
    expect(fault(decideObjection(filed, { ...decision, decidedOn: '2026-11-30' }))).toBe('objection.backwards')
    expect(fault(serveDecision(decided, '2026-12-01'))).toBe('objection.backwards')
    expect(fault(recordSuit(served, { ...suit, suedOn: '2026-12-01' }, terms))).toBe('objection.backwards')
    expect(fault(recordJudgment(sued, { ...judgment, judgedOn: '2026-12-09' }, terms))).toBe('objection.backwards')
    expect(fault(closeObjection(judged, '2026-12-16', terms))).toBe('objection.backwards')
  })
})
