/** Where one can go: the pages of an election that this person may open, with how much waits there. */
import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalendarOutlined,
  ClusterOutlined,
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
import { type Overview, type Permission, readOverview } from '../api/index.ts'
import { useMay } from '../features/access/index.ts'
import { useCourse } from '../features/training/index.ts'

/** Groups of the menu, in the order of an election's work. */
export const PLACE_GROUPS = ['prepare', 'register', 'review', 'publish', 'vote', 'manage'] as const
export type PlaceGroup = (typeof PLACE_GROUPS)[number]

export interface PlaceToGo {
  to: string
  label: string
  icon: ReactNode
  end: boolean
  count?: number | undefined
  /** The group of the menu that holds it; null: above all groups. */
  group: PlaceGroup | null
}

/** Pages that belong to no election. */
const placesOfInstallation = (t: TFunction<'office'>, may: (permission: Permission) => boolean): PlaceToGo[] => {
  const places: PlaceToGo[] = [
    { to: '/elections', label: t('places.elections'), group: null, icon: <FolderOpenOutlined aria-hidden />, end: true },
  ]
  if (may('import-registers'))
    places.push({
      to: '/sources',
      label: t('places.sources'),
      group: 'register',
      icon: <DatabaseOutlined aria-hidden />,
      end: true,
    })
  if (may('set-up')) {
    places.push({ to: '/rules', label: t('places.rules'), group: 'manage', icon: <ReadOutlined aria-hidden />, end: true })
    places.push({ to: '/areas', label: t('places.areas'), group: 'manage', icon: <EnvironmentOutlined aria-hidden />, end: true })
  }
  if (may('accounts'))
    places.push({
      to: '/second-officer',
      label: t('places.secondOfficer'),
      group: 'manage',
      icon: <SafetyOutlined aria-hidden />,
      end: true,
    })
  if (may('accounts') || may('audit'))
    places.push({
      to: '/accounts',
      label: t('places.accounts'),
      group: 'manage',
      icon: <IdcardOutlined aria-hidden />,
      end: true,
    })
  if (may('accounts'))
    places.push({ to: '/devices', label: t('places.devices'), group: 'manage', icon: <MobileOutlined aria-hidden />, end: true })
  return places
}

type May = (permission: Permission) => boolean

/** Setting up an election, its registrations and its list. */
const placesOfRegistration = (t: TFunction<'office'>, may: May, base: string, data: Overview | undefined): PlaceToGo[] => {
  const places: PlaceToGo[] = [
    { to: base, label: t('places.overview'), group: null, icon: <BarChartOutlined aria-hidden />, end: true },
    {
      to: `${base}/townships`,
      label: t('places.townships'),
      group: null,
      icon: <ClusterOutlined aria-hidden />,
      end: true,
    },
    {
      to: `${base}/voters`,
      label: t('places.voters'),
      group: 'register',
      icon: <UnorderedListOutlined aria-hidden />,
      end: false,
    },
    {
      to: `${base}/timetable`,
      label: t('places.timetable'),
      group: 'prepare',
      icon: <CalendarOutlined aria-hidden />,
      end: false,
    },
    { to: `${base}/seats`, label: t('places.seats'), group: 'prepare', icon: <ApartmentOutlined aria-hidden />, end: false },
    ...(data?.election.levels.includes('township')
      ? [
          {
            to: `${base}/electorate`,
            label: t('places.electorate'),
            group: 'register' as const,
            icon: <UsergroupAddOutlined aria-hidden />,
            end: false,
          },
        ]
      : []),
    {
      to: `${base}/committees`,
      label: t('places.committees'),
      group: 'prepare',
      icon: <ContactsOutlined aria-hidden />,
      end: false,
    },
    { to: `${base}/imports`, label: t('places.imports'), group: 'register', icon: <ImportOutlined aria-hidden />, end: false },
    {
      to: `${base}/reviews`,
      label: t('places.reviews'),
      group: 'review',
      icon: <SolutionOutlined aria-hidden />,
      end: false,
      count: data?.cases.total,
    },
  ]
  if (may('contact')) {
    places.push({
      to: `${base}/not-yet-registered`,
      label: t('places.notYetRegistered'),
      group: 'register',
      icon: <TeamOutlined aria-hidden />,
      end: false,
      count: data?.counts.notYetRegistered,
    })
  }
  places.push(
    {
      to: `${base}/refused`,
      label: t('places.refused'),
      group: 'review',
      icon: <StopOutlined aria-hidden />,
      end: false,
      count: data?.counts.refused,
    },
    { to: `${base}/roll`, label: t('places.roll'), group: 'publish', icon: <FileDoneOutlined aria-hidden />, end: false },
  )
  return places
}

/** What an election has besides: districts, places, objections, certificates, and what is looked at afterwards. */
const placesOfVoting = (t: TFunction<'office'>, may: May, base: string): PlaceToGo[] => {
  const places: PlaceToGo[] = []
  if (may('set-up') || may('publish'))
    places.push({
      to: `${base}/districts`,
      label: t('places.districts'),
      group: 'prepare',
      icon: <PartitionOutlined aria-hidden />,
      end: false,
    })
  places.push({
    to: `${base}/voting-places`,
    label: t('places.votingPlaces'),
    group: 'vote',
    icon: <ShopOutlined aria-hidden />,
    end: false,
  })
  places.push({
    to: `${base}/stations`,
    label: t('places.stations'),
    group: 'prepare',
    icon: <EnvironmentOutlined aria-hidden />,
    end: false,
  })
  if (may('decide'))
    places.push({
      to: `${base}/disqualifications`,
      label: t('places.disqualifications'),
      group: 'review',
      icon: <SafetyOutlined aria-hidden />,
      end: false,
    })
  if (may('decide') || may('register') || may('audit'))
    places.push({
      to: `${base}/objections`,
      label: t('places.objections'),
      group: 'review',
      icon: <FlagOutlined aria-hidden />,
      end: false,
    })
  places.push({
    to: `${base}/certificates`,
    label: t('places.certificates'),
    group: 'vote',
    icon: <SwapOutlined aria-hidden />,
    end: false,
  })
  places.push({
    to: `${base}/lists`,
    label: t('places.lists'),
    group: 'manage',
    icon: <DownloadOutlined aria-hidden />,
    end: false,
  })
  if (may('notify'))
    places.push({
      to: `${base}/notices`,
      label: t('places.notices'),
      group: 'publish',
      icon: <MessageOutlined aria-hidden />,
      end: false,
    })
  if (may('audit'))
    places.push({
      to: `${base}/audit`,
      label: t('places.audit'),
      group: 'manage',
      icon: <AuditOutlined aria-hidden />,
      end: false,
    })
  return places
}

export const useRoutesOf = (electionId: string | undefined): PlaceToGo[] => {
  const { t } = useTranslation('office')
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
  const practice: PlaceToGo = {
    to: `${base}/practice`,
    label: t('places.practice'),
    group: 'manage',
    icon: <ExperimentOutlined aria-hidden />,
    end: false,
  }
  return [...places, ...placesOfRegistration(t, may, base, data), ...placesOfVoting(t, may, base), ...(course ? [practice] : [])]
}
