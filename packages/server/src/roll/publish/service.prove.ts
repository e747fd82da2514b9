/** Proves the stored entries of a district against their leaves and its root: pure, page by page, in a thread (service.prove-program.ts). */
import { entryWriter, growTree, leafOf, type RollDistrict } from '@mingce/domain/roll'
import { faultsIn, type RollFault, sm3 } from '../verify/index.ts'
import type { EntryRow } from './store.ts'

export type ProofOrder =
  | { readonly kind: 'begin'; readonly electionId: string; readonly version: number; readonly district: RollDistrict }
  | { readonly kind: 'entries'; readonly entries: readonly EntryRow[]; readonly isLast: boolean }

/** What was found so far. */
export interface ProvedDistrict {
  readonly root: string
  readonly entries: number
  readonly faults: readonly RollFault[]
}

const NOTHING: ProvedDistrict = { root: '', entries: 0, faults: [] }

interface DistrictProof {
  add(entries: readonly EntryRow[]): void
  end(): ProvedDistrict
}

const openDistrictProof = (electionId: string, version: number, district: RollDistrict): DistrictProof => {
  const { fault } = faultsIn(district, 'roll_entry')
  const faults: RollFault[] = []
  const write = entryWriter(electionId, version)
  const tree = growTree(sm3)
  let last: { group: string; number: number } | undefined
  const prove = (entry: EntryRow): void => {
    const leaf = leafOf(write(entry), sm3)
    tree.add(leaf)
    const { group, number, name } = entry
    const expected = last?.group === group ? last.number + 1 : 1
    last = { group, number }
    if (leaf !== entry.leaf)
      faults.push(
        fault(
          'changed',
          entry,
          `${group}第${number}号“${name}”与保存的校验值不符`,
          `no. ${number} “${name}” does not match its stored checksum`,
        ),
      )
    else if (number !== expected)
      faults.push(
        fault(
          'reordered',
          entry,
          `${group}第${number}号“${name}”前面缺少或次序有误`,
          `before no. ${number} “${name}” entries are missing or out of order`,
        ),
      )
  }
  return {
    add(entries) {
      for (const entry of entries) prove(entry)
    },
    end() {
      const root = tree.root()
      if (tree.size !== district.entries)
        faults.push(
          fault(
            'dropped',
            undefined,
            `应有${district.entries}条，现有${tree.size}条`,
            `${district.entries} entries were published, ${tree.size} are here`,
          ),
        )
      else if (root !== district.root && faults.length === 0)
        faults.push(fault('root', undefined, '本选区的校验值不符', 'the checksum of this electoral district does not match'))
      return { root, entries: tree.size, faults }
    },
  }
}

/** Answers the orders of one verification, one district after the other. */
export const openProof = (): ((order: ProofOrder) => ProvedDistrict) => {
  let proof: DistrictProof | undefined
  return order => {
    if (order.kind === 'begin') {
      proof = openDistrictProof(order.electionId, order.version, order.district)
      return NOTHING
    }
    proof?.add(order.entries)
    return (order.isLast && proof?.end()) || NOTHING
  }
}
