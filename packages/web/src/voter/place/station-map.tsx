/** Stations with address, hours and a sketch of how they lie to one another; the way there is the map app's part. Fetched when shown. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Station } from '../api/index.ts'
import { mapLink, type Position, sketchOf } from './sketch.ts'

const WIDTH = 320
const HEIGHT = 190
const MARGIN = 34

const isApple = () => /iPhone|iPad|iPod|Macintosh/.test(navigator.userAgent)
const spotOf = ({ latitude, longitude }: Station): Position | null =>
  latitude === null || longitude === null ? null : { latitude, longitude }

export default function StationMap({ stations }: { stations: readonly Station[] }) {
  const { t } = useTranslation('voter')
  const [copied, setCopied] = useState<string | null>(null)
  const placed = stations.flatMap((station, at) => {
    const spot = spotOf(station)
    return spot ? [{ station, spot, number: at + 1 }] : []
  })
  const copy = async (station: Station) => {
    await navigator.clipboard.writeText(`${station.name} ${station.address}`).then(
      () => setCopied(station.id),
      () => setCopied(null),
    )
  }
  return (
    <>
      {placed.length === 0 ? null : <Drawing placed={placed} />}
      <ol className="stations">
        {stations.map((station, at) => {
          const spot = spotOf(station)
          return (
            <li key={station.id}>
              <p className="station-name">
                {stations.length > 1 ? <span className="mark">{at + 1}</span> : null}
                <strong>{station.name}</strong>
              </p>
              <p>{station.address}</p>
              <p className="soft">{t('station.hours', { hours: station.hours })}</p>
              <div className="actions row">
                {spot ? (
                  <a className="button small" href={mapLink(spot, station.name, isApple())}>
                    {t('station.open')}
                  </a>
                ) : null}
                {station.phone ? (
                  <a className="button small" href={`tel:${station.phone.replace(/[^\d+]/g, '')}`}>
                    {t('station.call', { phone: station.phone })}
                  </a>
                ) : null}
                {'clipboard' in navigator ? (
                  <button type="button" className="button small" onClick={() => void copy(station)}>
                    {copied === station.id ? t('station.copied') : t('station.copy')}
                  </button>
                ) : null}
              </div>
            </li>
          )
        })}
      </ol>
      <p className="hidden" role="status">
        {copied === null ? '' : t('station.copied')}
      </p>
    </>
  )
}

const Drawing = ({ placed }: { placed: readonly { station: Station; spot: Position; number: number }[] }) => {
  const { t } = useTranslation('voter')
  const { points, scale } = sketchOf(
    placed.map(each => each.spot),
    WIDTH,
    HEIGHT,
    MARGIN,
  )
  const length =
    scale.metres >= 1000 ? t('station.kilometres', { count: scale.metres / 1000 }) : t('station.metres', { count: scale.metres })
  return (
    <figure className="sketch">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('station.sketch', { count: placed.length })}>
        <defs>
          <pattern id="grid" width="32" height="32" patternUnits="userSpaceOnUse">
            <path d="M32 0H0V32" fill="none" className="sketch-grid" />
          </pattern>
        </defs>
        <rect width={WIDTH} height={HEIGHT} fill="url(#grid)" />
        {placed.map(({ station, number }, at) => {
          const point = points[at]
          if (!point) return null
          return (
            <g key={station.id} transform={`translate(${point.x} ${point.y})`}>
              <path className="sketch-pin" d="M0 0C-4-8-10-11-10-18A10 10 0 0 1 10-18C10-11 4-8 0 0Z" />
              <text y="-14" textAnchor="middle" className="sketch-number">
                {number}
              </text>
              <text y="13" textAnchor="middle" className="sketch-name">
                {placed.length > 6 ? '' : station.name}
              </text>
            </g>
          )
        })}
        <g transform={`translate(${WIDTH - 20} 22)`}>
          <path className="sketch-north" d="M0-13 6 5 0 1-6 5Z" />
          <text y="17" textAnchor="middle" className="sketch-name">
            {t('station.north')}
          </text>
        </g>
        <g transform={`translate(10 ${HEIGHT - 10})`}>
          <path className="sketch-scale" d={`M0-5V0H${scale.length}V-5`} />
          <text x={scale.length + 6} y="1" className="sketch-name">
            {length}
          </text>
        </g>
      </svg>
    </figure>
  )
}
