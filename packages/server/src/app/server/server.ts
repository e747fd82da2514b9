/** Puts the HTTP server together: platform, access, every room's routes, and the pages. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { VoterLoginUseCases } from '../../access/index.ts'
import {
  type AccountUseCases,
  type DemoLogin,
  type DeviceUseCases,
  type Gate,
  holdGate,
  mountDemoLogin,
  type OwnAccountUseCases,
  openFirstPage,
  registerAccountRoutes,
  registerDeviceRoutes,
  registerOwnAccountRoutes,
  registerSessionRoutes,
  registerVoterLoginRoutes,
  type SessionUseCases,
} from '../../access/index.ts'
import { type AreaUseCases, registerAreaRoutes } from '../../area/index.ts'
import {
  type CertificateUseCases,
  type ExchangeUseCases,
  registerCertificateRoutes,
  registerExchangeRoutes,
} from '../../certificate/index.ts'
import { type PlanUseCases, registerPlanRoutes, registerSeatRoutes, type SeatUseCases } from '../../district/index.ts'
import {
  type CommitteeUseCases,
  type ElectionUseCases,
  registerCommitteeRoutes,
  registerElectionRoutes,
  registerTimetableRoutes,
  type TimetableUseCases,
} from '../../election/index.ts'
import { type HelpUseCases, registerHelpRoutes } from '../../help/index.ts'
import { type NoticeUseCases, registerNoticeRoutes } from '../../notice/index.ts'
import { acceptUploads, describeApi, limitRates, openApp, servePages } from '../../platform/http/index.ts'
import {
  type FeedUseCases,
  type PopulationUseCases,
  registerFeedRoutes,
  registerPopulationRoutes,
} from '../../population/index.ts'
import {
  type RegistrationUseCases,
  registerRegistrationRoutes,
  registerShiftRoutes,
  registerStationDeskRoutes,
  registerVoterRoutes,
  type ShiftUseCases,
  type StationDeskUseCases,
  type VoterUseCases,
} from '../../registration/index.ts'
import { type ObjectionUseCases, type RollUseCases, registerObjectionRoutes, registerRollRoutes } from '../../roll/index.ts'
import { type ConsoleUseCases, registerConsoleRoutes } from './routes.ts'

export interface UseCases {
  readonly session: SessionUseCases
  readonly ownAccount: OwnAccountUseCases
  readonly accounts: AccountUseCases
  readonly voterLogins: VoterLoginUseCases
  readonly devices: DeviceUseCases
  readonly console: ConsoleUseCases
  readonly areas: AreaUseCases
  readonly elections: ElectionUseCases
  readonly plans: PlanUseCases
  readonly timetable: TimetableUseCases
  readonly committees: CommitteeUseCases
  readonly seats: SeatUseCases
  readonly feeds: FeedUseCases
  readonly sources: PopulationUseCases
  readonly registrations: RegistrationUseCases
  readonly shifts: ShiftUseCases
  readonly voters: VoterUseCases
  readonly stationDesk: StationDeskUseCases
  readonly notices: NoticeUseCases
  readonly rolls: RollUseCases
  readonly objections: ObjectionUseCases
  readonly certificates: CertificateUseCases
  readonly exchange: ExchangeUseCases
  readonly help: HelpUseCases
}

export interface ServerOptions {
  readonly useCases: UseCases
  readonly gate: Gate
  readonly log: FastifyBaseLogger
  /** The built pages (packages/web/dist); without them only the API is served. */
  readonly pages?: string | undefined
  /** The address that people type, where a proxy stands before this server. */
  readonly publicUrl?: URL | undefined
  readonly trustedProxies?: readonly string[] | undefined
  /** Largest upload, 2 GB where not given. */
  readonly uploadLimitBytes?: number | undefined
  /** Answers everything under /demo-login: the issuer of a demo's login. */
  readonly demoLogin?: DemoLogin['handle'] | undefined
  /** Sees the application before the first route is registered. */
  readonly watch?: ((app: FastifyInstance) => void) | undefined
}

/** The server, not yet listening. */
export const buildServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const { useCases } = options
  const app = openApp(options)
  options.watch?.(app)
  await describeApi(app, useCases.console.version)
  await acceptUploads(app, options.uploadLimitBytes)
  await limitRates(app)
  holdGate(app, options.gate)
  registerConsoleRoutes(app, useCases.console)
  registerSessionRoutes(app, useCases.session)
  registerOwnAccountRoutes(app, useCases.ownAccount)
  registerAccountRoutes(app, useCases.accounts)
  registerVoterLoginRoutes(app, useCases.voterLogins)
  registerDeviceRoutes(app, useCases.devices)
  registerAreaRoutes(app, useCases.areas)
  registerPlanRoutes(app, useCases.plans)
  registerElectionRoutes(app, useCases.elections)
  registerTimetableRoutes(app, useCases.timetable)
  registerCommitteeRoutes(app, useCases.committees)
  registerSeatRoutes(app, useCases.seats)
  registerFeedRoutes(app, useCases.feeds)
  registerPopulationRoutes(app, useCases.sources)
  registerRegistrationRoutes(app, useCases.registrations)
  registerShiftRoutes(app, useCases.shifts)
  registerVoterRoutes(app, useCases.voters)
  registerStationDeskRoutes(app, useCases.stationDesk)
  registerNoticeRoutes(app, useCases.notices)
  registerRollRoutes(app, useCases.rolls)
  registerObjectionRoutes(app, useCases.objections)
  registerCertificateRoutes(app, useCases.certificates)
  registerExchangeRoutes(app, useCases.exchange)
  registerHelpRoutes(app, useCases.help)
  if (options.demoLogin) mountDemoLogin(app, options.demoLogin)
  if (options.pages) {
    const firstPage = openFirstPage(options.pages, useCases.voterLogins.findLogins())
    await servePages(app, options.pages, { config: { access: 'public' } }, firstPage)
  }
  return app
}
