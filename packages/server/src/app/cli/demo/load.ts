/** The demo election: made-up people of Nanmofang, their files imported as an office would, and what was found against what was made. */
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { addDays } from '@mingce/domain/standards'
import { setUpElection } from '../../../district/index.ts'
import { ELECTION_FAILURES } from '../../../election/index.ts'
import { FIRST_QUESTIONS, HELP_FAILURES, openHelp } from '../../../help/index.ts'
import { findCommunities } from '../../../platform/areas/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import { type ImportKind, takeRegister } from '../../../population/index.ts'
import {
  checkElection,
  notYetRegisteredRows,
  REGISTRATION_FAILURES,
  replaceElectionStations,
  runImport,
  STATION_FAILURES,
} from '../../../registration/index.ts'
import {
  addRows,
  compareWithTruth,
  demoElection,
  type FaultTable,
  type FoundRow,
  findSynthObstacle,
  synthesise,
} from '../../../training/index.ts'
import type { Installation } from '../frame/index.ts'
import { EXIT, expectOk, Failed } from '../frame/index.ts'
import { wholeAreas } from './areas.ts'
import { spendStationDay } from './station-day.ts'
import { demoStations } from './stations.ts'
import { DAYS_TO_POLLING } from './synth.ts'

export interface DemoRequest {
  readonly people: number
  readonly seed: number
}

export interface DemoLoaded {
  readonly electionId: string
  readonly directory: string
  readonly seconds: number
  readonly registered: number
  readonly review: number
  readonly refused: number
  readonly notYetRegistered: number
  readonly faults: FaultTable
}

/** Synthesises, imports and checks. `onStep` is told what is being done. */
export const loadDemo = async (
  ctx: Installation,
  request: DemoRequest,
  onStep: (zh: string, en: string) => void,
): Promise<DemoLoaded> => {
  const begun = performance.now()
  const directory = join(ctx.place.dataDir, 'demo')
  const pollingDay = addDays(chinaDate(ctx.clock.now()), DAYS_TO_POLLING)
  const area = await wholeAreas(demoElection.areaCode)
  const synth = { area, people: request.people, seed: request.seed, faultRate: demoElection.faultRate, pollingDay, directory }
  const obstacle = findSynthObstacle(synth)
  if (obstacle) throw new Failed(obstacle, undefined, EXIT.wrongUse)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  onStep(`正在生成 ${request.people} 个虚构的人…`, `creating ${request.people} fictitious people…`)
  const made = await synthesise(synth)

  const election = expectOk(
    await setUpElection(
      ctx,
      {
        areaCode: demoElection.areaCode,
        day: pollingDay,
        levels: [...demoElection.levels],
        name: demoElection.name.zh,
        training: true,
      },
      takeRegister,
    ),
    { ...ELECTION_FAILURES, 'districts.invalid': ELECTION_FAILURES['election.invalid'] },
  )
  const communities = await findCommunities(ctx.database, election.areaCode)
  const stations = demoStations(election.areaCode, communities)
  expectOk(await replaceElectionStations(ctx, election.id, stations), STATION_FAILURES)
  const help = openHelp(ctx.database, join(ctx.place.dataDir, 'help'))
  if ((await help.findHelpQuestions('zh')).length === 0)
    for (const question of FIRST_QUESTIONS) expectOk(await help.saveHelpQuestion(ctx, null, question), HELP_FAILURES)
  const found: FoundRow[] = []
  const kinds: readonly ImportKind[] = ['population', 'disqualifications', 'previous-roll', 'registrations']
  for (const kind of kinds) {
    const files = made.files.filter(file => file.kind === kind).map(({ file }) => ({ path: join(directory, file), name: file }))
    if (files.length === 0) continue
    onStep(
      `正在导入 ${files.length === 1 ? basename(files[0]?.name ?? '') : `${dirname(files[0]?.name ?? '')}/ 的 ${files.length} 个文件`}…`,
      `importing ${kind}, ${files.length} file(s)…`,
    )
    // The registers have no made faults; of their rows only what was refused would be news.
    const onRow = (file: string, result: { rowNo: number; outcome: FoundRow['outcome']; codes: readonly string[] }) => {
      if (result.outcome !== 'accepted' || result.codes.length > 0)
        found.push({ file, row: result.rowNo, codes: result.codes, outcome: result.outcome })
    }
    expectOk(await runImport(ctx, { electionId: election.id, kind, files, onRow }, () => {}), REGISTRATION_FAILURES)
  }
  onStep('正在登记站登记没有公民身份号码的人…', 'registering people without an ID number at a station…')
  const atStation = await spendStationDay(ctx, election, communities, directory)
  onStep('正在核对尚未登记的人…', 'checking who is not yet registered…')
  const { registered, review, refused, notYetRegistered } = expectOk(await checkElection(ctx, election.id), REGISTRATION_FAILURES)
  const missing = expectOk(await notYetRegisteredRows(ctx, election.id), REGISTRATION_FAILURES)
  const faults = addRows(await compareWithTruth(made.truthFile, found, missing), atStation)
  return {
    electionId: election.id,
    directory,
    seconds: (performance.now() - begun) / 1000,
    registered,
    review,
    refused,
    notYetRegistered,
    faults,
  }
}
