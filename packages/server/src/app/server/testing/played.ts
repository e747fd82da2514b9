/** Registers every module’s routes over use cases given by a test, instead of those of the modules. */
import type { FastifyInstance } from 'fastify'
import {
  type AccountUseCases,
  type DeviceUseCases,
  type OwnAccountUseCases,
  registerAccountRoutes,
  registerDeviceRoutes,
  registerOwnAccountRoutes,
  registerSessionRoutes,
  registerVoterLoginRoutes,
  type SessionUseCases,
  type VoterLoginUseCases,
} from '../../../access/index.ts'
import { type AreaUseCases, registerAreaRoutes } from '../../../area/index.ts'
import {
  type CertificateUseCases,
  type ExchangeUseCases,
  registerCertificateRoutes,
  registerExchangeRoutes,
} from '../../../certificate/index.ts'
import { type PlanUseCases, registerPlanRoutes, registerSeatRoutes, type SeatUseCases } from '../../../district/index.ts'
import {
  type CommitteeUseCases,
  type ElectionUseCases,
  registerCommitteeRoutes,
  registerElectionRoutes,
  registerTimetableRoutes,
  type TimetableUseCases,
} from '../../../election/index.ts'
import { type HelpUseCases, registerHelpRoutes } from '../../../help/index.ts'
import { type NoticeUseCases, registerNoticeRoutes } from '../../../notice/index.ts'
import {
  type FeedUseCases,
  type PopulationUseCases,
  registerFeedRoutes,
  registerPopulationRoutes,
} from '../../../population/index.ts'
import {
  type RegistrationUseCases,
  registerRegistrationRoutes,
  registerShiftRoutes,
  registerStationRegistrationRoutes,
  registerVoterRoutes,
  type ShiftUseCases,
  type StationRegistrationUseCases,
  type VoterUseCases,
} from '../../../registration/index.ts'
import { type ReportUseCases, registerReportRoutes } from '../../../report/index.ts'
import { type ObjectionUseCases, type RollUseCases, registerObjectionRoutes, registerRollRoutes } from '../../../roll/index.ts'
import { type ConsoleUseCases, registerConsoleRoutes } from '../routes.ts'

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
  readonly stationDesk: StationRegistrationUseCases
  readonly notices: NoticeUseCases
  readonly rolls: RollUseCases
  readonly objections: ObjectionUseCases
  readonly certificates: CertificateUseCases
  readonly exchange: ExchangeUseCases
  readonly report: ReportUseCases
  readonly help: HelpUseCases
}

export const registerPlayed =
  (useCases: UseCases) =>
  (app: FastifyInstance): void => {
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
    registerStationRegistrationRoutes(app, useCases.stationDesk)
    registerNoticeRoutes(app, useCases.notices)
    registerRollRoutes(app, useCases.rolls)
    registerObjectionRoutes(app, useCases.objections)
    registerCertificateRoutes(app, useCases.certificates)
    registerExchangeRoutes(app, useCases.exchange)
    registerReportRoutes(app, useCases.report)
    registerHelpRoutes(app, useCases.help)
  }
