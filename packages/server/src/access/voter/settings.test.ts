/** The setting MINGCE_LOGINS: what is accepted, and the errors for invalid settings. */
import { expect, it } from 'vitest'
import { readLoginSettings } from './service.settings.ts'

const GOOD = {
  id: 'city',
  name: { zh: '城市码', en: 'City app' },
  issuer: 'https://login.example',
  clientId: 'mingce',
  clientSecret: 'hush-hush',
  claims: { name: 'name', number: 'id_number' },
}

it('accepts none, one and several logins, and always requests openid', () => {
  expect(readLoginSettings(undefined)).toEqual({ ok: true, value: [] })
  expect(readLoginSettings(' ')).toEqual({ ok: true, value: [] })
  const { clientSecret, ...open } = GOOD
  const read = readLoginSettings(JSON.stringify([GOOD, { ...open, id: 'nation', scopes: ['real_name'] }]))
  expect(read).toMatchObject({ ok: true, value: [{ scopes: ['openid', 'profile'] }, { scopes: ['openid', 'real_name'] }] })
})

it.each([
  ['issuer', { ...GOOD, issuer: 'http://login.example' }],
  ['id', { ...GOOD, id: 'City/1' }],
  ['claims.number', { ...GOOD, claims: { name: 'name' } }],
  ['scopes.0', { ...GOOD, scopes: ['two words'] }],
  ['name', { ...GOOD, name: '城市码' }],
])('names the invalid property, but not its value: %s', (place, one) => {
  const read = readLoginSettings(JSON.stringify([one]))
  if (read.ok) throw new Error('taken')
  expect(read.error.text.zh).toContain(`0.${place}`)
  expect(JSON.stringify(read.error)).not.toContain('hush')
})

it('refuses duplicate ids, unknown properties and invalid JSON', () => {
  for (const text of [JSON.stringify([GOOD, GOOD]), JSON.stringify([{ ...GOOD, secret: 'hush' }]), '[{', '{}']) {
    const read = readLoginSettings(text)
    expect(read.ok).toBe(false)
    expect(JSON.stringify(read)).not.toContain('hush')
  }
})
