/** Files that are kept: sealed, under random ids. What clerks' tables look like inside is the neighbour's thing (tables/). */
export { openSealedFiles, SealedFileMissing, type SealedFiles } from './sealed-files.ts'
