/** Mutants of messages of the disqualification feed: each line is an entry or is refused with codes, and a broken message says so. */
import { readFeedEntry, writeFeedEntry } from '@mingce/domain/population'
import { describe, expect } from 'vitest'
import { testMutants } from '../../platform/testing/mutants.ts'
import { MessageBroken, readMessage } from './service.lines.ts'

const entry = {
  name: '张三',
  number: '11010519491231002X',
  ground: 'deprived',
  decidedBy: { kind: 'court', name: '北京市朝阳区人民法院' },
  document: '（2025）京0105刑初123号',
  from: '2025-06-01',
  to: '2027-05-31',
  sentence: null,
  withdrawn: false,
} as const
const LINES = Buffer.from(`${writeFeedEntry(entry)}\n${JSON.stringify({ ...entry, more: [[[]]] })}\n`)

describe('the disqualification feed', () => {
  testMutants('JSONL', [LINES], async mutant => {
    const message = readMessage([mutant], 'sha-256')
    try {
      for await (const line of message.lines) {
        const read = readFeedEntry(line, { isCurrentCounty: () => true })
        if (read.kind === 'entry') expect(read.entry.number).toMatch(/^\d{17}[\dX]$/)
        else expect(read.codes.length).toBeGreaterThan(0)
      }
      expect(message.digest()).toMatch(/^[0-9a-f]{64}$/)
    } catch (error) {
      if (!(error instanceof MessageBroken)) throw error
    }
  })
})
