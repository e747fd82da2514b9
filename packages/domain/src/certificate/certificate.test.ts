import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Acceptance,
  answerClaim,
  answerGiveBack,
  type Certificate,
  certificateText,
  expire,
  issue,
  judgeCertificate,
  type Ledger,
  type Message,
  type PartnerKey,
  qrTextOf,
  type Recipient,
  readQrText,
  receiveMessage,
  refuse,
  refuseArrival,
  restBefore,
  revoke,
} from './index.ts'

const certificate: Certificate = {
  id: '4c0f5a3e-8d6e-4a51-9d0d-0f6f1a1b2c3d',
  issuer: 'henan-zhengzhou',
  round: '2026',
  name: '外来人',
  salt: '00'.repeat(16),
  person: 'ab'.repeat(32),
  from: { code: '410105', name: '金水区' },
  issuedOn: '2026-11-01',
  validUntil: '2026-12-10',
}
// The domain does not handle bytes: any reversible encoding in the base64url alphabet will do.
const encode = (text: string) => [...text].map(character => `${character.codePointAt(0)?.toString(36)}-`).join('')
const decode = (text: string) =>
  text
    .split('-')
    .slice(0, -1)
    .map(code => String.fromCodePoint(Number.parseInt(code, 36)))
    .join('')
const sign = (line: string, keyId: string) => `${keyId}_${line.length}_${line.charCodeAt(60)}`
const verify = (line: string, signature: string, key: PartnerKey) => sign(line, key.keyId) === signature
const key: PartnerKey = {
  keyId: 'k1',
  installation: 'henan-zhengzhou',
  algorithm: 'ed25519',
  publicKey: '',
  from: '2026-01-01',
  until: null,
  withdrawnOn: null,
}
const about = { keys: [key], verify, rounds: ['2026'], today: '2026-11-20', person: certificate.person }
const presented = (of: Certificate) => {
  const line = certificateText(of)
  const read = readQrText(qrTextOf(line, 'k1', sign(line, 'k1'), encode), decode)
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

describe('the QR code of a certificate', () => {
  it('reads back what was written, ignoring spaces and line breaks, and rejects malformed text', () => {
    const line = certificateText(certificate)
    const text = qrTextOf(line, 'k1', sign(line, 'k1'), encode)
    expect(readQrText(text.replace(/(.{40})/g, '$1 \n'), decode)).toEqual({
      ok: true,
      value: { certificate, line, keyId: 'k1', signature: sign(line, 'k1') },
    })
    for (const broken of [
      '',
      'MC1',
      text.slice(0, -30).replace(/\.[^.]*$/, ''),
      text.replace('MC1', 'MC2'),
      `${text}.x`,
      'MC1.a-.k.s',
    ])
      expect(readQrText(broken, decode)).toMatchObject({ ok: false, error: { code: 'certificate.unreadable' } })
  })

  it('is accepted only with a valid key of its issuer, in its round, within its dates and from its person', () => {
    expect(judgeCertificate(presented(certificate), about)).toEqual({ ok: true, value: certificate })
    const refused = (change: Partial<typeof about>, of: Partial<Certificate> = {}) => {
      const judged = judgeCertificate(presented({ ...certificate, ...of }), { ...about, ...change })
      return judged.ok ? 'taken' : judged.error.code
    }
    expect(refused({ today: '2026-12-10' })).toBe('taken')
    expect(refused({ today: '2026-12-11' })).toBe('certificate.expired')
    expect(refused({ today: '2026-10-31' })).toBe('certificate.early')
    expect(refused({ rounds: ['2031'] })).toBe('certificate.round')
    expect(refused({ rounds: ['2031', '2026'] })).toBe('taken')
    expect(refused({ person: 'cd'.repeat(32) })).toBe('certificate.person')
    expect(refused({ verify: () => false })).toBe('certificate.forged')
    expect(refused({}, { issuer: 'someone-else' })).toBe('certificate.key-unknown')
    expect(refused({ keys: [{ ...key, until: '2026-10-30' }] })).toBe('certificate.key-unknown')
    expect(refused({ keys: [{ ...key, until: '2026-11-01' }] })).toBe('taken')
    expect(refused({ keys: [{ ...key, withdrawnOn: '2026-11-19' }] })).toBe('certificate.key-unknown')
  })
})

describe('the ledger of the place of origin', () => {
  it('issues a requested certificate, revokes or expires an issued one, and does not revoke a released one', () => {
    const issued = issue({ state: 'requested' }, '2026-12-10')
    expect(issued).toEqual({ ok: true, value: { state: 'issued', validUntil: '2026-12-10' } })
    if (!issued.ok) return
    expect(refuse(issued.value, '已在别处登记').ok).toBe(false)
    expect(issue(issued.value, '2026-12-10').ok).toBe(false)
    expect(revoke(issued.value, '误发')).toMatchObject({ ok: true, value: { state: 'revoked' } })
    expect(expire(issued.value, '2026-12-20', '2026-12-20').ok).toBe(false)
    expect(expire(issued.value, '2026-12-20', '2026-12-21')).toMatchObject({ ok: true, value: { state: 'expired' } })
    const released: Ledger = { state: 'released', to: { installation: 'b', acceptance: '1' } }
    expect(revoke(released, '太晚')).toMatchObject({ ok: false, error: { state: 'released' } })
  })

  it('declines a claim for a certificate that was never issued', () => {
    const claim = {
      kind: 'claim',
      certificate: 'x',
      taker: { installation: 'b', acceptance: '1' },
      takenOn: '2026-12-01',
    } as const
    expect(answerClaim(undefined, claim)).toMatchObject({ ledger: undefined, answer: { kind: 'declined', reason: 'unknown' } })
  })

  it('releases nobody once polling has started, and repeats what it released before', () => {
    const claim = {
      kind: 'claim',
      certificate: 'x',
      taker: { installation: 'b', acceptance: '1' },
      takenOn: '2026-12-01',
    } as const
    const issued: Ledger = { state: 'issued', validUntil: '2026-12-10' }
    expect(answerClaim(issued, claim, true)).toMatchObject({ ledger: issued, answer: { kind: 'declined', reason: 'polling' } })
    const released: Ledger = { state: 'released', to: claim.taker }
    expect(answerClaim(released, claim, true)).toMatchObject({ ledger: released, answer: { kind: 'released' } })
  })

  it('takes a voter back from the acceptance it released them to, and from no other', () => {
    const taker = { installation: 'b', acceptance: '1' }
    const released: Ledger = { state: 'released', to: taker }
    const back = { kind: 'giveBack', certificate: 'x', taker } as const
    const returned = answerGiveBack(released, back)
    expect(returned).toEqual({
      ledger: { state: 'restored', to: taker },
      answer: { kind: 'restored', certificate: 'x', taker },
    })
    expect(answerGiveBack(returned.ledger, back)).toEqual(returned)
    const stranger = { ...back, taker: { installation: 'c', acceptance: '2' } }
    expect(answerGiveBack(released, stranger)).toMatchObject({ ledger: released, answer: { kind: 'declined' } })
    // The certificate is used up: a claim that was under way does not release the voter again.
    const late = { kind: 'claim', certificate: 'x', taker, takenOn: '2026-12-01' } as const
    expect(answerClaim(returned.ledger, late)).toMatchObject({ answer: { kind: 'declined', reason: 'used' } })
  })

  it('retries with delays that never decrease and never exceed one hour', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        attempt => restBefore(attempt) <= 3_600 && restBefore(attempt) >= restBefore(Math.max(0, attempt - 1)),
      ),
    )
  })
})

