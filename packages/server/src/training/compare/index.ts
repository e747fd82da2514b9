export { addRows, compareWithTruth, type FaultRow, type FaultTable, type FoundRow } from './compare.ts'
export { printFaultTable } from './fault-table.ts'
