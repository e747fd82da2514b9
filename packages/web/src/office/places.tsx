/** The menu of the console: pages in groups by task, of which one is open at a time, so that all groups are in view. */
import { DownOutlined } from '@ant-design/icons'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matchPath, NavLink, useLocation } from 'react-router'
import { useLanguage } from '../i18n/index.ts'
import { formatCount } from '../ui/index.ts'
import { PLACE_GROUPS, type PlaceGroup, type PlaceToGo, useRoutesOf } from './routes.tsx'

/** So few places are all in view without groups. */
const FEW = 9

const PlaceLink = ({ place }: { place: PlaceToGo }) => (
  <NavLink to={place.to} end={place.end}>
    {place.icon}
    <span>{place.label}</span>
    <Count of={[place]} />
  </NavLink>
)

/** How much waits in these places. */
const Count = ({ of }: { of: readonly PlaceToGo[] }) => {
  const { language } = useLanguage()
  const count = of.reduce((sum, place) => sum + (place.count ?? 0), 0)
  return count > 0 ? <span className="places-count">{formatCount(count, language)}</span> : null
}

export const Places = ({ electionId }: { electionId: string | undefined }) => {
  const { t } = useTranslation('office')
  const { pathname } = useLocation()
  const places = useRoutesOf(electionId)
  const current = places.find(({ to, end }) => matchPath({ path: to, end }, pathname))?.group ?? null
  // What was opened or closed by hand holds until another page is opened.
  const [chosen, setChosen] = useState<{ pathname: string; group: PlaceGroup | null } | null>(null)
  const opened = chosen?.pathname === pathname ? chosen.group : current
  if (places.length <= FEW) {
    return (
      <nav aria-label={t('shell.navigation')} className="places">
        {places.map(place => (
          <PlaceLink key={place.to} place={place} />
        ))}
      </nav>
    )
  }
  return (
    <nav aria-label={t('shell.navigation')} className="places">
      {places.map(place => (place.group === null ? <PlaceLink key={place.to} place={place} /> : null))}
      {PLACE_GROUPS.map(group => (
        <PlacesOfGroup
          key={group}
          title={t(`groups.${group}`)}
          places={places.filter(place => place.group === group)}
          isOpen={group === opened}
          onToggle={() => setChosen({ pathname, group: group === opened ? null : group })}
        />
      ))}
    </nav>
  )
}

interface GroupProps {
  title: string
  places: readonly PlaceToGo[]
  isOpen: boolean
  onToggle: () => void
}

const PlacesOfGroup = ({ title, places, isOpen, onToggle }: GroupProps) => {
  const id = useId()
  const [first] = places
  if (!first) return null
  if (places.length === 1) return <PlaceLink place={first} />
  return (
    <div className="places-group">
      <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={onToggle}>
        <DownOutlined aria-hidden rotate={isOpen ? 0 : -90} />
        <span>{title}</span>
        {isOpen ? null : <Count of={places} />}
      </button>
      <div id={id} hidden={!isOpen}>
        {places.map(place => (
          <PlaceLink key={place.to} place={place} />
        ))}
      </div>
    </div>
  )
}
