/** The portal's addresses, and what a host may say in them. */
import { describe, expect, it } from 'vitest'
import { hashOf, readHash, readParameters, returnPath, VIEWS } from './address.ts'

describe('addresses', () => {
  it('come back as they were written', () => {
    for (const view of VIEWS) {
      expect(readHash(hashOf(view, null))).toEqual({ view, electionId: null })
      expect(readHash(hashOf(view, '110105021-2026/1'))).toEqual({ view, electionId: '110105021-2026/1' })
    }
  })
  it('lead home when they mean nothing', () => {
    for (const hash of ['', '#', '#/', '#nowhere/%E0%A4%A']) expect(readHash(hash)).toEqual({ view: 'home', electionId: null })
  })
  it('tell the shell, the language and the size of type', () => {
    expect(readParameters('')).toEqual({ embed: null, language: null, large: null, signIn: null, isBack: false, login: null })
    expect(readParameters('?embed=mini-program&lang=en&type=large&sign-in=city&login=refused')).toEqual({
      embed: 'mini-program',
      language: 'en',
      large: true,
      signIn: 'city',
      isBack: false,
      login: 'refused',
    })
    expect(readParameters('?embed=1&login=nonsense')).toMatchObject({ embed: 'app', login: null })
  })
  it('come back from a log-in in the same shell, and do not log in twice', () => {
    expect(returnPath('?embed=1&sign-in=city&login=failed&lang=en')).toBe('/?embed=1&lang=en&from=login')
    expect(returnPath('?sign-in=city')).toBe('/?from=login')
    expect(readParameters('?from=login').isBack).toBe(true)
  })
})
