import { type Module, SECOND_CHANGES, visibleArea } from '../access/index.ts'
import { COUNT_BASE, COUNT_PEOPLE, VOTER_MOVES } from '../district/index.ts'
import { LISTS, RECORD_SECTIONS, WAITING_WORK, type WaitingWork } from '../election/index.ts'
import { AUDIENCE } from '../notice/index.ts'
import { AFTER_RESTORE, BACKUP_FILES } from '../platform/backup/index.ts'
import { extensionPoint } from '../platform/modules/index.ts'
import { PURGES } from '../platform/purge/index.ts'
import { findCurrentExtract, findImportFiles, QUESTION_ANSWERED, RECEIVE_FEED } from '../population/index.ts'
import * as changes from './changes/index.ts'
import * as counts from './counts/index.ts'
import * as electorate from './electorate/index.ts'
import * as entrance from './entrance/index.ts'
import * as field from './field/index.ts'
import * as household from './household/index.ts'
import * as online from './online/index.ts'
import * as parts from './parts/index.ts'
import * as record from './record/index.ts'
import * as review from './review/index.ts'
import * as roster from './roster/index.ts'
import { registerRegistrationRoutes } from './routes.ts'
import * as search from './search/index.ts'
import * as station from './station/index.ts'
import * as voters from './voters/index.ts'
import * as waiting from './waiting/index.ts'
import * as worklist from './worklist/index.ts'

/** Which people hold a certificate issued in an election. */
export const CERTIFICATE_HOLDERS = extensionPoint<review.FindCertified>('registration.certificate-holders')
/** What the books of certificates need when a voter who came by one is decided on. */
export const ARRIVALS = extensionPoint<review.Arrivals>('registration.arrivals')
/** What else is purged when an election is closed, in the same transaction. */
export const PURGE_PARTS = extensionPoint<worklist.PurgeMore>('registration.purge-parts')
/** Where the published list has a voter. */
export const LISTED_VOTERS = extensionPoint<online.FindListed>('registration.listed-voters')

/** Registrations of individuals: voters by themselves, stations, workers with a phone. */
const registerVoters = (app: Parameters<Module['register']>[0], findListed: online.FindListed): void => {
  online.registerVoterRoutes(app, {
    findElectionsForVoter: online.findElectionsForVoter,
    getVoterForm: online.getVoterForm,
    findPlaces: online.findPlaces,
    getPlace: online.getPlace,
    registerVoter: online.registerVoter,
    getMyCard: online.getMyCard,
    findMyRegistrations: ctx => online.findMyRegistrations(ctx, findListed),
    findMyRefusals: ctx => online.findMyRefusals(ctx, findListed),
    getMyRegistration: (ctx, electionId) => online.getMyRegistration(ctx, electionId, findListed),
  })
  online.registerStationRegistrationRoutes(app, {
    registerAtStation: online.registerAtStation,
    confirmSecondOfficer: review.confirmSecondOfficer,
  })
  field.registerShiftRoutes(app, {
    takeShift: field.takeShift,
    syncShift: (ctx, input) => field.syncQueue(ctx, input, field.registerQueued),
  })
}

