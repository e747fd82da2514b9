/** Every finding that needs review offers a reason for either decision. */
import { FINDINGS } from '@mingce/domain/registration'
import { describe, expect, it } from 'vitest'
import { reasonsFor } from './reasons.ts'

describe('reasons', () => {
  it.each(FINDINGS.filter(finding => finding.severity === 'review').map(finding => finding.code))(
    '%s can be accepted and refused',
    code => {
      expect(reasonsFor([code], 'accept').length).toBeGreaterThan(0)
      expect(reasonsFor([code], 'refuse').length).toBeGreaterThan(0)
    },
  )
  it('lists a reason once if two findings share it', () => {
    expect(reasonsFor(['identity.birth', 'identity.sex'], 'accept')).toEqual(['idCardSeen'])
    expect(reasonsFor(['unheard.of'], 'refuse')).toEqual([])
  })
})
