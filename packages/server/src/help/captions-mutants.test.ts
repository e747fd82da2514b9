/** Mutants of captions: each is accepted or refused with words. */
import { describe, expect } from 'vitest'
import { testMutants, WORDS } from '../platform/testing/mutants.ts'
import { readCaptions } from './service.captions.ts'

const CAPTIONS =
  'WEBVTT - 登记\n\nNOTE 说明\n\n1\n00:01.000 --> 00:04.000 align:start\n打开登记页面\n\n01:00:05.000 --> 01:00:09.250\n填写姓名\n'

describe('captions', () => {
  testMutants('captions', [Buffer.from(CAPTIONS), Buffer.from(`\ufeff${CAPTIONS.replaceAll('\n', '\r\n')}`)], mutant => {
    const read = readCaptions(mutant.toString())
    if (read.ok) expect(read.value).toMatch(/^WEBVTT/)
    else expect(read.error).toMatchObject(WORDS)
  })
})
