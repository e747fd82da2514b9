import { expect, it } from 'vitest'
import { parseKept, withView } from './views.ts'

it('shows the usual columns where nothing usable was kept', () => {
  const usual = parseKept(null)
  expect(usual.columns).toContain('status')
  for (const text of ['', '{', '7', '{"columns":["ground"],"views":[{"name":1}]}']) expect(parseKept(text)).toEqual(usual)
})

it('keeps chosen columns and searches, the newest of a name first', () => {
  const kept = parseKept('{"columns":["unit","remark"],"views":[{"name":"a","query":"q=1"},{"name":"b","query":"q=2"}]}')
  expect(kept.columns).toEqual(['unit'])
  expect(withView(kept, { name: 'b', query: 'q=3' }).views).toEqual([
    { name: 'b', query: 'q=3' },
    { name: 'a', query: 'q=1' },
  ])
})
