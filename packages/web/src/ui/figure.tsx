/** A headline number that leads to the work behind it. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'

export type Tone = 'plain' | 'registered' | 'review' | 'refused' | 'quiet'

interface FigureProps {
  label: string
  value: ReactNode
  note?: ReactNode
  to?: string | undefined
  tone?: Tone
  icon?: ReactNode
}

export const Figure = ({ label, value, note, to, tone = 'plain', icon }: FigureProps) => {
  const body = (
    <>
      <span className="figure-label">
        {icon ? <span aria-hidden="true">{icon} </span> : null}
        {label}
      </span>
      <span className="figure-value">{value}</span>
      {note ? <span className="figure-note">{note}</span> : null}
    </>
  )
  return to ? (
    <Link to={to} className={`figure figure-${tone}`}>
      {body}
    </Link>
  ) : (
    <div className={`figure figure-${tone}`}>{body}</div>
  )
}

/** A word with an icon and a colour: never the colour alone. */
export const Mark = ({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) => (
  <span className={`mark mark-${tone}`}>
    {icon ? <span aria-hidden="true">{icon}</span> : null}
    {children}
  </span>
)
