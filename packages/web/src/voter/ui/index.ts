/** Components of the portal, and the reader's settings. */
export { Back } from './back.tsx'
export { Foot, Head } from './frame.tsx'
export { recall, remember } from './memory.ts'
export { Failure, Findings, Heading, Later, Loading, Notice, SendFailure, Sheet, type Tone, useErrorWords } from './pieces.tsx'
export { ReaderProvider, useReader } from './reader.tsx'
