/** The addresses of the mini program contain a language, a type size and the name of a login, and nothing about a person. */
import { describe, expect, it } from 'vitest'
import { handedOver, isLarge, languageOf, portalAddress } from './address.ts'

const shell = { language: 'zh-CN', large: false, signIn: null } as const

describe('the addresses of the mini program', () => {
  it('open the portal embedded in a mini program', () => {
    expect(portalAddress('https://xm.example.cn', shell)).toBe('https://xm.example.cn/?embed=mini-program&lang=zh-CN&type=normal')
    expect(portalAddress('https://xm.example.cn', { language: 'en', large: true, signIn: 'city' })).toBe(
      'https://xm.example.cn/?embed=mini-program&lang=en&type=large&sign-in=city',
    )
  })
  it('take only the name of a login from another mini program', () => {
    expect(handedOver({ login: 'city', name: 'x' })).toBe('city')
    for (const odd of [null, 'city', {}, { login: 7 }, { login: '../x' }, { login: 'a&to=//evil' }, { login: 'x'.repeat(60) }])
      expect(handedOver(odd)).toBeNull()
    expect(portalAddress('https://a.cn', { ...shell, signIn: 'a&to=//evil' })).not.toContain('evil')
  })
  it('follow the type size and the language of WeChat', () => {
    expect([undefined, 16, 19, 20, 23].map(isLarge)).toEqual([false, false, false, true, true])
    expect(['zh_CN', 'zh_TW', undefined, 'en', 'en_US'].map(languageOf)).toEqual(['zh-CN', 'zh-CN', 'zh-CN', 'en', 'en'])
  })
})