export const registrationModule: Module = {
  name: 'registration',
  contribute({ extensions, services }) {
    extensions.add(AUDIENCE, worklist.audienceSource)
    for (const list of [voters.votersList, worklist.missingList, review.casesList, worklist.refusedList])
      extensions.add(LISTS, list)
    for (const list of [electorate.townshipList, roster.importsList, station.stationsList]) extensions.add(LISTS, list)
    extensions.add(PURGES, worklist.extractPurge)
    extensions.add(BACKUP_FILES, async sql => (await findImportFiles(sql)).map(name => ({ folder: 'files', name })))
    extensions.add(AFTER_RESTORE, roster.goOnAfterRestore)
    extensions.add(COUNT_PEOPLE, roster.countPeople)
    extensions.add(COUNT_BASE, async (sql, electionId) => {
      const people = await roster.countPeople(sql, electionId)
      return people && { people, asOf: (await findCurrentExtract(sql, electionId))?.asOf ?? null }
    })
    extensions.add(SECOND_CHANGES, roster.waitingFiles)
    extensions.add(SECOND_CHANGES, review.waitingDocuments)
    extensions.add(SECOND_CHANGES, changes.waitingRemovals)
    extensions.add(RECORD_SECTIONS, record.findRegistrationSection)
    extensions.add(RECORD_SECTIONS, changes.findRemovalSection)
    extensions.add(RECORD_SECTIONS, record.findNoticeSection)
    extensions.add(RECORD_SECTIONS, record.findLookUpSection)
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      const area = visibleArea(ctx.actor, election.areaCode)
      if (area === null) return []
      const count = await online.countUnconfirmedDocuments(ctx.database, election.id, election.areaCode, area)
      return count > 0 ? [{ task: 'registration.second-officer', count, due: 0 }] : []
    })
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      const counts = await electorate.countTownshipVoters(ctx, election)
      const open = counts === null ? 0 : counts.undecided + counts.disputed + counts.placeless
      return [
        ...(open > 0 ? [{ task: 'electorate.people' as const, count: open, due: 0 }] : []),
        ...(counts !== null && counts.toConfirm > 0
          ? [{ task: 'electorate.to-confirm' as const, count: counts.toConfirm, due: 0 }]
          : []),
      ]
    })
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      const mine = await review.countMine(ctx, election.id)
      return mine > 0 ? [{ task: 'review.mine', count: mine, due: 0 }] : []
    })
    extensions.add(WAITING_WORK, waiting.findWaiting)
    extensions.add(VOTER_MOVES, { previewPlan: roster.previewPlan, freezePlan: roster.freezePlan })
    extensions.add(QUESTION_ANSWERED, online.goOnWithAnswered(services.clock))
    extensions.add(RECEIVE_FEED, ({ signature, message }) =>
      record.applyFeed(services, { signature, message: [Buffer.from(message)], channel: 'api' }),
    )
  },
  register(app, { services, jobs, extensions, publicUrl }) {
    const findListed = extensions.one(LISTED_VOTERS)
    const findCertified = extensions.one(CERTIFICATE_HOLDERS)
    const arrivals = extensions.one(ARRIVALS)
    const desk = roster.openImports(jobs, services)
    const { sweepBatches, ...batches } = roster.openBatches(jobs, services, desk.progressOf)
    app.addHook('onListen', async () => desk.startReports(sweepBatches))
    app.addHook('onClose', () => desk.stopReports())
    const timer = voters.openSearchTimer(jobs, services)
    app.addHook('onListen', async () => timer.startSearch())
    app.addHook('onClose', () => timer.stopSearch())
    const counting = counts.openCountTimer(jobs, services)
    app.addHook('onListen', async () => counting.startCounts())
    app.addHook('onClose', () => counting.stopCounts())
    registerRegistrationRoutes(
      app,
      {
        findImports: roster.findImports,
        getImport: roster.getImport,
        mendRow: roster.mendRow,
        findSenders: roster.findSenders,
        exportSenders: roster.exportSenders,
        previewImport: roster.previewImport,
        openImportReport: roster.openImportReport,
        ...desk,
        ...batches,
        openTemplate: roster.openTemplate,
        findRefusedRows: review.findRefusedRows,
        proposeNumber: review.proposeNumber,
        confirmProposal: review.confirmProposal,
        revealNumber: record.revealNumber,
        findMyAccessHistory: record.findMyAccessHistory,
        lookUpDisqualification: record.lookUpDisqualification,
        listDisqualifications: record.listDisqualifications,
        findElectionStations: station.findElectionStations,
        replaceElectionStations: station.replaceElectionStations,
        checkElection: worklist.checkElection,
        findNotYetRegistered: worklist.findNotYetRegistered,
        findMissingCommunities: worklist.findMissingCommunities,
        recordVisit: worklist.recordVisit,
        printEntrances: entrance.printEntrances,
        findHouseholds: household.findHouseholds,
        printHouseholds: household.printHouseholds,
        openHousehold: household.openHousehold,
        getElectorate: electorate.getElectorate,
        setCommunityDefaults: electorate.setCommunityDefaults,
        setUnit: electorate.setUnit,
        removeUnit: electorate.removeUnit,
        exportElectorate: electorate.exportElectorate,
        findDividedCommunities: parts.findDividedCommunities,
        setParts: parts.setParts,
        exportParts: parts.exportParts,
        findTownshipPeople: electorate.findTownshipPeople,
        answerForPerson: electorate.answerForPerson,
        searchAll: search.searchAll,
        findVoters: voters.findVoters,
        countVoters: voters.countVoters,
        findVoterDistricts: voters.findVoterDistricts,
        lookUpNumber: voters.lookUpNumber,
        findRegisteredPerson: changes.findRegisteredPerson,
        correctVoter: changes.correctVoter,
        askRemoval: changes.askRemoval,
        withdrawRemoval: changes.withdrawRemoval,
        confirmRemoval: (ctx, ref, second) => changes.confirmRemoval(ctx, ref, arrivals, second),
        getRecord: (ctx, ref) => record.getRecord(ctx, ref, extensions.all(RECORD_SECTIONS)),
        findReviewCases: (ctx, electionId, filter) => review.findReviewCases(ctx, electionId, filter, findCertified, arrivals),
        decideCase: (ctx, input) => review.decideCase(ctx, input, arrivals),
        findAssignees: review.findAssignees,
        assignCases: review.assignCases,
        decideTogether: (ctx, input) => review.decideTogether(ctx, input, arrivals),
        undoDecision: (ctx, input) => review.undoDecision(ctx, input, arrivals),
      },
      publicUrl,
    )
    registerVoters(app, findListed)
  },
}
