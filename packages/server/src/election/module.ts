import type { Module } from '../access/index.ts'
import type { Sql } from '../platform/database/index.ts'
import { extensionPoint } from '../platform/modules/index.ts'
import { type ListPublishedOn, openTimetable, registerTimetableRoutes } from './calendar/index.ts'
import {
  appointMember,
  endMembership,
  findElectionCommittees,
  nameCommittee,
  registerCommitteeRoutes,
} from './committee/index.ts'
import { type Election, findAudit, findElections } from './lifecycle/index.ts'
import { type ElectionUseCases, registerElectionRoutes } from './routes.ts'

/** When the voter list of an election was published: the timetable's evidence for that step. */
export const LIST_PUBLISHED = extensionPoint<ListPublishedOn>('election.list-published')
/** Setting up an election with all that belongs to it, districts included. */
export const CREATE_ELECTION = extensionPoint<ElectionUseCases['createElection']>('election.create')

/** What a new election brings with it from modules to the right, in the same transaction. */
export const ELECTION_BEGUN = extensionPoint<(tx: Sql, election: Election) => Promise<void>>('election.begun')

export const electionModule: Module = {
  name: 'election',
  register(app, { extensions }) {
    registerElectionRoutes(app, { findElections, createElection: extensions.one(CREATE_ELECTION), findAudit })
    registerTimetableRoutes(app, openTimetable(extensions.one(LIST_PUBLISHED)))
    registerCommitteeRoutes(app, { findElectionCommittees, nameCommittee, appointMember, endMembership })
  },
}
