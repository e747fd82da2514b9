/** The console with everything behind it: what `mingce serve` listens with. */
import path from 'node:path'
import { ok } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import {
  cutOffDevice,
  type DemoLogin,
  deviceStanding,
  enrolDevice,
  fetchInside,
  findDevices,
  type Gate,
  type LoginSettings,
  openAuth,
  openOwnAccount,
  openSessions,
  openVoterLogins,
  type SecondFactorRule,
} from '../../access/index.ts'
import * as accounts from '../../access/staff/service.accounts.ts'
import { findAreas } from '../../area/index.ts'
import * as certificates from '../../certificate/index.ts'
import * as district from '../../district/index.ts'
import { findSeats, seatSheet, setSeats, setUpElection } from '../../district/index.ts'
import * as election from '../../election/index.ts'
import { electionAnswer, findAudit, findElections, openTimetable } from '../../election/index.ts'
import * as help from '../../help/index.ts'
import * as notice from '../../notice/index.ts'
import { type Gateways, gatewaysFrom, openCarrier, openOutbox } from '../../notice/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import {
  findAuthoritiesStanding,
  findCurrentExtract,
  findSources,
  openQuestionDesk,
  takeRegister,
} from '../../population/index.ts'
import * as registration from '../../registration/index.ts'
import * as roll from '../../roll/index.ts'
import { openListedLookup, openRollUseCases } from '../../roll/index.ts'
import type { DemoAccount, Job } from './schema.ts'
import { buildServer, type UseCases } from './server.ts'

export interface ConsoleOptions {
  readonly services: Gate['services']
  /** Not started yet: this says who does which job. */
  readonly jobs: Jobs
  /** Published files lie in its folder `rolls`. */
  readonly dataDir: string
  readonly version: string
  /** Accounts that a demo shows on its sign-in page. */
  readonly demoAccounts?: readonly DemoAccount[] | undefined
  /** The built pages (packages/web/dist). */
  readonly pages?: string | undefined
  /** The address that people type, where a proxy stands before this server; with https, cookies go over https only. */
  readonly publicUrl?: URL | undefined
  readonly trustedProxies?: readonly string[] | undefined
  /** Must staff have a second factor? `mingce serve` says (`MINGCE_SECOND_FACTOR`); where nobody says, as in tests, it is optional. */
  readonly secondFactor?: SecondFactorRule | undefined
  /** Real-name logins that voters may use (`MINGCE_LOGINS`); without any no voter can sign in. */
  readonly logins?: readonly LoginSettings[] | undefined
  /** Instead of them: an issuer in this server, whose people are made up. */
  readonly demoLogin?: DemoLogin | undefined
  /** Where messages go out; from the settings of the process where not given. */
  readonly gateways?: Gateways | undefined
  /** Sees the application before the first route is registered. */
  readonly watch?: ((app: FastifyInstance) => void) | undefined
}

/** Of the imports of an election, those the overview shows. */
const LATEST = 5

/** What seats are computed from before a figure is typed: the imported register, and the day it is of. */
const countBase: district.CountBase = async (sql, electionId) => {
  const people = await registration.countPeople(sql, electionId)
  return people && { people, asOf: (await findCurrentExtract(sql, electionId))?.asOf ?? null }
}

