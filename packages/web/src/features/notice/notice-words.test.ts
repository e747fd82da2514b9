import { describe, expect, it } from 'vitest'
import { deliveryErrorWord, isUnderWay, MESSAGE_STATES, shareOver, toneOf } from './notice-words.ts'

describe('texts of notices', () => {
  it('has a text for each delivery error, and none for other codes', () => {
    const codes = [
      'gateway.unreachable',
      'gateway.busy',
      'gateway.login',
      'gateway.rejected',
      'gateway.none',
      'recipient.rejected',
      'recipient.none',
      'recipient.declined',
      'message.broken',
      'message.restored',
    ]
    expect(codes.map(deliveryErrorWord)).toEqual(codes.map(code => code.replace('.', '-')))
    expect(['retry', 'title', 'gateway.new'].map(deliveryErrorWord)).toEqual([null, null, null])
  })

  it('is complete when no message is queued', () => {
    expect(shareOver({})).toBe(100)
    expect(shareOver({ sent: 2, unreachable: 1, queued: 3 })).toBe(50)
    expect(shareOver({ sent: 999, failed: 1 })).toBe(99)
    expect(isUnderWay({ sent: 3, failed: 1 })).toBe(false)
    expect(isUnderWay({ queued: 1 })).toBe(true)
  })

  it('gives failures another colour than successes', () => {
    expect(MESSAGE_STATES.map(toneOf)).toEqual(['quiet', 'quiet', 'registered', 'review', 'refused', 'refused'])
  })
})
