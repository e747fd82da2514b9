/** The server over real HTTP, with real accounts and elections; use cases of modules tested elsewhere are replaced. For tests. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { fail, ok } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import { expect } from 'vitest'
import * as accounts from '../../../access/index.ts'
import { createStaff, openAuth, openOwnAccount, openSessions, openVoterLogins, type Role } from '../../../access/index.ts'
import { findAreas } from '../../../area/index.ts'
import * as district from '../../../district/index.ts'
import { findSeats, seatSheet, setSeats, setUpElection } from '../../../district/index.ts'
import * as election from '../../../election/index.ts'
import { findAudit, findElections, getElection, openTimetable } from '../../../election/index.ts'
import { openHelp } from '../../../help/index.ts'
import { memoryKeyring } from '../../../platform/crypto/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { openSealedFiles } from '../../../platform/files/index.ts'
import { openLog } from '../../../platform/http/index.ts'
import { findSources } from '../../../population/index.ts'
import { buildServer } from '../server.ts'
import { registerPlayed, type UseCases } from './played.ts'

export const PASSWORD = 'correct-horse-电池'
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105022', '110105', '高碑店地区', 4],
] as const

const never = () => {
  throw new Error('张三 110105194912310025 的记录 should not be called')
}

/** Replacements for the other modules, as far as these tests need them. */
const playedUseCases = (
  taken: Map<string, string>,
): Pick<
  UseCases,
  | 'registrations'
  | 'report'
  | 'voters'
  | 'stationDesk'
  | 'shifts'
  | 'devices'
  | 'notices'
  | 'rolls'
  | 'objections'
  | 'certificates'
  | 'exchange'
  | 'console'
> => ({
  console: { version: '1.2.3', isWell: async () => true, findJob: async () => undefined, getClock: never, confirmClock: never },
  registrations: {
    checkElection: never,
    getRecord: never,
    findRegisteredPerson: never,
    correctVoter: never,
    askRemoval: never,
    confirmRemoval: never,
    withdrawRemoval: never,
    findVoters: never,
    countVoters: never,
    findVoterDistricts: never,
    lookUpNumber: never,
    searchAll: never,
    findNotYetRegistered: never,
    findMissingCommunities: never,
    recordVisit: async (ctx, input) => {
      const election = await getElection(ctx, input.electionId, 'visit')
      if (!election.ok) return election
      if (ctx.requestId && taken.has(ctx.requestId)) return ok({})
      taken.set(ctx.requestId ?? 'none', input.outcome)
      return ok({})
    },
    findImports: async () => ok([]),
    getImport: async () => fail({ code: 'import.unknown' }),
    previewImport: never,
    decideHeld: never,
    mendRow: never,
    findSenders: never,
    exportSenders: never,
    createBatch: never,
    addFiles: never,
    getBatch: never,
    previewFile: never,
    chooseFile: never,
    removeFile: never,
    startBatch: never,
    openTemplate: never,
    startImport: async (ctx, input) => {
      const election = await getElection(ctx, input.electionId)
      if (!election.ok) return election
      const bytes: Buffer[] = []
      for await (const chunk of ctx.files.open(input.file.sealedId)) bytes.push(chunk as Buffer)
      taken.set(input.file.name, Buffer.concat(bytes).toString())
      taken.set('channel', String(input.channel))
      await ctx.files.remove(input.file.sealedId)
      return ok({ id: 7 })
    },
    openImportReport: async () => ok({ name: '结果 (1).csv', content: Readable.from(['a,b\n']) }),
    progressOf: () => undefined,
    findReviewCases: async () => ok({ items: [], next: null, total: 0, byCode: {} }),
    decideCase: never,
    undoDecision: never,
    decideTogether: never,
    findAssignees: never,
    assignCases: never,
    revealNumber: never,
    findMyAccessHistory: never,
    proposeNumber: never,
    confirmProposal: never,
    findRefusedRows: async () => ok({ items: [], next: null, total: 0 }),
    findElectionStations: never,
    replaceElectionStations: never,
    lookUpDisqualification: never,
    listDisqualifications: never,
    getElectorate: never,
    setCommunityDefaults: never,
    setUnit: never,
    removeUnit: never,
    exportElectorate: never,
    findTownshipPeople: never,
    answerForPerson: never,
    printEntrances: never,
    findHouseholds: never,
    printHouseholds: never,
    openHousehold: never,
    findDividedCommunities: never,
    setParts: never,
    exportParts: never,
  },
  report: { electionOverview: never, electionTownships: never, electionWork: never },
  voters: {
    findElectionsForVoter: never,
    getVoterForm: never,
    findPlaces: never,
    getPlace: never,
    registerVoter: never,
    findMyRegistrations: never,
    getMyRegistration: never,
    findMyRefusals: never,
    getMyCard: never,
  },
  notices: {
    previewReminder: never,
    sendReminder: never,
    findNotices: never,
    findNoticeMessages: never,
    retryNotices: never,
    myContact: never,
    saveMyContact: never,
  },
  objections: {
    fileMyObjection: never,
    findMyObjections: never,
    fileStationObjection: never,
    findElectionObjections: never,
    getObjection: never,
    decideOnObjection: never,
    undoObjection: never,
    serveObjection: never,
    recordObjectionSuit: never,
    recordObjectionJudgment: never,
    closeObjectionCase: never,
  },
  exchange: { receiveEnvelope: never },
  certificates: {
    askForCertificate: never,
    findMyCertificates: never,
    acceptMyCertificate: never,
    askAtStation: never,
    listCertificates: never,
    findCertificateFigures: never,
    listAcceptances: never,
    issueCertificate: never,
    refuseCertificate: never,
    revokeCertificate: never,
    reprintCertificate: never,
    acceptAtStation: never,
    printOwnCertificate: never,
    verifyCertificate: never,
  },
  stationDesk: { registerAtStation: never, confirmSecondOfficer: never },
  shifts: { takeShift: never, syncShift: never },
  devices: { enrolDevice: never, findDevices: never, deactivateDevice: never, getDeviceState: never },
  rolls: {
    findRollVersions: async () => ok([]),
    startPreview: never,
    findRollPreview: async () => ok(null),
    findPreviewEntries: async () => ok({ entries: [], next: null, current: true }),
    startPublishing: never,
    findRollFiles: async () => ok({ ready: true, files: [] }),
    startRollFiles: never,
    openRollArchive: async () => ok({ name: 'x.zip', content: Readable.from(['x']) }),
    openRollPosters: async () => ok({ name: 'x.zip', content: Readable.from(['x']) }),
    openRollFile: async (_, __, ___, name) => ok({ name, content: Readable.from(['x']) }),
    verifyRoll: never,
  },
})

