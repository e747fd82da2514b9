/** The other side of `bench roll`: psql copies the same files into text columns, and plain SQL (bench/peer) does the rest. */
import { fileURLToPath } from 'node:url'
import { FINDINGS } from '../../packages/domain/dist/registration/index.js'
import type { Cluster } from './cluster.ts'
import { AREA, type Files } from './files.ts'
import type { Outcome } from './outcome.ts'

const script = (name: string): string => fileURLToPath(new URL(`../peer/${name}.sql`, import.meta.url))

const POPULATION = 'name, number, sex, birth, people, hukou_area, hukou_address, address, community, phone, status, status_on'
const DISQUALIFICATION = 'name, number, ground, authority, document_no, from_date, to_date'
const REGISTRATION =
  'name, number, sex, birth, community, district, voter_group, unit, address, phone, basis, certificate, residence_permit, contract, took_part, university_student, lives_here_since, contract_from'

const copy = (table: string, columns: string, path: string, header: boolean): string[] => [
  '-c',
  `\\copy ${table} (${columns}) FROM '${path.replaceAll("'", "''")}' WITH (FORMAT csv${header ? ', HEADER' : ''}, NULL '\\N')`,
]

const variables = (pollingDay: string): string[] => [
  '-v',
  `polling_day=${pollingDay}`,
  '-v',
  `area=${AREA}`,
  '-v',
  `home=${AREA.slice(0, 2)}`,
]

/** The peer keeps findings in 32 bits: the first 22 as in the product, and two more that the bench's files have. Others they plant none. */
const PEER_BITS: Readonly<Record<string, number>> = { 'identity.several-numbers': 22, 'place.elsewhere': 23 }
const peerBit = ({ code, bit }: { readonly code: string; readonly bit: number }): number | undefined =>
  bit < 22 ? bit : PEER_BITS[code]

/** Not timed: reference tables, and empty tables for the files. */
export const preparePeer = (cluster: Cluster, database: string, files: Files, pollingDay: string): void => {
  const codes = FINDINGS.flatMap(finding => {
    const bit = peerBit(finding)
    return bit === undefined ? [] : [`('${finding.code}', ${2 ** bit}, '${finding.severity}')`]
  }).join(', ')
  cluster.psql(database, [
    ...variables(pollingDay),
    '-f',
    script('reference'),
    '-c',
    `INSERT INTO finding_code VALUES ${codes}`,
    ...copy('community', 'code, name', files.community, false),
    ...copy('community_name', 'written, code', files.communityName, false),
    ...copy('county', 'code', files.county, false),
    '-c',
    'INSERT INTO district SELECT code, name FROM community',
    '-c',
    'INSERT INTO district_community SELECT code, code FROM community',
    '-c',
    'VACUUM ANALYZE',
  ])
}

/** Imports, checks and publishes by plain SQL; each step is one psql call, which takes some milliseconds. */
export const runPeer = (cluster: Cluster, database: string, files: Files, pollingDay: string): Outcome => {
  const phases: Record<string, number> = {}
  const started = performance.now()
  const step = (name: string, args: readonly string[]) => {
    const before = performance.now()
    cluster.psql(database, [...variables(pollingDay), ...args])
    phases[name] = (performance.now() - before) / 1000
  }
  step('copy population', [
    ...copy('population_file', POPULATION, files.population, true),
    ...copy('disqualification_file', DISQUALIFICATION, files.disqualifications, true),
  ])
  step('population', ['-f', script('population')])
  step(
    'copy registrations',
    files.registrations.flatMap((path, index) => [
      '-c',
      `ALTER TABLE registration_file ALTER file SET DEFAULT ${index + 1}`,
      ...copy('registration_file', REGISTRATION, path, true),
    ]),
  )
  step('registrations', ['-f', script('registrations')])
  step('check', ['-f', script('check')])
  step('publish', ['-f', script('publish')])
  const seconds = (performance.now() - started) / 1000
  return { seconds, phases, counts: JSON.parse(cluster.psql(database, ['-f', script('result')])) }
}
