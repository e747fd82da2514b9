/** One search box in the header: people, cases, communities, imports and pages. Ctrl+K goes to it. */
import { SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { searchEverything, type Voter } from '../api/index.ts'
import { useMay } from '../features/access/index.ts'
import { shortCommunity } from '../ui/index.ts'
import { useRoutesOf } from './routes.tsx'

/** Typed words wait so long before they are searched. */
const PAUSE_MS = 250

const usePaused = (words: string): string => {
  const [paused, setPaused] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(words), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words])
  return paused
}

interface Choice {
  readonly value: string
  readonly label: string
}

const lineOf = ({ name, community }: Voter): string =>
  [name, community && shortCommunity(community.name)].filter(Boolean).join(' · ')

/** What fits the words, in groups; each choice is an address. */
const useChoices = (electionId: string | undefined, words: string) => {
  const { t } = useTranslation(['office', 'registration'])
  const may = useMay()
  const places = useRoutesOf(electionId)
  const found = useQuery({
    queryKey: ['search', electionId, words],
    queryFn: () => searchEverything(electionId ?? '', words),
    enabled: electionId !== undefined && words !== '' && !/\d{6}/.test(words),
    staleTime: 10_000,
  })
  const base = `/elections/${electionId ?? ''}`
  const person = (voter: Voter): Choice => ({
    value: may('contact')
      ? `${base}/voters/${voter.countyCode}/${voter.registrationId}`
      : `${base}/voters?q=${encodeURIComponent(voter.name)}&status=${voter.status}`,
    label: `${lineOf(voter)} · ${t(`registration:status.${voter.status}`)}`,
  })
  const data = words === '' ? undefined : found.data
  const groups: readonly (readonly [label: string, options: readonly Choice[]])[] = [
    [
      t('search.people'),
      data === undefined || electionId === undefined
        ? []
        : [
            ...data.people.map(person),
            { value: `${base}/voters?q=${encodeURIComponent(words)}`, label: t('search.allPeople', { words }) },
          ],
    ],
    [
      t('search.cases'),
      (data?.cases ?? []).map(one => ({ value: `${base}/reviews?q=${encodeURIComponent(one.name)}`, label: lineOf(one) })),
    ],
    [
      t('search.communities'),
      (data?.communities ?? []).map(({ code, name }) => ({
        value: `${base}/voters?community=${code}`,
        label: shortCommunity(name),
      })),
    ],
    [t('search.imports'), (data?.imports ?? []).map(({ id, fileName }) => ({ value: `${base}/imports/${id}`, label: fileName }))],
    [
      t('search.pages'),
      words === ''
        ? []
        : places
            .filter(({ label }) => label.toLowerCase().includes(words.toLowerCase()))
            .map(({ to, label }) => ({ value: to, label })),
    ],
  ]
  return {
    isLoading: found.isFetching,
    options: groups.filter(([, options]) => options.length > 0).map(([label, options]) => ({ label, options: [...options] })),
  }
}

export const SearchBox = ({ electionId }: { electionId: string | undefined }) => {
  const { t } = useTranslation('office')
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const paused = usePaused(words.trim())
  const { options, isLoading } = useChoices(electionId, paused)
  const input = useRef<InputRef>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <search className="top-search">
      <AutoComplete
        value={words}
        options={options}
        popupMatchSelectWidth={320}
        onChange={value => setWords(value.startsWith('/elections') ? '' : value)}
        onSelect={to => {
          setWords('')
          void navigate(to)
        }}
        notFoundContent={paused === '' || isLoading ? null : t('search.none')}
      >
        <Input
          ref={input}
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          prefix={<SearchOutlined aria-hidden />}
          maxLength={40}
          allowClear
        />
      </AutoComplete>
    </search>
  )
}
