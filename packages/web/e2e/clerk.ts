/** What a clerk does in the console, step by step, finding controls by their visible text. */
import type { Locator, Page } from 'playwright-core'

/** Waits until everything is loaded and nothing moves. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.loading, .ant-skeleton, .ant-spin-spinning'))
}

export const signIn = async (page: Page, url: string, username: string, password = 'mingce-demo'): Promise<void> => {
  await page.goto(`${url}/office/sign-in`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: '选举', level: 1 }).waitFor()
  await settled(page)
}

/** Creates an election in `area` (names from the top) on `day` and returns its id. */
export const setUpElection = async (page: Page, area: readonly string[], day: string, name: string): Promise<string> => {
  await page.getByRole('button', { name: '新建选举' }).click()
  await page.getByLabel('选举地区').click()
  for (const step of area) await page.locator('.ant-cascader-menu-item', { hasText: step }).last().click()
  await page.keyboard.press('Escape')
  await page.getByLabel('选举日').fill(day)
  await page.keyboard.press('Enter')
  await page.getByLabel('名称').fill(name)
  await page.getByRole('button', { name: '建立' }).click()
  await page.waitForURL(/\/elections\/[^/]+$/)
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

export interface Upload {
  readonly kind: string
  readonly file: string
  readonly text: string
  readonly legalBasis?: string
}

/** Opens the import page, checks the columns, starts the import and waits for its end. */
export const importFile = async (page: Page, { kind, file, text, legalBasis }: Upload): Promise<void> => {
  await (await placeOf(page, '导入')).click()
  await page.getByRole('button', { name: '导入文件' }).click()
  await page.getByRole('radio', { name: kind }).check()
  if (legalBasis) await page.getByLabel('使用依据').fill(legalBasis)
  await page.locator('input[type=file]').setInputFiles({ name: file, mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8') })
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.waitForURL(/\/imports\/\d+$/)
  await page.getByRole('heading', { name: file, level: 1 }).waitFor()
  await page.getByLabel('每一行的处理结果').waitFor({ timeout: 60_000 })
  await settled(page)
}

/** The totals of an import: rows, accepted, review, refused, unchanged. */
export const readSum = async (page: Page): Promise<number[]> => {
  const values = await page.getByLabel('每一行的处理结果').locator('.figure-value').allInnerTexts()
  return values.map(value => Number(value.replaceAll(',', '')))
}

/** A page in the menu, of which the group that holds it is opened. */
export const placeOf = async (page: Page, name: string): Promise<Locator> => {
  const places = page.getByRole('navigation', { name: '工作台导航' })
  const named = page.locator('a', { has: page.locator(`span:text-is("${name}")`) })
  const link = places.locator(named)
  const closed = places.locator('.places-group', { has: named }).locator('button[aria-expanded="false"]')
  // The menu grows into groups while what one may do is still being read.
  for (let tries = 0; tries < 20 && !(await link.isVisible()); tries += 1) {
    if ((await closed.count()) > 0) await closed.click()
    await link.waitFor({ timeout: 500 }).catch(() => undefined)
  }
  return link
}
export const goTo = async (page: Page, name: string): Promise<void> => {
  await (await placeOf(page, name)).click()
  // The overview has the election’s own name as its heading.
  if (name === '总览') await page.waitForURL(/\/elections\/[^/]+$/)
  else await page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
  await settled(page)
}

/** Decides the open case with the keyboard: the decision, its first reason, confirm. Returns the name of the person. */
export const decideByKeys = async (page: Page, key: 'a' | 'r'): Promise<string> => {
  const name = await page.locator('.case-head h2').innerText()
  await page.locator('.case-head h2').click()
  await page.keyboard.press(key)
  await page.locator('.picks button').first().waitFor()
  await page.keyboard.press('1')
  const confirm = page.getByRole('button', { name: key === 'a' ? '确认核准' : '确认不予登记' })
  await page.waitForFunction(
    label => document.activeElement?.textContent?.includes(label),
    key === 'a' ? '确认核准' : '确认不予登记',
  )
  await page.keyboard.press('Enter')
  await confirm.waitFor({ state: 'detached' })
  await page.waitForFunction(
    decided =>
      !document.querySelector('.case-list button:not(.case-decided)') ||
      document.querySelector('.case-head h2')?.textContent !== decided,
    name,
  )
  return name
}

/** Undoes the last decision with the keyboard, with the default reason. */
export const undoByKey = async (page: Page): Promise<void> => {
  await page.keyboard.press('u')
  await page.getByRole('dialog').getByRole('button', { name: '撤销决定' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** Previews a list that is late, with the reason, on the page of publishing; it waits for a second person then. */
export const previewLate = async (page: Page, reason: string): Promise<void> => {
  await page.getByLabel('逾期公布的理由').fill(reason)
  await page.getByRole('button', { name: '预览本次公布' }).click()
  await page.getByRole('heading', { name: '公布预览' }).waitFor({ timeout: 90_000 })
  await page.getByText('须由选举委员会的另一人核对并确认公布').waitFor()
  await settled(page)
}

/** Confirms the preview that someone else prepared. */
export const confirmPreview = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '公布选民名单' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '公布', exact: true }).click()
  await page.getByRole('heading', { name: '第 1 版 选民名单' }).waitFor({ timeout: 90_000 })
  await settled(page)
}
