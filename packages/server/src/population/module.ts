import type { Module } from '../access/index.ts'
import { ELECTION_BEGUN, RECORD_SECTIONS } from '../election/index.ts'
import { extensionPoint } from '../platform/modules/index.ts'
import { PURGES } from '../platform/purge/index.ts'
import {
  entriesPurge,
  type FeedUseCases,
  findAuthoritiesStanding,
  registerFeedRoutes,
  takeRegister,
} from './disqualification/index.ts'
import { findRegisterSection } from './extract/index.ts'
import { findSources, type OnAnswered, openQuestionQueue, registerPopulationRoutes, sourcesPurge } from './sources/index.ts'

/** Taking a message of the disqualification feed, with what it means for registered voters. */
export const RECEIVE_FEED = extensionPoint<FeedUseCases['receiveFeed']>('population.receive-feed')
/** What happens to a registration when a register has answered for its person. */
export const QUESTION_ANSWERED = extensionPoint<OnAnswered>('population.question-answered')

export const populationModule: Module = {
  name: 'population',
  contribute({ extensions }) {
    extensions.add(ELECTION_BEGUN, takeRegister)
    extensions.add(RECORD_SECTIONS, findRegisterSection)
    extensions.add(PURGES, entriesPurge)
    extensions.add(PURGES, sourcesPurge)
  },
  register(app, { services, jobs, extensions }) {
    registerPopulationRoutes(app, { findSources })
    registerFeedRoutes(app, { receiveFeed: extensions.one(RECEIVE_FEED), findAuthoritiesStanding })
    const questions = openQuestionQueue(jobs, services, extensions.one(QUESTION_ANSWERED))
    app.addHook('onListen', async () => questions.start())
    app.addHook('onClose', () => questions.stop())
  },
}
