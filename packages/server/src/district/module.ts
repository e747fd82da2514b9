import type { Module } from '../access/index.ts'
import { CREATE_ELECTION, ELECTION_BEGUN } from '../election/index.ts'
import { extensionPoint } from '../platform/modules/index.ts'
import * as plan from './plan/index.ts'
import { type CountBase, findSeats, registerSeatRoutes, seatSheet, setSeats } from './seats/index.ts'
import { setUpElection } from './table/index.ts'

/** How many people the register counts in an election's communities. */
export const COUNT_PEOPLE = extensionPoint<plan.CountPeople>('district.count-people')
/** The population that seats are computed from, before someone types a figure. */
export const COUNT_BASE = extensionPoint<CountBase>('district.count-base')
/** Previewing and freezing a plan moves registered voters. */
export const VOTER_MOVES = extensionPoint<Pick<plan.PlanUseCases, 'previewPlan' | 'freezePlan'>>('district.voter-moves')

export const districtModule: Module = {
  name: 'district',
  contribute({ extensions }) {
    extensions.add(CREATE_ELECTION, (ctx, input) =>
      setUpElection(ctx, input, async (tx, election) => {
        for (const begin of extensions.all(ELECTION_BEGUN)) await begin(tx, election)
      }),
    )
  },
  register(app, { extensions }) {
    const countBase = extensions.one(COUNT_BASE)
    const countPeople = extensions.one(COUNT_PEOPLE)
    registerPlans(app, extensions.one(VOTER_MOVES), countPeople)
    registerSeatRoutes(app, {
      findSeats: (ctx, electionId) => findSeats(ctx, electionId, countBase),
      setSeats: (ctx, electionId, input) => setSeats(ctx, electionId, input, countBase),
      seatSheet: (ctx, electionId, of) => seatSheet(ctx, electionId, of),
    })
  },
}

const registerPlans = (
  app: Parameters<Module['register']>[0],
  moves: Pick<plan.PlanUseCases, 'previewPlan' | 'freezePlan'>,
  countPeople: plan.CountPeople,
): void =>
  plan.registerPlanRoutes(app, {
    findElectionPlans: plan.findElectionPlans,
    getPlan: plan.getPlan,
    getPlanShapes: plan.getPlanShapes,
    makePlanOfFile: plan.makePlanOfFile,
    copyPlan: plan.copyPlan,
    proposePlan: plan.proposePlan,
    changePlan: plan.changePlan,
    undoPlanStep: plan.undoPlanStep,
    comparePlansOf: plan.comparePlansOf,
    announcePlan: plan.announcePlan,
    ...moves,
    makePlanOfCommunities: (ctx, electionId, input) => plan.makePlanOfCommunities(ctx, electionId, input, countPeople),
  })
