/** Creating accounts, and what is refused. */

import { expect, it } from 'vitest'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { createStaff, type NewStaff } from './service.ts'
import { findStaff, hasStaff } from './store.ts'

const MAKER = { clock: { now: () => new Date('2026-11-01T00:00:00Z') }, actor: { name: 'setup', role: 'city' } } as const
const GOOD: NewStaff = {
  username: 'Nan.Mofang',
  name: ' 小周 ',
  password: 'correct-horse',
  role: 'township',
  areaCode: '110105021',
}

describeStores('staff accounts', open => {
  it('creates one account per username, ignoring case, with an audit entry and without the password in it', async () => {
    const database = await open()
    expect(await hasStaff(database)).toBe(false)
    const made = await createStaff(database, GOOD, MAKER)
    if (!made.ok) throw new Error(made.error.code)
    expect(made.value).toEqual({
      id: made.value.id,
      username: 'nan.mofang',
      name: '小周',
      role: 'township',
      areaCode: '110105021',
    })
    expect(await findStaff(database, made.value.id)).toEqual(made.value)
    expect(await hasStaff(database)).toBe(true)
    expect(await createStaff(database, { ...GOOD, username: 'NAN.MOFANG' }, MAKER)).toMatchObject({
      ok: false,
      error: { code: 'staff.taken', field: 'username' },
    })
    expect(await readRows(database, 'SELECT county_code, actor, action, subject FROM audit')).toEqual([
      { county_code: '110105', actor: 'setup', action: 'staff.created', subject: 'nan.mofang' },
    ])
    const everything = JSON.stringify(await readRows(database, 'SELECT * FROM access_account, audit'))
    expect(everything).not.toContain(GOOD.password)
  })

  it.each([
    ['username', 'ab'],
    ['username', '小周小周'],
    ['name', '  '],
    ['password', 'short'],
    ['areaCode', '1101051'],
    ['areaCode', ''],
  ] as const)('refuses %s «%s» and creates nothing', async (field, value) => {
    const database = await open()
    expect(await createStaff(database, { ...GOOD, [field]: value }, MAKER)).toMatchObject({
      ok: false,
      error: { code: 'staff.invalid', field, text: { zh: expect.any(String), en: expect.any(String) } },
    })
    expect(await hasStaff(database)).toBe(false)
  })
})
