/** A committee's round seal, drawn from its name and marked as a specimen (电子样章): no real seal is kept here. */
import { useTranslation } from 'react-i18next'

const SIZE = 140
const RADIUS = 52
const STAR = Array.from({ length: 10 }, (_, index) => {
  const r = index % 2 === 0 ? 18 : 7
  const angle = (index * Math.PI) / 5
  return `${70 + r * Math.sin(angle)},${66 - r * Math.cos(angle)}`
}).join(' ')

export const CommitteeSeal = ({ name }: { name: string }) => {
  const { t } = useTranslation('election')
  const letters = [...name]
  const span = Math.min(270, letters.length * 24)
  const size = Math.min(19, (((span * Math.PI) / 180) * RADIUS * 0.82) / Math.max(1, letters.length) + 2)
  return (
    <svg
      width={SIZE}
      height={SIZE}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`${name} · ${t('committee.specimenMark')}`}
    >
      <circle cx="70" cy="70" r="66" fill="none" stroke="#c8211b" strokeWidth="4" />
      <polygon points={STAR} fill="#c8211b" />
      {letters.map((letter, index) => {
        const angle = letters.length === 1 ? 0 : -span / 2 + (span * index) / (letters.length - 1)
        return (
          <text
            key={angle}
            x="70"
            y={70 - RADIUS + size / 2 - 3}
            transform={`rotate(${angle} 70 70)`}
            textAnchor="middle"
            fontSize={size}
            fontWeight="700"
            fill="#c8211b"
          >
            {letter}
          </text>
        )
      })}
      <text x="70" y="108" textAnchor="middle" fontSize="12" fontWeight="700" fill="#c8211b">
        {t('committee.specimenMark')}
      </text>
    </svg>
  )
}
