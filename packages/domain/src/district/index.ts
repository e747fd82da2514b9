export {
  ELECTORATE_COLUMNS,
  ELECTORATE_WORDS,
  type ElectorateRow,
  readElectorateRow,
} from './electorate-table.ts'
export { bordersOfPoints, bordersOfShapes, middleOf, type Point, type Shape } from './geometry.ts'
export { type Border, componentsOf, type Unit, type UnitGraph, unitGraph } from './graph.ts'
export { type Part, partCode, partName, readPartCode, readPartLines, replaceInBorders } from './part.ts'
export { PARTS_COLUMNS, readPartsRow } from './parts-table.ts'
export { comparePlans, type PlanDifference, type PlanFigures, planFigures } from './plan.ts'
export { DISTRICT_SEATS, type Proposal, proposeDistricts, seeded } from './propose.ts'
export {
  type Allocation,
  allocateSeats,
  areaKind,
  EXTRA_MOST,
  type MinorityShare,
  mayHaveExtra,
  minorityShare,
  type SeatClaimant,
  type Seats,
  type SeatsError,
  seatsFor,
} from './seats.ts'
export { mapDistrictColumns, readDistrictRow } from './table.ts'
