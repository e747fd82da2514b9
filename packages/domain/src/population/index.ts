export {
  COMMUNITY_PART,
  CONTACT_COLUMNS,
  DISQUALIFICATION_COLUMNS,
  ELECTS_TOWNSHIP,
  PERSON_COLUMNS,
  POPULATION_COLUMNS,
} from './columns.ts'
export { FOR_LIFE, holdsFrom } from './decision.ts'
export {
  AUTHORITY_KINDS,
  AUTHORITY_TITLES,
  type AuthorityKind,
  type FeedEntry,
  type FeedStatement,
  keyHolds,
  placeInOrder,
  readFeedEntry,
  readFeedStatement,
  writeFeedEntry,
  writeFeedStatement,
} from './disqualification-feed.ts'
export { FEED_REFUSALS, type FeedRefusal } from './disqualification-refusals.ts'
export { findPopulationRefusal, getPopulationRefusal, POPULATION_REFUSALS } from './refusals.ts'
export { type DisqualificationRow, type PopulationRow, readDisqualificationRow, readPopulationRow } from './rows.ts'
