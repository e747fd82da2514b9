/** A day by year, month and day, for phones: the browser's own date field speaks the language of the phone and scrolls back month by month. */
import { useState } from 'react'

interface DaySelectsProps {
  /** Of the first of the three, where the visible label leads. */
  readonly id?: string | undefined
  readonly label: string
  readonly words: { readonly year: string; readonly month: string; readonly day: string }
  /** `2026-11-23`; empty: not chosen, or not all of it. */
  readonly value: string
  readonly onChange: (day: string) => void
  /** The years on offer, the latest first. */
  readonly from: number
  readonly to: number
  readonly describedBy?: string | undefined
  readonly invalid?: boolean | undefined
}

const daysIn = (year: string, month: string): number =>
  month === '' ? 31 : new Date(Date.UTC(Number(year || 2000), Number(month), 0)).getUTCDate()
const two = (part: number): string => String(part).padStart(2, '0')
const range = (length: number, of: (n: number) => number): number[] => Array.from({ length }, (_, n) => of(n))

export const DaySelects = ({ id, label, words, value, onChange, from, to, describedBy, invalid }: DaySelectsProps) => {
  const [chosen, setChosen] = useState(() => value.split('-'))
  // A day that came from elsewhere, such as a card reader, replaces what was chosen.
  const [year = '', month = '', day = ''] = value === '' ? chosen : value.split('-')
  const change = (parts: readonly [string, string, string]) => {
    const [y, m, d] = parts
    const last = daysIn(y, m)
    const kept = Number(d) > last ? '' : d
    setChosen([y, m, kept])
    onChange(y !== '' && m !== '' && kept !== '' ? `${y}-${m}-${kept}` : '')
  }
  const part = (name: string, chosenPart: string, options: readonly string[], onPart: (part: string) => void) => (
    <select
      id={name === words.year ? id : undefined}
      aria-label={`${label} ${name}`}
      value={chosenPart}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onChange={event => onPart(event.target.value)}
    >
      <option value="">{name}</option>
      {options.map(option => (
        <option key={option} value={option}>
          {Number(option)}
        </option>
      ))}
    </select>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row by the browsers that are promised.
    <div className="day-selects" role="group" aria-label={label}>
      {part(words.year, year, range(to - from + 1, n => to - n).map(String), y => change([y, month, day]))}
      {part(words.month, month, range(12, n => n + 1).map(two), m => change([year, m, day]))}
      {part(words.day, day, range(daysIn(year, month), n => n + 1).map(two), d => change([year, month, d]))}
    </div>
  )
}
