/** Picking a community of an election by the area table, street by street: also one where nobody is registered or known yet. */
import { Cascader } from 'antd'
import { useEffect, useState } from 'react'
import { type Area, readAreas } from '../../../api/index.ts'
import { Failure, shortCommunity } from '../../../ui/index.ts'
import { useSession } from '../../access/index.ts'
import { useElection } from '../../election/index.ts'

interface Option {
  value: string
  label: string
  isLeaf: boolean
  children?: Option[]
}

const COMMUNITY = 5
const optionOf = ({ code, name, level }: Area): Option => ({
  value: code,
  label: level === COMMUNITY ? shortCommunity(name) : name,
  isLeaf: level === COMMUNITY,
})

interface Props {
  id: string
  electionId: string
  onPick: (community: string | undefined) => void
}

export const CommunityPicker = ({ id, electionId, onPick }: Props) => {
  const election = useElection(electionId)
  const own = useSession().data?.area
  // The narrower of two areas: the election's, and this officer's.
  const within = own && election ? (own.code.length > election.area.code.length ? own : election.area) : null
  const [options, setOptions] = useState<Option[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const code = within?.code
  const name = within?.name ?? ''
  useEffect(() => {
    if (code === undefined) return
    readAreas(code).then(
      areas => setOptions(areas.length > 0 ? areas.map(optionOf) : [{ value: code, label: shortCommunity(name), isLeaf: true }]),
      setError,
    )
  }, [code, name])
  const load = async (chosen: Option[]) => {
    const last = chosen.at(-1)
    if (!last) return
    try {
      last.children = (await readAreas(last.value)).map(optionOf)
      setOptions(before => before && [...before])
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <>
      <Cascader
        id={id}
        className="wide"
        options={options ?? []}
        loading={options === null && error === null}
        loadData={chosen => void load(chosen as Option[])}
        onChange={value => onPick(value?.at(-1))}
        showSearch
      />
      {error === null ? null : <Failure error={error} />}
    </>
  )
}
