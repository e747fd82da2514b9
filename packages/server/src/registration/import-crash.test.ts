/** A process that is killed during an import leaves no name and no ID number in clear in a file; a file that kills the server twice is parked. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild } from '../platform/testing/processes.ts'
import { createServerDatabase } from '../platform/testing/stores.ts'
import { workbookOf } from '../platform/testing/zip-writer.ts'
import { numberOf } from './testing/office.ts'

const CHILD = new URL('./testing/import-child.ts', import.meta.url)
const NAME = '欧阳查无此人'
const NUMBER = numberOf('1990-03-05', 1)

let folder = ''
let data = ''
let temporary = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-import-crash-'))
  data = join(folder, 'data')
  temporary = join(folder, 'tmp')
  await mkdir(data)
  await mkdir(temporary)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const start = (stage: string, file = '', url = '') => startChild(CHILD, [data, stage, file, url], ['env', `TMPDIR=${temporary}`])

/** Files of the data folder and the temporary folder, without the database, that hold people in clear, or a workbook. */
const plainFiles = async (): Promise<string[]> => {
  const found: string[] = []
  for (const place of [join(data, 'files'), temporary])
    for (const name of await readdir(place, { recursive: true })) {
      const path = join(place, name)
      if (!(await stat(path)).isFile()) continue
      const bytes = await readFile(path)
      if (bytes.includes(NAME) || bytes.includes(NUMBER) || bytes.subarray(0, 2).toString() === 'PK') found.push(path)
    }
  return found
}

const roster = async (format: 'csv' | 'xlsx'): Promise<string> => {
  const path = join(folder, `roster.${format}`)
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const rows = [
    ['姓名', '公民身份号码', '社区'],
    [NAME, NUMBER, '110105021021'],
    [NAME, '110105199003050000', '110105021021'],
  ]
  await writeFile(
    path,
    format === 'csv'
      ? rows.map(row => `${row.join(',')}\n`).join('')
      : await workbookOf({ rows: rows.map(row => `<row>${row.map(cell).join('')}</row>`).join('') }),
  )
  return path
}

describe.runIf(process.platform === 'linux')('a process killed during an import', () => {
  it.each([
    ['reading', 'csv'],
    ['report', 'csv'],
    ['sealing', 'csv'],
    ['sealing', 'xlsx'],
  ] as const)('at the stage %s of a %s file leaves nobody in clear in a file', async (stage, format) => {
    const { url, drop } = await createServerDatabase()
    const child = start(stage, await roster(format), url)
    const { value } = await child.lines.next()
    expect(value).toBe(stage)
    child.process.kill('SIGKILL')
    await child.ended
    await drop()
    expect(await plainFiles()).toEqual([])
    // The sealed upload is there, and only it.
    expect((await readdir(join(data, 'files'))).filter(name => /^[0-9a-f]{32}$/.test(name))).toHaveLength(1)
  })

  it('twice by the same file: the file is refused with words and not read a third time', { timeout: 300_000 }, async () => {
    const file = await roster('csv')
    for (const words of [file, '']) {
      const { signal, errors } = await start('die', words).ended
      expect([signal, errors]).toEqual(['SIGKILL', ''])
    }
    const child = start('die')
    const { value } = await child.lines.next()
    expect(JSON.parse(value ?? '{}')).toMatchObject({
      state: 'failed',
      error: {
        code: 'import.unreadable',
        zh: expect.stringContaining('不再重试'),
        en: expect.stringContaining('not be tried again'),
      },
    })
    expect((await child.ended).code).toBe(0)
    expect((await readdir(join(data, 'files'))).filter(name => name !== 'plain')).toEqual([])
  })
})
