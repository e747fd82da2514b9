/** The list of columns and synonyms in docs/files.md matches the code. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { COLUMNS, type FileKind } from '@mingce/domain/registration'
import { expect, it } from 'vitest'

const path = fileURLToPath(new URL('../../../../../../docs/files.md', import.meta.url))
const TITLES: Record<FileKind, string> = {
  population: 'population 人口底册',
  disqualifications: 'disqualifications 剥夺、停止选举权利人员',
  'previous-roll': 'previous-roll 上届选民名册',
  registrations: 'registrations 选民登记花名册',
}
const [START, END] = ['<!-- columns -->', '<!-- /columns -->']

const section = (kind: FileKind): string => {
  const rows = COLUMNS[kind].map(({ zh, en, required, synonyms, meaning }) => {
    const bold = required ? '**' : ''
    return `| ${bold}${zh}${bold} | ${en} | ${synonyms.join(' · ')} | ${meaning.zh} ${meaning.en} |`
  })
  return [`### ${TITLES[kind]}`, '| column | English | also | what |', '|---|---|---|---|', ...rows, ''].join('\n')
}

it('docs/files.md lists the columns of the code', async () => {
  const text = await readFile(path, 'utf8')
  const [before = '', rest = ''] = text.split(START)
  const after = rest.split(END)[1] ?? ''
  const tables = (Object.keys(COLUMNS) as FileKind[]).map(section).join('\n')
  const expected = `${before}${START}\n${tables}${END}${after}`
  if (process.env.UPDATE_DOCS === '1') await writeFile(path, expected)
  else expect(text).toBe(expected)
})
