import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../access/index.ts'
import { fontsFrom } from '../documents/index.ts'
import type { Election } from '../election/index.ts'
import { memoryKeyring } from '../platform/crypto/index.ts'
import { type Database, markRestored } from '../platform/database/index.ts'
import { readRows } from '../platform/testing/rows.ts'
import { describeStores } from '../platform/testing/stores.ts'
import { changeStanding, closeElection, decideCase, findReviewCases, registerVoter, undoDecision } from '../registration/index.ts'
import {
  contextFor,
  DISTRICT_OFFICE,
  importPeople,
  loadSomeAreas,
  numberOf,
  openElection,
} from '../registration/testing/office.ts'
import { voterOf } from '../registration/testing/online.ts'
import { acceptAtStation, acceptMyCertificate, findCertificateFigures, openArrivals, verifyCertificate } from './accept/index.ts'
import {
  askAtStation,
  askByOffice,
  askForCertificate,
  findMyCertificates,
  issueCertificate,
  listCertificates,
  printOwnCertificate,
  refuseCertificate,
  reprintCertificate,
  revokeCertificate,
} from './issue/index.ts'
import { findIssuedTo, purgeCertificates } from './ledger/index.ts'
import {
  addPartner,
  agreeRound,
  confirmReconciled,
  findRounds,
  isReconciled,
  listPartners,
  readPartnerCard,
  rotateOwnKey,
  showOwnKeys,
  withdrawPartnerKey,
} from './partner/index.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const WANG = ['王芳', numberOf('1985-07-21', 2)] as const

