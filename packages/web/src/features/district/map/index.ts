/** The map of a plan. */
export { PlanMap } from './plan-map.tsx'
export { colourOf, drawingOf, placesOf } from './shapes.ts'
