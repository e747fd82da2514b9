/** The map of a plan: MapLibre where the machine can, plain SVG where it cannot. */
import { lazy, Suspense, useMemo } from 'react'
import { Loading } from '../../../ui/index.ts'
import type { MapProps } from './shapes.ts'
import { SvgMap } from './svg-map.tsx'

const GlPlanMap = lazy(() => import('./gl-map.tsx'))

const hasWebGl = (): boolean => {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

export const PlanMap = (props: MapProps) => {
  const gl = useMemo(hasWebGl, [])
  if (!gl) return <SvgMap {...props} />
  return (
    <Suspense fallback={<Loading rows={6} />}>
      <GlPlanMap {...props} />
    </Suspense>
  )
}