describeStores('certificates within one installation', open => {
  let ctx: Context
  let election: Election
  let database: Database
  let now: Date

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    now = new Date('2026-11-20T01:00:00Z')
    ctx = { ...contextFor(database), clock: { now: () => now } }
    election = await openElection(ctx)
    const registered = await registerVoter(voterOf(ctx, LI), election.id, { community: EAST, basis: 'hukou', evidence: [] })
    expect(registered).toMatchObject({ ok: true, value: { outcome: 'registered' } })
  })

  const office = (): Context => ({ ...ctx, requestId: randomUUID() })
  const asked = async (person: readonly [string, string] = LI) => {
    const made = await askForCertificate(voterOf(ctx, person), { electionId: election.id, to: '杭州市西湖区' })
    if (!made.ok) throw new Error(made.error.code)
    return made.value
  }
  const issued = async () => {
    const { id } = await asked()
    const made = await issueCertificate(office(), { electionId: election.id, id })
    if (!made.ok) throw new Error(made.error.code)
    return made.value
  }
  const take = (text: string, [name, number]: readonly [string, string] = LI, community = WEST) =>
    acceptAtStation(office(), election.id, { text, name, number, community, basis: 'residence', evidence: [] })
  const rolls = () =>
    readRows(
      database,
      `SELECT r.community_code AS community, r.status, c.registration_id IS NOT NULL AS holds FROM registration r
       LEFT JOIN claim c ON c.county_code = r.county_code AND c.registration_id = r.id ORDER BY r.id`,
    )
  const told = async () =>
    (
      await readRows<{ template: string }>(
        database,
        `SELECT template FROM outbox WHERE template LIKE 'certificate-%' OR template = 'moved' ORDER BY id`,
      )
    ).map(({ template }) => template)
  const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)

  it('answers an office and a station about one number under a name and birth date, and about no guesses', async () => {
    const guess = numberOf('1990-03-05', 2)
    for (const ask of [askByOffice, askAtStation]) {
      const by = (id: string): Context => ({ ...office(), actor: { ...ctx.actor, id: `${id} ${ask.name}` } })
      expect(code(await ask(by('first'), election.id, { name: LI[0], number: guess }))).toBe('certificate.not-registered')
      // The right number is one of the guesses now.
      expect(code(await ask(by('first'), election.id, { name: LI[0], number: LI[1] }))).toBe('number.several')
      expect(code(await ask(by('second'), election.id, { name: WANG[0], number: LI[1] }))).toBe('certificate.not-registered')
    }
  })

  it('moves the voter in one transaction: requested on the phone, issued by the office, accepted at a station', async () => {
    const first = await asked()
    expect(first).toMatchObject({ state: 'requested', via: 'portal', text: null, place: { code: EAST } })
    expect((await asked()).id).toBe(first.id)
    const given = await issueCertificate(office(), { electionId: election.id, id: first.id })
    expect(given).toMatchObject({
      ok: true,
      value: { state: 'issued', validUntil: '2026-12-19', text: expect.stringMatching(/^MC1\./) },
    })
    expect(await rolls()).toEqual([{ community: EAST, status: 'registered', holds: true }])
    const text = given.ok ? (given.value.text ?? '') : ''
    expect(text).not.toContain(LI[1])
    expect(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()).not.toContain(LI[1])
    const mine = await findMyCertificates(voterOf(ctx, LI))
    expect(mine.certificates).toMatchObject([{ state: 'issued', text }])
    expect(await verifyCertificate(office(), { text })).toMatchObject({ ok: true, value: { name: '李小明', taken: false } })
    expect(await take(text)).toMatchObject({
      ok: true,
      value: { acceptance: { state: 'final', name: '李小明' }, registration: { community: { code: WEST } } },
    })
    expect(await rolls()).toEqual([
      { community: EAST, status: 'moved', holds: false },
      { community: WEST, status: 'registered', holds: true },
    ])
    expect(await told()).toEqual(['certificate-issued', 'moved'])
    // A second scan gets the same response and changes nothing; another person cannot use the certificate.
    expect(await take(text)).toMatchObject({ ok: true, value: { acceptance: { state: 'final' } } })
    expect(code(await take(text, WANG))).toBe('certificate.person')
    expect(await listCertificates(office(), election.id, {})).toMatchObject({
      ok: true,
      value: { items: [{ state: 'released', text: null }], figures: { released: 1, issued: 0 } },
    })
    expect(await findCertificateFigures(office(), election.id)).toMatchObject({
      ok: true,
      value: { asked: 1, released: 1, accepted: { final: 1 }, rules: { set: 'beijing', needed: true } },
    })
  })

  it('can be used by the voter on the phone, but not for the community of the current registration', async () => {
    const { text } = await issued()
    const mine = (community: string) =>
      acceptMyCertificate(voterOf(ctx, LI), {
        electionId: election.id,
        text: text ?? '',
        community,
        basis: 'residence',
        evidence: [],
      })
    expect(code(await mine(EAST))).toBe('certificate.already-here')
    expect(await mine(WEST)).toMatchObject({ ok: true, value: { acceptance: { state: 'final' } } })
  })

  it('changes nothing for a voter registered in that community, even if the register now requires other evidence', async () => {
    const { text } = await issued()
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话'],
      [...LI, '410105', EAST, '正常', '', '', ''],
    ])
    const before = await readRows(database, 'SELECT * FROM registration')
    expect(code(await take(text ?? '', LI, EAST))).toBe('certificate.already-here')
    expect(await readRows(database, 'SELECT * FROM registration')).toEqual(before)
  })

  it('can be refused, revoked and reprinted, and expires', async () => {
    const refused = await refuseCertificate(office(), {
      electionId: election.id,
      id: (await asked()).id,
      reason: `本人撤回，${LI[1]}`,
    })
    expect(refused).toMatchObject({ ok: true, value: { state: 'refused' } })
    const { id, text } = await issued()
    expect(await reprintCertificate(office(), { electionId: election.id, id })).toMatchObject({
      ok: true,
      value: { copies: 1, text },
    })
    const paper = await printOwnCertificate(office(), { electionId: election.id, id })
    expect(paper).toMatchObject({ ok: true, value: { name: `选民资格证明-${id.slice(0, 8)}-副本1.pdf` } })
    expect(paper.ok && Buffer.from(paper.value.pdf).subarray(0, 5).toString()).toBe('%PDF-')
    expect(await readRows(database, `SELECT details FROM audit WHERE action = 'certificate.printed'`)).toEqual([
      { details: { election: election.id, copy: 1 } },
    ])
    expect(code(await refuseCertificate(office(), { electionId: election.id, id, reason: '晚了' }))).toBe('certificate.state')
    expect(await revokeCertificate(office(), { electionId: election.id, id, reason: '误发' })).toMatchObject({
      ok: true,
      value: { state: 'revoked', text: null },
    })
    expect(code(await take(text ?? ''))).toBe('certificate.state')
    expect(code(await printOwnCertificate(office(), { electionId: election.id, id }))).toBe('certificate.state')
    expect(await told()).toEqual(['certificate-refused', 'certificate-issued', 'certificate-ended'])
    // A number that a clerk typed into a reason is not sent in a message.
    const [said] = await readRows<{ reason: string }>(
      database,
      `SELECT parameters->>'reason' AS reason FROM outbox WHERE template = 'certificate-refused'`,
    )
    expect(said?.reason).toBe('本人撤回，***')
    const again = await issued()
    now = new Date('2026-12-21T01:00:00Z')
    expect(code(await verifyCertificate(office(), { text: again.text ?? '' }))).toBe('certificate.expired')
    expect(await rolls()).toEqual([{ community: EAST, status: 'registered', holds: true }])
  })

  it('is deleted with the round, and the ledger without names is kept (PIPL 19)', async () => {
    const { id, text } = await issued()
    const taken = await take(text ?? '')
    const acceptance = taken.ok ? taken.value.acceptance.id : ''
    for (const answered of [now, null])
      await database.run(
        `INSERT INTO exchange_message (id, partner_id, body, created_at, next_at, answered_at) VALUES (gen_random_uuid(), 'other', $1, $2, $2, $3)`,
        [JSON.stringify({ kind: 'claim', taker: { installation: 'here', acceptance } }), now, answered],
      )
    await registerVoter(voterOf(ctx, WANG), election.id, { community: EAST, basis: 'hukou', evidence: [] })
    const refused = await refuseCertificate(office(), { electionId: election.id, id: (await asked(WANG)).id, reason: '本人撤回' })
    expect(refused).toMatchObject({ ok: true })
    now = new Date('2026-12-21T01:00:00Z')
    expect(await closeElection(office(), election.id, purgeCertificates)).toMatchObject({ ok: true })
    const kept = JSON.stringify([
      await readRows(database, 'SELECT * FROM certificate'),
      await readRows(database, 'SELECT * FROM certificate_event'),
      await readRows(database, 'SELECT * FROM certificate_acceptance'),
      await readRows(database, `SELECT * FROM request WHERE action LIKE '%certificate%'`),
    ])
    expect(kept).toContain(acceptance)
    for (const said of [LI[0], WANG[0], '西湖区', 'MC1.', '撤回']) expect(kept).not.toContain(said)
    // Unanswered messages are still sent.
    expect(await readRows(database, 'SELECT answered_at AS answered FROM exchange_message')).toEqual([{ answered: null }])
    expect(await listCertificates(office(), election.id, { state: 'released' })).toMatchObject({
      ok: true,
      value: { items: [{ id, name: '', to: null, place: { code: EAST } }], figures: { released: 1, refused: 1 } },
    })
    expect(code(await printOwnCertificate(office(), { electionId: election.id, id }))).toBe('certificate.state')
  })

  it('is shown with the registration until it is accepted', async () => {
    const certified = () => findIssuedTo(database, election.id, [ctx.keys.personKey(LI[1]), ctx.keys.personKey(WANG[1])])
    await asked()
    expect(await certified()).toEqual(new Set())
    const { text } = await issued()
    expect(await certified()).toEqual(new Set([ctx.keys.personKey(LI[1])]))
    await database.run(
      `INSERT INTO finding (county_code, registration_id, election_id, person_key, code, fingerprint, evidence, state, opened_at, decided_at, decided_by, reason)
       SELECT county_code, id, election_id, person_key, 'place.unproven', 'x', '{}', 'accepted', $1, $1, 'x', 'x' FROM registration`,
      [now],
    )
    const decided = () =>
      findReviewCases(office(), election.id, { state: 'decided' }, (id, people) => findIssuedTo(database, id, people))
    expect(await decided()).toMatchObject({ ok: true, value: { items: [{ status: 'registered', certificateIssued: true }] } })
    await take(text ?? '')
    const left = await decided()
    expect(left.ok && left.value.items.filter(one => one.certificateIssued)).toEqual([])
  })

  it('is issued to voters on the local roll only, by officers of the area', async () => {
    expect(code(await askForCertificate(voterOf(ctx, WANG), { electionId: election.id }))).toBe('certificate.not-registered')
    const { id } = await asked()
    const elsewhere = { ...office(), actor: { ...DISTRICT_OFFICE, areaCode: '110101' } }
    expect(code(await issueCertificate(elsewhere, { electionId: election.id, id }))).toBe('election.unknown')
    expect(code(await printOwnCertificate(elsewhere, { electionId: election.id, id }))).toBe('election.unknown')
    const given = await issued()
    const noFonts = fontsFrom([], [])
    expect(code(await printOwnCertificate(office(), { electionId: election.id, id: given.id }, noFonts))).toBe(
      'certificate.unprintable',
    )
  })

  it('is reviewed before the voter leaves, and gives the voter back when the arrival is refused later', async () => {
    const { id, text } = await issued()
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ['另一姓名', LI[1], '110105', EAST, '正常'],
    ])
    expect(await take(text ?? '')).toMatchObject({
      ok: true,
      value: { acceptance: { state: 'review' }, registration: { status: 'review' } },
    })
    expect(await rolls()).toEqual([
      { community: EAST, status: 'registered', holds: true },
      { community: WEST, status: 'review', holds: false },
    ])
    const [found] = await readRows<{ countyCode: string; registrationId: number }>(
      database,
      `SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE status = 'review'`,
    )
    if (!found) throw new Error('no case')
    const arrivals = openArrivals(ctx)
    const accepted = await decideCase(office(), { ...found, decision: 'accept', reason: '曾用名' }, arrivals)
    expect(accepted).toMatchObject({ ok: true, value: { status: 'registered' } })
    expect(await rolls()).toEqual([
      { community: EAST, status: 'moved', holds: false },
      { community: WEST, status: 'registered', holds: true },
    ])
    // The ledger has the decision: it is not undone, the voter goes back as a whole.
    expect(code(await undoDecision(office(), { ...found, reason: '点错了' }, arrivals))).toBe('case.arrived')
    const by = { actor: '选举委员会', at: now, reason: '申诉成立' }
    await database.transaction(tx => changeStanding(tx, { ...found, ...by, change: { kind: 'strike' } }, arrivals))
    expect(await rolls()).toEqual([
      { community: EAST, status: 'registered', holds: true },
      { community: WEST, status: 'removed', holds: false },
    ])
    expect(await listCertificates(office(), election.id, {})).toMatchObject({
      ok: true,
      value: { items: [{ id, state: 'restored' }], figures: { restored: 1 } },
    })
    expect(code(await take(text ?? ''))).toBe('certificate.used')
  })

  it('is exchanged with partners whose keys are their own, and whose new keys the old ones or two people vouch for', async () => {
    const other: Context = { ...contextFor(await open()), keys: memoryKeyring(new Uint8Array(32).fill(9)), clock: ctx.clock }
    const first = await showOwnKeys(other)
    expect(await addPartner(office(), first)).toMatchObject({ ok: true })
    await rotateOwnKey(other, 'sm2')
    const second = await showOwnKeys(other)
    const sent = readPartnerCard(JSON.stringify(second))
    expect(sent.ok && (await addPartner(office(), sent.value))).toMatchObject({ ok: true })
    expect((await listPartners(ctx))[0]?.keys).toHaveLength(2)
    const stranger: Context = { ...contextFor(await open()), keys: memoryKeyring(new Uint8Array(32).fill(8)), clock: ctx.clock }
    const [key] = (await showOwnKeys(stranger)).keys
    if (!key) throw new Error('no key')
    const forged = { ...second, keys: [...second.keys, { ...key, endorsedBy: first.keys[0]?.keyId ?? '', endorsement: 'AAAA' }] }
    expect(code(await addPartner(office(), forged))).toBe('partner.key-unconfirmed')
    expect(code(await addPartner(office(), forged, ['张三', '张三 ']))).toBe('partner.key-unconfirmed')
    expect(code(await addPartner(office(), { ...first, installation: 'copy' }))).toBe('partner.key-shared')
    expect(await addPartner(office(), forged, ['张三', '李四'])).toMatchObject({ ok: true })
    expect(code(await agreeRound(office(), { partner: 'nobody', theirs: '2027', ours: '2026' }))).toBe('partner.unknown')
    const agreed = { partner: first.installation, theirs: '2027', ours: '2026' }
    expect(await agreeRound(office(), agreed)).toMatchObject({ ok: true })
    expect(await findRounds(database, first.installation, '2026')).toEqual(['2026', '2027'])
    expect(await findRounds(database, 'nobody', '2026')).toEqual(['2026'])
    // After a restore two people answer for a partner that has no address.
    await markRestored(database, now)
    expect(await isReconciled(database)).toBe(false)
    const one = { partner: first.installation, confirmedBy: ['张三'], reason: '核对两地台账' }
    expect(code(await confirmReconciled(office(), one))).toBe('partner.two-people')
    expect(await confirmReconciled(office(), { ...one, confirmedBy: ['张三', '李四'] })).toMatchObject({ ok: true })
    expect(await isReconciled(database)).toBe(true)
  })

  it('is valid after a key rotation, but not after its key was withdrawn', async () => {
    const { text } = await issued()
    await rotateOwnKey(office(), 'sm2')
    expect(await verifyCertificate(office(), { text: text ?? '' })).toMatchObject({ ok: true })
    const card = await showOwnKeys(ctx)
    expect(card.keys).toHaveLength(2)
    expect(JSON.stringify(card)).not.toContain('PRIVATE')
    const [, keyId = ''] = /^MC1\.[\w-]+\.([\w-]+)\./.exec(text ?? '') ?? []
    expect(await withdrawPartnerKey(office(), { keyId })).toMatchObject({ ok: true })
    expect(code(await verifyCertificate(office(), { text: text ?? '' }))).toBe('certificate.key-unknown')
    expect(code(await addPartner(office(), card))).toBe('partner.self')
    // Keys of a log and of a witness belong to the installation that they name.
    expect(code(readPartnerCard(JSON.stringify({ ...card, installation: 'other' })))).toBe('partner.unreadable')
    const other = { ...card, installation: 'other', url: 'http://example.org', log: null, witness: null }
    const read = readPartnerCard(JSON.stringify(other))
    expect(read.ok && code(await addPartner(office(), read.value))).toBe('partner.url')
    expect(code(readPartnerCard('{}'))).toBe('partner.unreadable')
  })
})