/** Events in any order: a place accepts the certificate, a message arrives once or twice, the origin revokes or expires it. */
const happening = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      by: fc.constantFrom('b', 'c', 'd'),
      on: fc.constantFrom('2026-12-01', '2026-12-11'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('deliver' as const, 'double' as const), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('revoke' as const, 'expire' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refuse' as const), who: fc.nat(5) }) },
)

describe('transferring a voter', () => {
  it('keeps the voter on exactly one roll after every event, and ends with exactly one final roll', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), happenings => {
        let ledger: Ledger = { state: 'issued', validUntil: '2026-12-10' }
        const takers = new Map<string, { taker: Recipient; takenOn: string; acceptance: Acceptance }>()
        const under: Message[] = []
        const receive = (message: Message) => {
          if (message.kind === 'claim') {
            const answered = answerClaim(ledger, message)
            ledger = answered.ledger ?? ledger
            under.push(answered.answer)
            return
          }
          if (message.kind === 'giveBack') {
            const answered = answerGiveBack(ledger, message)
            ledger = answered.ledger ?? ledger
            under.push(answered.answer)
            return
          }
          const entry = takers.get(message.taker.acceptance)
          if (entry) entry.acceptance = receiveMessage(entry.acceptance, message)
        }
        const check = () => {
          const finals = [...takers.values()].filter(({ acceptance }) => acceptance.state === 'final')
          expect(finals.length).toBeLessThanOrEqual(1)
          const to = ledger.state === 'released' ? ledger.to : undefined
          // On the origin’s roll until it releases the voter; then on the roll of the place released to, which already has them.
          if (finals[0]) expect(finals[0].taker).toEqual(to)
          if (to) expect(['held', 'final', 'giving-back']).toContain(takers.get(to.acceptance)?.acceptance.state)
        }
        let next = 0
        for (const event of happenings) {
          if (event.do === 'take') {
            const taker = { installation: event.by, acceptance: String(next++) }
            takers.set(taker.acceptance, { taker, takenOn: event.on, acceptance: { state: 'held' } })
            under.push({ kind: 'claim', certificate: 'x', taker, takenOn: event.on })
          } else if (event.do === 'revoke' || event.do === 'expire') {
            const ended: ReturnType<typeof revoke> =
              event.do === 'revoke' ? revoke(ledger, '误发') : expire(ledger, '2026-12-20', '2026-12-21')
            if (ended.ok) ledger = ended.value
          } else if (event.do === 'refuse') {
            const entry = takers.get(String(event.who))
            const refused = entry && refuseArrival(entry.acceptance)
            if (!entry || !refused) continue
            entry.acceptance = refused
            under.push({ kind: 'giveBack', certificate: 'x', taker: entry.taker })
          } else if ('which' in event && under.length > 0) {
            const at = event.which % under.length
            const message = under[at]
            if (event.do === 'deliver') under.splice(at, 1)
            if (message) receive(message)
          }
          check()
        }
        // Both sides are up again, and unanswered claims are sent again until they are answered.
        for (const entry of takers.values())
          if (entry.acceptance.state === 'held')
            receive({ kind: 'claim', certificate: 'x', taker: entry.taker, takenOn: entry.takenOn })
          else if (entry.acceptance.state === 'giving-back') receive({ kind: 'giveBack', certificate: 'x', taker: entry.taker })
        for (let message = under.pop(); message; message = under.pop()) receive(message)
        check()
        const finals = [...takers.values()].filter(({ acceptance }) => acceptance.state === 'final').length
        expect(finals).toBe(ledger.state === 'released' ? 1 : 0)
        for (const { acceptance } of takers.values()) expect(['final', 'returned', 'given-back']).toContain(acceptance.state)
      }),
      { numRuns: 500 },
    )
  })
})
