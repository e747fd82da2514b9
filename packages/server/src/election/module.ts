import type { Text } from '@mingce/domain/result'
import { type Context, type Module, SECOND_CHANGES } from '../access/index.ts'
import type { Sql } from '../platform/database/index.ts'
import { extensionPoint } from '../platform/modules/index.ts'
import { auditList, findAudit } from './audit/index.ts'
import { type ListPublishedOn, openTimetable, registerTimetableRoutes } from './calendar/index.ts'
import {
  appointMember,
  committeesList,
  endMembership,
  findElectionCommittees,
  nameCommittee,
  registerCommitteeRoutes,
} from './committee/index.ts'
import { type Election, findElections } from './lifecycle/index.ts'
import {
  accountsList,
  countListsToConfirm,
  exportLimitFrom,
  type ListSource,
  openLists,
  registerListRoutes,
  remindersList,
} from './lists/index.ts'
import { type ElectionUseCases, registerElectionRoutes } from './routes.ts'
import { registerRuleSetRoutes, waitingRules } from './rules/index.ts'

/** When the voter list of an election was published: the timetable's evidence for that step. */
export const LIST_PUBLISHED = extensionPoint<ListPublishedOn>('election.list-published')
/** Setting up an election with all that belongs to it, districts included. */
export const CREATE_ELECTION = extensionPoint<ElectionUseCases['createElection']>('election.create')

/** What a new election brings with it from modules to the right, in the same transaction. */
export const ELECTION_BEGUN = extensionPoint<(tx: Sql, election: Election) => Promise<void>>('election.begun')

/** Kinds of work that wait, named by their modules. The start page has words and a link for each. */
export const WAITING_TASKS = [
  'timetable.due',
  'list.to-confirm',
  'review.mine',
  'review.open',
  'removal.to-confirm',
  'import.held',
  'notice.unsent',
  'registration.second-officer',
  'electorate.people',
  'electorate.to-confirm',
  'roll.preview',
  'roll.objections',
  'certificate.requested',
  'clock.in-doubt',
  'purge.due',
] as const
export type WaitingTask = (typeof WAITING_TASKS)[number]

/** Work of one kind that waits in an election for whoever asks, as far as their area goes. */
export interface WaitingWork {
  readonly task: WaitingTask
  readonly count: number
  /** Of `count`, those whose day has come or is over. */
  readonly due: number
  /** Where the work is done on the page of a registration: that of the oldest. */
  readonly first?: { readonly countyCode: string; readonly registrationId: number }
}

/** Work that waits, for the start page; a module answers only kinds of which there is some. */
export const WAITING_WORK =
  extensionPoint<(ctx: Context, election: Election) => Promise<readonly WaitingWork[]>>('election.waiting-work')

/** A person in an election, by the registration that an office looks at. */
export interface RecordSubject {
  readonly election: Election
  readonly personKey: string
  readonly countyCode: string
  readonly registrationId: number
  readonly countyDistrict: string | null
  readonly townshipDistrict: string | null
}

/** What one module keeps of a person, in words that an office reads. No numbers, addresses or phones. */
export interface RecordSection {
  readonly title: Text
  readonly facts: readonly { readonly label: Text; readonly value: Text }[]
  /** Oldest first. */
  readonly events: readonly { readonly at: Date; readonly text: Text; readonly by: string | null }[]
}

/** Sections of a person's record; null where a module keeps nothing of the person. */
export const RECORD_SECTIONS =
  extensionPoint<(ctx: Context, subject: RecordSubject) => Promise<RecordSection | null>>('election.record-sections')

/** Lists that can be taken out of the system as files. */
export const LISTS = extensionPoint<ListSource>('election.lists')

export const electionModule: Module = {
  name: 'election',
  contribute({ extensions }) {
    extensions.add(SECOND_CHANGES, waitingRules)
    for (const list of [committeesList, auditList, accountsList, remindersList]) extensions.add(LISTS, list)
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      // Module roll contributes the day of the list after this one.
      const { count, due } = await openTimetable(extensions.one(LIST_PUBLISHED)).countDue(ctx, election)
      return count > 0 ? [{ task: 'timetable.due', count, due }] : []
    })
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      const count = await countListsToConfirm(ctx, election)
      return count > 0 ? [{ task: 'list.to-confirm', count, due: 0 }] : []
    })
    extensions.add(SECOND_CHANGES, {
      kinds: ['list.export'],
      // Modules to the right contribute their lists after this one.
      find: (ctx, kind, subject) => openLists(extensions.all(LISTS)).waiting.find(ctx, kind, subject),
    })
  },
  register(app, { extensions }) {
    registerElectionRoutes(app, { findElections, createElection: extensions.one(CREATE_ELECTION), findAudit })
    registerTimetableRoutes(app, openTimetable(extensions.one(LIST_PUBLISHED)))
    registerRuleSetRoutes(app)
    registerListRoutes(app, openLists(extensions.all(LISTS), exportLimitFrom(process.env)))
    registerCommitteeRoutes(app, { findElectionCommittees, nameCommittee, appointMember, endMembership })
  },
}
