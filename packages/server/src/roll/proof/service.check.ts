/** Checks a saved proof offline: with no database, and no trust in anything but the root that a poster prints. */
import { readFile, stat } from 'node:fs/promises'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { findProofFault, type ProofFault } from '@mingce/domain/roll'
import { sm3 } from '../verify/index.ts'
import { EntryProofsSchema } from './schema.ts'
import type { ProofRefusal } from './service.ts'

/** One proof of a file, and whether it holds. */
export interface CheckedProof {
  readonly ok: boolean
  readonly fault: ProofFault | null
  readonly electionId: string
  readonly version: number
  readonly district: string
  readonly group: string
  readonly number: number
  readonly name: string
  readonly change: 'listed' | 'added' | 'removed' | 'corrected'
  /** The root that the proof leads to, to be compared with a poster. */
  readonly root: string
  readonly text: Text
}

const FAULTS: Readonly<Record<ProofFault, Text>> = {
  entry: {
    zh: '不在本选区公布的名单中，或内容、次序与公布的不同',
    en: 'it is not on the published list of its electoral district, or not with this content at this position',
  },
  district: {
    zh: '选区的名单不在所写的校验值之下，或选区名称、条数与公布的不同',
    en: 'the list of its electoral district does not belong to the checksum stated, or differs in name or number of entries',
  },
  root: { zh: '证明的校验值与给出的不同', en: 'the checksum of the proof differs from the one given' },
}

/** The proofs of a few entries are some kilobytes. */
const MAX_BYTES = 1024 ** 2

const readJson = async (file: string): Promise<unknown> => {
  try {
    if ((await stat(file)).size > MAX_BYTES) return undefined
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Checks every proof of a file. `root`: as read from a poster; without it, the one that each proof states is to be compared by hand. */
export const checkProofFile = async (file: string, root?: string): Promise<Result<CheckedProof[], ProofRefusal>> => {
  const saved = EntryProofsSchema.safeParse(await readJson(file))
  if (!saved.success)
    return fail({
      code: 'proof.unreadable',
      text: { zh: `“${file}”不是名单条目的证明`, en: `“${file}” is not a proof of an entry of a voter list` },
    })
  return ok(
    saved.data.proofs.map(proof => {
      const fault = findProofFault(proof, sm3, root)
      const { entry, district, electionId, version } = proof
      const { group, number, name, change } = entry
      const who: Text = {
        zh: `第${version}版 ${district.name}${group}第${number}号“${name}”`,
        en: `version ${version}, ${district.name}, no. ${number}${group ? ` of ${group}` : ''} “${name}”`,
      }
      const text: Text =
        fault === null
          ? { zh: `核验通过：${who.zh}`, en: `verified: ${who.en}` }
          : { zh: `${who.zh}：${FAULTS[fault].zh}`, en: `${who.en}: ${FAULTS[fault].en}` }
      return {
        ok: fault === null,
        fault,
        electionId,
        version,
        district: district.name,
        group,
        number,
        name,
        change,
        root: proof.root,
        text,
      }
    }),
  )
}
