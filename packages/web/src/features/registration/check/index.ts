/** Findings and evidence in words. */
export { evidencePairs, papersIn } from './evidence-pairs.ts'
export { EvidenceTable } from './evidence-table.tsx'
export { FindingCounts } from './finding-counts.tsx'
export { FindingMark, useFindings } from './findings.tsx'
export { StatusMark } from './status-mark.tsx'
export { useStatusWord } from './status-words.ts'
