/** The bridge posts messages to whichever host app is present, and tolerates a failing one. */
import { describe, expect, it } from 'vitest'
import { postToHost } from './bridge.ts'

describe('the bridge', () => {
  it('posts text to Android and objects to iOS', () => {
    const heard: unknown[] = []
    const postMessage = (message: unknown) => heard.push(message)
    postToHost({ type: 'ready', signedIn: true }, { MingceBridge: { postMessage } })
    postToHost({ type: 'signed-out' }, { webkit: { messageHandlers: { mingce: { postMessage } } } })
    expect(heard).toEqual([
      '{"source":"mingce","version":1,"type":"ready","signedIn":true}',
      { source: 'mingce', version: 1, type: 'signed-out' },
    ])
  })
  it('ignores a missing or failing host', () => {
    const postMessage = () => {
      throw new Error('gone')
    }
    expect(() => postToHost({ type: 'signed-out' }, {})).not.toThrow()
    expect(() => postToHost({ type: 'signed-out' }, { MingceBridge: { postMessage } })).not.toThrow()
  })
})