/** A server on a new database, restarted by `restart` with other options. */
export type PlayedServer = Awaited<ReturnType<typeof openPlayedServer>>

export const openPlayedServer = async (database: Database) => {
  let app: FastifyInstance
  let base = ''
  let now = new Date()
  const taken = new Map<string, string>()
  const lines: string[] = []
  const waits: number[] = []
  const keys = memoryKeyring()
  for (const [code, parent, name, level] of AREAS)
    await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
  const folder = await mkdtemp(path.join(tmpdir(), 'mingce-server-test-'))
  const files = await openSealedFiles(folder, memoryKeyring())

  const staff = (username: string, role: Role, areaCode: string) =>
    createStaff(
      database,
      { username, name: `测试${username}`, password: PASSWORD, role, areaCode },
      { clock: { now: () => now }, actor: { name: 'setup', role: 'city' } },
    )

  const start = async (
    options: { https?: boolean; trustedProxies?: readonly string[]; uploadLimitBytes?: number; pages?: string } = {},
  ) => {
    const log = openLog({ destination: { write: line => void lines.push(line) } })
    const services = { database, keys, files, clock: { now: () => now }, log }
    const auth = openAuth({ database, keys, https: options.https ?? false })
    const sessions = openSessions(auth, services, { wait: async ms => void waits.push(ms) })
    const useCases: UseCases = {
      session: sessions,
      ownAccount: openOwnAccount(auth, sessions),
      accounts,
      voterLogins: openVoterLogins({ services, logins: [] }),
      areas: { findAreas, findAddedAreas: never, addAreas: never },
      plans: {
        findElectionPlans: district.findElectionPlans,
        getPlan: district.getPlan,
        getPlanShapes: district.getPlanShapes,
        makePlanOfFile: district.makePlanOfFile,
        copyPlan: district.copyPlan,
        proposePlan: district.proposePlan,
        changePlan: district.changePlan,
        undoPlanStep: district.undoPlanStep,
        comparePlansOf: district.comparePlansOf,
        announcePlan: district.announcePlan,
        makePlanOfCommunities: never,
        previewPlan: never,
        freezePlan: never,
      },
      elections: { findElections, createElection: setUpElection, findAudit },
      timetable: openTimetable(async () => null),
      committees: election,
      seats: { findSeats, setSeats, seatSheet },
      sources: { findSources },
      help: openHelp(database, ''),
      feeds: { receiveFeed: never, findAuthoritiesStanding: never },
      ...playedUseCases(taken),
    }
    app = await buildServer({
      register: registerPlayed(useCases),
      version: useCases.console.version,
      findLogins: useCases.voterLogins.findLogins,
      gate: { actorOf: sessions.actorOf, services },
      log,
      ...options,
    })
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  }

  const send = (address: string, cookie: string, body?: object | FormData, headers: Record<string, string> = {}) =>
    fetch(base + address, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
      redirect: 'manual',
    })

  const signIn = async (username: string, password = PASSWORD) => {
    const answer = await send('/api/auth/sign-in', '', { username, password })
    const cookie = answer.headers
      .getSetCookie()
      .map(set => set.split(';')[0])
      .join('; ')
    return { answer, cookie }
  }

  const upload = (kind: string, text: string, name = '花名册.csv', more: Record<string, string> = {}) => {
    const form = new FormData()
    for (const [key, value] of Object.entries({ kind, ...more })) form.set(key, value)
    form.set('file', new Blob([text]), name)
    return form
  }

  const setUp = async () => {
    await staff('chaoyang', 'district', '110105')
    const { cookie } = await signIn('chaoyang')
    const made = await send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county'],
      name: '换届选举',
    })
    expect(made.status).toBe(201)
    return { cookie, id: ((await made.json()) as { id: string }).id }
  }

  await start()
  return {
    database,
    folder,
    /** Lines of the log. */
    lines,
    /** How long attempts to sign in waited, in milliseconds. */
    waits,
    /** What the replaced use cases were given. */
    taken,
    staff,
    send,
    signIn,
    upload,
    setUp,
    base: () => base,
    passTime: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds)
    },
    restart: async (options: Parameters<typeof start>[0]) => {
      await app.close()
      await start(options)
    },
    close: async () => {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
