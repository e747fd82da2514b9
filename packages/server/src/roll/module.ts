import path from 'node:path'
import { type Module, SECOND_CHANGES } from '../access/index.ts'
import { LIST_PUBLISHED, LISTS, RECORD_SECTIONS, WAITING_WORK, type WaitingWork } from '../election/index.ts'
import { ARRIVALS, LISTED_VOTERS } from '../registration/index.ts'
import * as glyph from './glyph/index.ts'
import * as objection from './objection/index.ts'
import * as ownList from './own-list/index.ts'
import * as place from './place/index.ts'
import * as proof from './proof/index.ts'
import {
  listedSection,
  listPublishedOn,
  openListedLookup,
  openRollUseCases,
  PREVIEW_TASK,
  previewWaits,
  registerRollRoutes,
  waitingPublications,
} from './publish/index.ts'

export const rollModule: Module = {
  name: 'roll',
  contribute({ extensions, services }) {
    extensions.add(LIST_PUBLISHED, listPublishedOn)
    extensions.add(LISTS, objection.objectionsList)
    extensions.add(LISTS, place.placesList)
    extensions.add(SECOND_CHANGES, waitingPublications)
    const findListed = openListedLookup(services.database)
    extensions.add(LISTED_VOTERS, findListed)
    extensions.add(RECORD_SECTIONS, async (_, { election, ...registration }) =>
      listedSection(await findListed({ ...registration, electionId: election.id })),
    )
    extensions.add(RECORD_SECTIONS, objection.findObjectionSection)
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      const { open, due } = await objection.openObjections(ctx, election)
      const waits = await previewWaits(ctx, election)
      return [
        ...(waits ? [{ task: PREVIEW_TASK, count: 1, due: 0 }] : []),
        ...(open > 0 ? [{ task: objection.OBJECTIONS_TASK, count: open, due }] : []),
      ]
    })
  },
  register(app, { services, jobs, dataDir, extensions }) {
    const arrivals = extensions.one(ARRIVALS)
    registerRollRoutes(app, openRollUseCases(jobs, services, path.join(dataDir, 'rolls')))
    objection.registerObjectionRoutes(app, {
      fileMyObjection: objection.fileMyObjection,
      findMyObjections: objection.findMyObjections,
      fileStationObjection: objection.fileStationObjection,
      findElectionObjections: objection.findElectionObjections,
      getObjection: objection.getObjection,
      undoObjection: objection.undoObjection,
      serveObjection: objection.serveObjection,
      recordObjectionSuit: objection.recordObjectionSuit,
      closeObjectionCase: objection.closeObjectionCase,
      decideOnObjection: (ctx, ref, input) => objection.decideOnObjection(ctx, ref, input, arrivals),
      recordObjectionJudgment: (ctx, ref, input) => objection.recordObjectionJudgment(ctx, ref, input, arrivals),
    })
    proof.registerProofRoutes(app, { getMyEntryProofs: proof.getMyEntryProofs })
    ownList.registerOwnListRoutes(app, { getMyList: ownList.getMyList })
    place.registerPlaceRoutes(app, {
      findDistrictPlaces: place.findDistrictPlaces,
      enterVotingPlace: place.enterVotingPlace,
      removeVotingPlace: place.removeVotingPlace,
    })
    glyph.registerGlyphRoutes(app, { chooseGlyph: glyph.chooseGlyph })
  },
}
