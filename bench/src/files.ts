/** The files of a bench, made once per set of parameters by a child process and kept in the temporary folder. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Chaoyang in Beijing: 3.4 million people, more than 600 communities. */
export const AREA = '110105'

export interface FilesRequest {
  readonly people: number
  readonly registrations: number
  readonly seed: number
  /** 'YYYY-MM-DD' */
  readonly pollingDay: string
}

export interface Files {
  readonly population: string
  readonly disqualifications: string
  /** Rosters in the order of import. */
  readonly registrations: readonly string[]
  /** Tables that both sides have before the measurement starts. */
  readonly community: string
  readonly communityName: string
  readonly county: string
}

/** Written last, so that incomplete files are made again. */
export const FINISHED = 'finished'

/** Of the files' columns: files that another version of the bench made have others. */
const LAYOUT = 2

export const makeFiles = (request: FilesRequest): Files => {
  const { people, registrations, seed, pollingDay } = request
  const folder = join(tmpdir(), 'mingce-bench', `${AREA}-${people}-${registrations}-${seed}-${pollingDay}-${LAYOUT}`)
  if (!existsSync(join(folder, FINISHED))) {
    console.error(`造文件 · making the files in ${folder} …`)
    const maker = fileURLToPath(new URL('make-files.js', import.meta.url))
    execFileSync(process.execPath, [maker, folder, JSON.stringify(request)], { stdio: ['ignore', 'inherit', 'inherit'] })
  }
  return {
    population: join(folder, 'files/population.csv'),
    disqualifications: join(folder, 'files/disqualifications.csv'),
    registrations: readdirSync(join(folder, 'files/registrations'))
      .sort()
      .map(name => join(folder, 'files/registrations', name)),
    community: join(folder, 'community.csv'),
    communityName: join(folder, 'community-name.csv'),
    county: join(folder, 'county.csv'),
  }
}
