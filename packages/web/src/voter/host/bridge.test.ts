/** The bridge speaks to whichever host is there, and a broken one does no harm. */
import { describe, expect, it } from 'vitest'
import { postToHost } from './bridge.ts'

describe('the bridge', () => {
  it('tells Android in text and iOS in values', () => {
    const heard: unknown[] = []
    const postMessage = (message: unknown) => heard.push(message)
    postToHost({ type: 'ready', signedIn: true }, { MingceBridge: { postMessage } })
    postToHost({ type: 'signed-out' }, { webkit: { messageHandlers: { mingce: { postMessage } } } })
    expect(heard).toEqual([
      '{"source":"mingce","version":1,"type":"ready","signedIn":true}',
      { source: 'mingce', version: 1, type: 'signed-out' },
    ])
  })
  it('goes on without a host, and with one that fails', () => {
    const postMessage = () => {
      throw new Error('gone')
    }
    expect(() => postToHost({ type: 'signed-out' }, {})).not.toThrow()
    expect(() => postToHost({ type: 'signed-out' }, { MingceBridge: { postMessage } })).not.toThrow()
  })
})
