import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AUDIENCES,
  aboutElection,
  findNoticeTemplate,
  NOTICE_TEMPLATES,
  type NoticeTemplate,
  renderNotice,
  withoutNumbers,
} from './templates.ts'

const templates: readonly NoticeTemplate[] = NOTICE_TEMPLATES
const braces = (text: string) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name)

describe('notice templates', () => {
  it.each(templates.map(template => [template.id, template] as const))(
    '%s uses exactly its parameters in both languages',
    (_, template) => {
      for (const language of ['zh', 'en'] as const) {
        const named = new Set(braces(template.subject[language] + template.body[language]))
        expect([...named].sort()).toEqual([...template.parameters].sort())
      }
      expect(template.article).toMatch(/^(EL|CPL) \d+/)
      expect(template.audiences.length > 0).toBe(template.kind === 'reminder')
      expect(template.audiences.every(audience => AUDIENCES.includes(audience))).toBe(true)
    },
  )

  it('have a reminder for every audience, with no personal data in the parameters', () => {
    for (const audience of AUDIENCES) expect(templates.some(template => template.audiences.includes(audience))).toBe(true)
    const aboutPeople = templates.filter(({ kind }) => kind === 'reminder').flatMap(({ parameters }) => parameters)
    expect(new Set(aboutPeople)).toEqual(new Set(['election', 'pollingDay', 'until', 'where']))
  })

  it('leave no placeholder unfilled, whatever the values', () => {
    fc.assert(
      fc.property(fc.constantFrom(...templates), fc.stringMatching(/^[\p{L} ]{0,20}$/u), (template, words) => {
        const values = Object.fromEntries(template.parameters.map(name => [name, { zh: words, en: words }]))
        const { subject, body } = renderNotice(template, values, 'zh')
        expect(braces(subject + body)).toEqual([])
      }),
    )
  })

  it('start with a mark in subject and body for a practice election', () => {
    const template = findNoticeTemplate('moved')
    if (!template) throw new Error('no template')
    const told = (training: boolean, language: 'zh' | 'en') =>
      renderNotice(template, { ...aboutElection({ name: '换届选举', training }), place: '大郊亭村' }, language)
    for (const language of ['zh', 'en'] as const) {
      const [real, practice] = [told(false, language), told(true, language)]
      const mark = language === 'zh' ? '【演练】' : '[Practice] '
      expect(practice).toEqual({ subject: mark + real.subject, body: mark + real.body })
      expect(real.subject + real.body).not.toContain(mark)
    }
  })

  it('are not rendered with a missing parameter or with an ID or phone number', () => {
    const template = findNoticeTemplate('moved')
    if (!template) throw new Error('no template')
    const values = { election: '换届选举', place: '大郊亭村' }
    expect(renderNotice(template, values, 'zh').body).toContain('转到大郊亭村')
    const dated = renderNotice(template, { ...values, place: '2026-12-05' }, 'en').body
    expect(dated).toContain('5 December 2026')
    expect(() => renderNotice(template, { election: 'x' }, 'zh')).toThrow('lacks place')
    for (const place of ['11010519491231002X', '住 13900000000'])
      expect(() => renderNotice(template, { ...values, place }, 'zh')).toThrow('a number in place')
    const typed = withoutNumbers('证件 11010519491231002X，电话13900000000、13900000001，共2人')
    expect(typed).toBe('证件 ***，电话***、***，共2人')
    expect(() => renderNotice(template, { ...values, place: typed }, 'zh')).not.toThrow()
  })
})
