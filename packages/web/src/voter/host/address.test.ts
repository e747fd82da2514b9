/** The addresses of the portal and the parameters that a host app may pass. */
import { describe, expect, it } from 'vitest'
import { hashOf, readHash, readParameters, returnPath, VIEWS } from './address.ts'

describe('addresses', () => {
  it('are read back as written', () => {
    for (const view of VIEWS) {
      expect(readHash(hashOf(view, null))).toEqual({ view, electionId: null })
      expect(readHash(hashOf(view, '110105021-2026/1'))).toEqual({ view, electionId: '110105021-2026/1' })
    }
  })
  it('lead to the home page if unknown', () => {
    for (const hash of ['', '#', '#/', '#nowhere/%E0%A4%A']) expect(readHash(hash)).toEqual({ view: 'home', electionId: null })
  })
  it('carry the host app, the language and the type size', () => {
    expect(readParameters('')).toEqual({
      embed: null,
      language: null,
      large: null,
      signIn: null,
      isBack: false,
      login: null,
      election: null,
      place: null,
    })
    expect(readParameters('?embed=mini-program&lang=en&type=large&sign-in=city&login=refused')).toEqual({
      embed: 'mini-program',
      language: 'en',
      large: true,
      signIn: 'city',
      isBack: false,
      login: 'refused',
      election: null,
      place: null,
    })
    expect(readParameters('?embed=1&login=nonsense')).toMatchObject({ embed: 'app', login: null })
  })
  it('return from a login into the same host app, without a second login', () => {
    expect(returnPath('?embed=1&sign-in=city&login=failed&lang=en')).toBe('/?embed=1&lang=en&from=login')
    expect(returnPath('?sign-in=city')).toBe('/?from=login')
    expect(readParameters('?from=login').isBack).toBe(true)
  })
  it('keep the election and the community of a poster through a login', () => {
    const poster = returnPath('?election=110105-2026&place=110105021021')
    expect(readParameters(poster.slice(1))).toMatchObject({ election: '110105-2026', place: '110105021021', isBack: true })
    expect(readParameters('?place=1101').place).toBeNull()
  })
})
