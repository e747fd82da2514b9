/** Work lists as files: one per community, in the order of the register, and the rows that were refused. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { exportWorkLists } from './service.export.ts'

const EAST = '110105021021'
const SOUTH = '110105021022'

describeStores('work lists', open => {
  it('are one file per community and one of refused rows', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ['赵南', numberOf('1990-03-05', 1), '110105', SOUTH, '正常'],
      ['钱东', numberOf('1985-07-21', 2), '110105', EAST, '正常'],
      ['=孙东', numberOf('1988-08-08', 9, '410105'), '410105', EAST, '正常'],
      ['少年', numberOf('2012-12-21', 11), '110105', EAST, '正常'],
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ['李错号', '110105199003050000', '东郊社区'],
    ])
    const directory = await mkdtemp(join(tmpdir(), 'mingce-lists-'))
    try {
      expect(await exportWorkLists(ctx, election.id, directory)).toEqual({ ok: true, value: { listed: 3, files: 3 } })
      const folder = join(directory, 'not-yet-registered')
      const names = (await readdir(folder)).sort()
      expect(names.map(name => name.slice(0, 12))).toEqual([EAST, SOUTH])
      const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\r\n')
      expect(await linesOf(join(folder, names[0] ?? ''))).toEqual([
        '\ufeff姓名,性别,出生年,现住地址,联系电话,流动人口,走访结果',
        '钱东,女,1985,,,,',
        `"'=孙东",男,1988,,,是,`,
        '',
      ])
      expect(await linesOf(join(folder, names[1] ?? ''))).toHaveLength(3)
      const refused = await linesOf(join(directory, 'refused.csv'))
      expect(refused[0]).toBe('\ufeff文件,行,姓名,社区,单位,代码')
      expect(refused[1]).toContain('李错号')
      expect(refused).toHaveLength(3)
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})
