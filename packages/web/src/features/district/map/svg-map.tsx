/** The map of a plan as plain SVG: for machines without WebGL, and for print. The table beside it does everything by keyboard. */
import { useEffect, useMemo, useRef } from 'react'
import { colourOf, type MapProps } from './shapes.ts'

const WIDTH = 1000
const NAMED_UNITS = 80

export const SvgMap = ({ drawing, homes, districtNames, selected, onPick, label }: MapProps) => {
  const { box } = drawing
  const [west, south, east, north] = box
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = WIDTH / Math.max(1e-9, (east - west) * squeeze)
  const height = Math.max(1, (north - south) * scale)
  const place = useMemo(
    () =>
      ([x, y]: readonly [number, number]): readonly [number, number] => [(x - west) * squeeze * scale, (north - y) * scale],
    [west, north, squeeze, scale],
  )
  const paths = useMemo(
    () =>
      drawing.units.map(unit => ({
        ...unit,
        at: place(unit.middle),
        path: unit.polygons
          .flat()
          .map(
            ring =>
              `M${ring
                .map(point =>
                  place(point)
                    .map(value => value.toFixed(1))
                    .join(' '),
                )
                .join('L')}Z`,
          )
          .join(''),
      })),
    [drawing, place],
  )
  const picture = useRef<SVGSVGElement>(null)
  // A picture to a screen reader, which has the table; the pointer may pick in it all the same.
  useEffect(() => {
    const here = picture.current
    const picked = (event: MouseEvent) => {
      const code = event.target instanceof Element ? event.target.getAttribute('data-unit') : null
      if (code !== null) onPick(code)
    }
    here?.addEventListener('click', picked)
    return () => here?.removeEventListener('click', picked)
  }, [onPick])
  const named = paths.length <= NAMED_UNITS
  return (
    <svg
      ref={picture}
      className="plan-svg"
      viewBox={`-4 -4 ${WIDTH + 8} ${height + 8}`}
      role="img"
      aria-label={label}
      data-map="svg"
    >
      {paths.map(unit => {
        const home = homes.get(unit.code) ?? null
        return (
          <path
            key={unit.code}
            d={unit.path}
            data-unit={unit.code}
            data-district={home ?? ''}
            fill={colourOf(home)}
            fillRule="evenodd"
            className={selected.has(unit.code) ? 'plan-unit plan-unit-selected' : 'plan-unit'}
          >
            <title>{`${unit.name} · ${home === null ? '–' : (districtNames.get(home) ?? home)}`}</title>
          </path>
        )
      })}
      {named
        ? paths.map(unit => (
            <text key={unit.code} x={unit.at[0]} y={unit.at[1]} className="plan-name" textAnchor="middle">
              <tspan>{unit.name}</tspan>
              <tspan x={unit.at[0]} dy="1.25em" className="plan-home">
                {districtNames.get(homes.get(unit.code) ?? -1) ?? ''}
              </tspan>
            </text>
          ))
        : null}
    </svg>
  )
}
