/** Where one can go: the pages of an election that this person may open, with how much waits there. */
import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalendarOutlined,
  ContactsOutlined,
  DatabaseOutlined,
  DownloadOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  FileDoneOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  IdcardOutlined,
  ImportOutlined,
  MessageOutlined,
  MobileOutlined,
  PartitionOutlined,
  ReadOutlined,
  SafetyOutlined,
  ShopOutlined,
  SolutionOutlined,
  StopOutlined,
  SwapOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UsergroupAddOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Permission, readOverview } from '../api/index.ts'
import { useMay } from '../features/access/index.ts'
import { useCourse } from '../features/training/index.ts'
import { useLanguage } from '../i18n/index.ts'
import { formatCount } from '../ui/index.ts'

interface PlaceToGo {
  to: string
  label: string
  icon: ReactNode
  end: boolean
  count?: string | undefined
}

/** Pages that belong to no election. */
const placesOfInstallation = (t: TFunction<'office'>, may: (permission: Permission) => boolean): PlaceToGo[] => {
  const places: PlaceToGo[] = [
    { to: '/elections', label: t('places.elections'), icon: <FolderOpenOutlined aria-hidden />, end: true },
  ]
  if (may('import-registers'))
    places.push({ to: '/sources', label: t('places.sources'), icon: <DatabaseOutlined aria-hidden />, end: true })
  if (may('set-up')) {
    places.push({ to: '/rules', label: t('places.rules'), icon: <ReadOutlined aria-hidden />, end: true })
    places.push({ to: '/areas', label: t('places.areas'), icon: <EnvironmentOutlined aria-hidden />, end: true })
  }
  if (may('accounts'))
    places.push({ to: '/second-officer', label: t('places.secondOfficer'), icon: <SafetyOutlined aria-hidden />, end: true })
  if (may('accounts') || may('audit'))
    places.push({ to: '/accounts', label: t('places.accounts'), icon: <IdcardOutlined aria-hidden />, end: true })
  if (may('accounts'))
    places.push({ to: '/devices', label: t('places.devices'), icon: <MobileOutlined aria-hidden />, end: true })
  return places
}

export const useRoutesOf = (electionId: string | undefined): PlaceToGo[] => {
  const { t } = useTranslation('office')
  const { language } = useLanguage()
  const may = useMay()
  const course = useCourse(electionId)
  const { data } = useQuery({
    queryKey: ['overview', electionId ?? ''],
    queryFn: () => readOverview(electionId ?? ''),
    enabled: electionId !== undefined,
    staleTime: 30_000,
  })
  const places = placesOfInstallation(t, may)
  if (!electionId) return places
  const base = `/elections/${electionId}`
  const count = (value: number | undefined) => (value ? formatCount(value, language) : undefined)
  places.push(
    { to: base, label: t('places.overview'), icon: <BarChartOutlined aria-hidden />, end: true },
    { to: `${base}/voters`, label: t('places.voters'), icon: <UnorderedListOutlined aria-hidden />, end: false },
    { to: `${base}/timetable`, label: t('places.timetable'), icon: <CalendarOutlined aria-hidden />, end: false },
    { to: `${base}/seats`, label: t('places.seats'), icon: <ApartmentOutlined aria-hidden />, end: false },
    ...(data?.election.levels.includes('township')
      ? [{ to: `${base}/electorate`, label: t('places.electorate'), icon: <UsergroupAddOutlined aria-hidden />, end: false }]
      : []),
    { to: `${base}/committees`, label: t('places.committees'), icon: <ContactsOutlined aria-hidden />, end: false },
    { to: `${base}/imports`, label: t('places.imports'), icon: <ImportOutlined aria-hidden />, end: false },
    {
      to: `${base}/reviews`,
      label: t('places.reviews'),
      icon: <SolutionOutlined aria-hidden />,
      end: false,
      count: count(data?.cases.total),
    },
  )
  if (may('contact')) {
    places.push({
      to: `${base}/not-yet-registered`,
      label: t('places.notYetRegistered'),
      icon: <TeamOutlined aria-hidden />,
      end: false,
      count: count(data?.counts.notYetRegistered),
    })
  }
  places.push(
    {
      to: `${base}/refused`,
      label: t('places.refused'),
      icon: <StopOutlined aria-hidden />,
      end: false,
      count: count(data?.counts.refused),
    },
    { to: `${base}/roll`, label: t('places.roll'), icon: <FileDoneOutlined aria-hidden />, end: false },
  )
  if (may('set-up') || may('publish'))
    places.push({ to: `${base}/districts`, label: t('places.districts'), icon: <PartitionOutlined aria-hidden />, end: false })
  places.push({
    to: `${base}/voting-places`,
    label: t('places.votingPlaces'),
    icon: <ShopOutlined aria-hidden />,
    end: false,
  })
  places.push({ to: `${base}/stations`, label: t('places.stations'), icon: <EnvironmentOutlined aria-hidden />, end: false })
  if (may('decide'))
    places.push({
      to: `${base}/disqualifications`,
      label: t('places.disqualifications'),
      icon: <SafetyOutlined aria-hidden />,
      end: false,
    })
  if (may('decide') || may('register') || may('audit'))
    places.push({ to: `${base}/objections`, label: t('places.objections'), icon: <FlagOutlined aria-hidden />, end: false })
  places.push({
    to: `${base}/certificates`,
    label: t('places.certificates'),
    icon: <SwapOutlined aria-hidden />,
    end: false,
  })
  places.push({ to: `${base}/lists`, label: t('places.lists'), icon: <DownloadOutlined aria-hidden />, end: false })
  if (may('notify'))
    places.push({ to: `${base}/notices`, label: t('places.notices'), icon: <MessageOutlined aria-hidden />, end: false })
  if (may('audit'))
    places.push({ to: `${base}/audit`, label: t('places.audit'), icon: <AuditOutlined aria-hidden />, end: false })
  if (course)
    places.push({ to: `${base}/practice`, label: t('places.practice'), icon: <ExperimentOutlined aria-hidden />, end: false })
  return places
}
