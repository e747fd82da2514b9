/** The audit trail as a list to take out of the system: the same rows and words as the page, and nothing that the filter leaves out. */
import { expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, loadSomeAreas, openElection } from '../../registration/testing/office.ts'
import { auditList } from './index.ts'

describeStores('the audit trail as a list', open => {
  it('says in both languages what was done, by whom and to what, and keeps to the filter', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    const rowsOf = async (filter: Readonly<Record<string, string>>, language: 'zh' | 'en' = 'zh') => {
      const listed = await auditList.open(ctx, election, filter, language)
      if (!listed) return null
      const rows = []
      for await (const page of listed.pages()) rows.push(...page.map(({ cells }) => cells))
      return rows
    }
    const all = await rowsOf({})
    expect(all).toContainEqual(
      expect.objectContaining({ action: '新建选举', actor: ctx.actor.name, role: '区县选举委员会', subject: '本次选举' }),
    )
    expect(all?.every(({ at }) => /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(String(at)))).toBe(true)
    // No word of the program: neither names of particulars nor codes.
    expect(JSON.stringify(all?.map(({ action, subject, details }) => [action, subject, details]))).not.toMatch(
      /[a-z]+\.[a-z]+|undefined/,
    )
    expect((await rowsOf({ action: 'election.created' }, 'en'))?.map(({ action, subject }) => [action, subject])).toEqual([
      ['Election created', 'This election'],
    ])
    expect(await rowsOf({ actor: 'nobody' })).toEqual([])
    expect(await rowsOf({ colour: 'red' })).toBeNull()
  })
})