const useCasesOf = (
  { services, jobs, dataDir, version, demoAccounts }: ConsoleOptions,
  access: Pick<UseCases, 'session' | 'ownAccount' | 'voterLogins'>,
  gateways: Gateways,
): UseCases => {
  const rolls = openRollUseCases(jobs, services, path.join(dataDir, 'rolls'))
  const desk = registration.openImportDesk(jobs, services)
  const findListed = openListedLookup(services.database)
  return {
    ...access,
    accounts,
    areas: { findAreas },
    elections: { findElections, createElection: (ctx, input) => setUpElection(ctx, input, takeRegister), findAudit },
    timetable: openTimetable(roll.listPublishedOn),
    committees: election,
    seats: {
      findSeats: (ctx, electionId) => findSeats(ctx, electionId, countBase),
      setSeats: (ctx, electionId, input) => setSeats(ctx, electionId, input, countBase),
      seatSheet: (ctx, electionId, of) => seatSheet(ctx, electionId, of),
    },
    plans: {
      ...district,
      makePlanOfCommunities: (ctx, electionId, input) =>
        district.makePlanOfCommunities(ctx, electionId, input, registration.countPeople),
      previewPlan: registration.previewPlan,
      freezePlan: registration.freezePlan,
    },
    sources: { findSources },
    feeds: {
      receiveFeed: ({ signature, message }) =>
        registration.applyFeed(services, { signature, message: [Buffer.from(message)], channel: 'api' }),
      findAuthoritiesStanding,
    },
    devices: {
      enrolDevice,
      findDevices,
      cutOffDevice,
      deviceStanding: header => deviceStanding(services, header),
    },
    voters: {
      ...registration,
      findMyRegistrations: ctx => registration.findMyRegistrations(ctx, findListed),
      getMyRegistration: (ctx, electionId) => registration.getMyRegistration(ctx, electionId, findListed),
    },
    stationDesk: registration,
    shifts: {
      takeShift: registration.takeShift,
      syncShift: (ctx, input) => registration.syncQueue(ctx, input, registration.registerQueued),
    },
    notices: {
      ...notice,
      previewReminder: (ctx, electionId, reminder) => notice.previewReminder(ctx, electionId, reminder, gateways),
      sendReminder: (ctx, electionId, reminder) => notice.sendReminder(ctx, electionId, reminder, gateways),
      retryNotices: (ctx, electionId, campaign) => notice.retryNotices(ctx, electionId, campaign, gateways),
      findNotices: (ctx, electionId) => notice.findNotices(ctx, electionId, gateways),
    },
    rolls,
    objections: roll,
    certificates,
    exchange: {
      receiveEnvelope: envelope => certificates.receiveEnvelope(services, envelope),
    },
    help: help.openHelp(services.database, path.join(dataDir, 'help')),
    registrations: {
      ...registration,
      ...desk,
      findReviewCases: (ctx, electionId, filter) =>
        registration.findReviewCases(ctx, electionId, filter, (election, people) =>
          certificates.findIssuedTo(services.database, election, people),
        ),
      async electionOverview(ctx, electionId) {
        const standing = await registration.electionStanding(ctx, electionId, roll.listPublishedOn)
        if (!standing.ok) return standing
        const imports = await registration.findImports(ctx, electionId)
        if (!imports.ok) return imports
        const versions = await rolls.findRollVersions(ctx, electionId)
        const [latest = null] = versions.ok ? versions.value : []
        const { election, deadlines, communities, counts, findings } = standing.value
        return ok({
          election: electionAnswer(election),
          counts,
          objections: await roll.openObjections(ctx, election),
          communities: [...communities],
          findings,
          deadlines: [...deadlines],
          imports: imports.value.slice(0, LATEST),
          roll: latest,
        })
      },
    },
    console: {
      version,
      demo: demoAccounts && { demo: true, accounts: [...demoAccounts] },
      isWell: () =>
        services.database.query('SELECT 1 AS one').then(
          () => true,
          () => false,
        ),
      async findJob(_, jobId): Promise<Job | undefined> {
        const job = await jobs.find(jobId)
        if (!job) return undefined
        const { id, state, progress, result, error } = job
        return {
          id,
          state,
          progress: progress ? { step: progress.step ?? null, done: progress.done, total: progress.total ?? null } : null,
          result: (result as Record<string, unknown> | null | undefined) ?? null,
          error: error ? { code: error.code, ...error.text } : null,
        }
      },
    },
  }
}

/** Puts the server together; then the caller starts the jobs and listens. */
export const openConsole = async (options: ConsoleOptions): Promise<FastifyInstance> => {
  const { services, publicUrl } = options
  const https = publicUrl?.protocol === 'https:'
  const auth = openAuth({ database: services.database, keys: services.keys, https })
  const sessions = openSessions(auth, services, options)
  const ownAccount = openOwnAccount(auth, sessions, options)
  const { demoLogin } = options
  const gateways = options.gateways ?? gatewaysFrom(process.env, options.demoAccounts !== undefined)
  const voterLogins = openVoterLogins({
    services,
    publicUrl,
    logins: demoLogin ? [demoLogin.settings] : (options.logins ?? []),
    demo: demoLogin !== undefined,
    ...(demoLogin ? { fetch: fetchInside(() => app) } : {}),
  })
  const app = await buildServer({
    useCases: useCasesOf(options, { session: sessions, ownAccount, voterLogins }, gateways),
    gate: { actorOf: sessions.actorOf, voterOf: voterLogins.voterOf, services },
    demoLogin: demoLogin?.handle,
    log: services.log,
    pages: options.pages,
    publicUrl,
    trustedProxies: options.trustedProxies,
    watch: options.watch,
  })
  const { database, keys, clock, log } = services
  const outbox = openOutbox({
    database,
    keys,
    clock,
    log,
    gateways,
    reachOf: notice.reachWith(keys),
    textOf: notice.noticeText,
  })
  const carrier = openCarrier(options.jobs, outbox, error => log.error({ err: error }, 'outbox'))
  const exchange = certificates.openExchange(options.jobs, services)
  const questions = openQuestionDesk(options.jobs, services, registration.goOnWithAnswered(clock))
  app.addHook('onListen', async () => {
    carrier.start()
    exchange.start()
    questions.start()
  })
  app.addHook('onClose', async () => {
    await carrier.stop()
    await exchange.stop()
    await questions.stop()
  })
  return app
}
