import { expect, it } from 'vitest'
import { readRows } from '../testing/rows.ts'
import { readStatements } from '../testing/statements.ts'
import { describeStores } from '../testing/stores.ts'
import { type AuditRow, recordAudit } from './store.ts'

const row: AuditRow = {
  countyCode: '110105',
  at: new Date('2026-11-01T01:02:03Z'),
  actor: 'clerk',
  role: 'township',
  action: 'case.accepted',
  subject: '110105/1',
  details: { reason: '同名' },
  requestId: '0c9d3a52-0000-4000-8000-000000000001',
}

it('is written by one statement of the program, which also queues the row for the log', () => {
  const writing = readStatements().filter(({ text }) => /\bINSERT INTO audit\b/i.test(text))
  expect(writing.map(({ where }) => where)).toEqual(['platform/audit/store.ts recordAudits'])
  expect(writing[0]?.text).toContain('INSERT INTO log_queue')
})

describeStores('audit', open => {
  it('is committed and rolled back with the recorded change', async () => {
    const database = await open()
    await database.transaction(tx => recordAudit(tx, row))
    await expect(
      database.transaction(async tx => {
        await recordAudit(tx, { ...row, requestId: undefined })
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await readRows(database, 'SELECT * FROM audit')).toEqual([
      {
        county_code: '110105',
        id: 1,
        at: row.at,
        actor: 'clerk',
        role: 'township',
        action: 'case.accepted',
        subject: '110105/1',
        details: { reason: '同名' },
        request_id: row.requestId,
        statement: null,
        purged_at: null,
      },
    ])
  })

  it.each([
    ['changed', `UPDATE audit SET actor = 'someone else'`],
    ['deleted', 'DELETE FROM audit'],
    ['emptied', 'TRUNCATE audit'],
  ])('is never %s', async (_, statement) => {
    const database = await open()
    await recordAudit(database, row)
    await expect(database.run(statement)).rejects.toThrow('audit rows are only added')
    expect(await readRows(database, 'SELECT actor FROM audit')).toEqual([{ actor: 'clerk' }])
  })
})
